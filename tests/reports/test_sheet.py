"""The printed sheet itself: its text, its fonts, its marks."""

import re
import subprocess

import pytest
from pypdf import PdfReader

from crm.reports.fonts import require_fonts
from crm.reports.pdf import to_pdf
from crm.reports.printing import document_of, html_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# The type area of a GB/T 9704 page in points: without running head and foot.
TYPE_AREA = ["-x", "79", "-y", "104", "-W", "443", "-H", "640"]


@pytest.fixture
def sheet(draft, tmp_path):
    draft.font_set = require_fonts()
    path = tmp_path / "sheet.pdf"
    path.write_bytes(to_pdf(html_of(draft)).content)
    return path


def text_of(path, *options):
    found = subprocess.run(
        ["pdftotext", "-raw", *options, str(path), "-"], capture_output=True, text=True, check=True
    )
    return re.sub(r"\s", "", found.stdout)


def test_the_sheet_holds_every_word_and_figure_of_the_document(draft, sheet):
    text, document = text_of(sheet, *TYPE_AREA), document_of(draft)
    for block in document.blocks:
        if block.kind == "paragraph":
            assert re.sub(r"\s", "", block.text) in text
        elif block.kind == "table":
            words = [cell.text for row in block.rows for cell in row.cells]
            for word in [f"{block.number}{block.name}", block.source, *words]:
                assert re.sub(r"\s", "", word) in text, (block.key, word)
    for section in document.sections:
        assert f"{section.number}、{section.title}" in text


def test_pages_carry_number_mark_and_hash(draft, sheet):
    text = text_of(sheet)
    for page in range(1, len(PdfReader(sheet).pages) + 1):
        assert f"—{page}—" in text
    assert text.count("未结账　草稿".replace("　", "")) >= 1
    assert draft.sha256[:16] in text
    assert draft.sha256 in text


def test_every_font_is_embedded_and_chinese(sheet):
    listed = subprocess.run(["pdffonts", str(sheet)], capture_output=True, text=True, check=True)
    rows = [line.split() for line in listed.stdout.splitlines()[2:]]
    assert rows
    for row in rows:
        assert "CJK" in row[0], row
        assert row[-5] == "yes", row


def test_the_sheet_is_a4_tagged_and_named(sheet):
    reader = PdfReader(sheet)
    width, height = (float(value) for value in reader.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (595, 842)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"
    assert "楼宇入驻情况月报" in reader.metadata.title


def test_the_same_figures_print_the_same_bytes(draft):
    draft.font_set = require_fonts()
    html = html_of(draft)
    assert to_pdf(html).content == to_pdf(html).content


def test_nothing_is_fetched_while_printing(draft):
    pictures = '<img alt="" src="file:///etc/hostname"><img alt="" src="http://192.0.2.1/x">'
    html = html_of(draft).replace("<h2>", f"{pictures}<h2>", 1)
    assert to_pdf(html).pages >= 3


def figures_of(node):
    """Every tagged figure below a node of the structure tree."""
    node = node.get_object()
    if isinstance(node, list):
        return [found for child in node for found in figures_of(child)]
    if not hasattr(node, "get"):
        return []
    mine = [node] if node.get("/S") == "/Figure" else []
    return mine + (figures_of(node["/K"]) if "/K" in node else [])


def test_every_picture_says_what_it_shows(draft, sheet):
    found = figures_of(PdfReader(sheet).trailer["/Root"]["/StructTreeRoot"])
    assert len(found) == len(document_of(draft).charts)
    assert all(str(node["/Alt"]) for node in found)


def test_the_sheet_declares_itself_pdf_ua(sheet):
    metadata = PdfReader(sheet).trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "pdfuaid:part" in metadata
