"""The editable document: page and styles of GB/T 9704, every word, heads that repeat."""

from io import BytesIO

import docx
import pytest
from django.urls import reverse
from docx.oxml.ns import qn
from PIL import Image

from crm.core.models import Event
from crm.reports.printing import document_of, imprint_of
from crm.reports.word import pictures, to_docx
from tests.reports.test_command import MONTHLY, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_pictures(monkeypatch):
    monkeypatch.setattr(pictures.shutil, "which", lambda program: None)


@pytest.fixture
def file(draft, no_pictures):
    return docx.Document(BytesIO(to_docx(document_of(draft), imprint_of(draft))))


def texts(file):
    """All words of the file, tables included, blanks left out."""
    cells = [
        cell.text
        for table in file.tables
        for row in table.rows
        for cell in dict.fromkeys(row.cells)
    ]
    return "".join([*(paragraph.text for paragraph in file.paragraphs), *cells])


def test_the_page_is_that_of_gb_t_9704(file):
    section = file.sections[0]
    margins = (
        section.top_margin,
        section.bottom_margin,
        section.left_margin,
        section.right_margin,
    )
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert file.settings.odd_and_even_pages_header_footer


@pytest.mark.parametrize(
    ("style", "font", "size", "pitch"),
    [
        ("Body Text", "仿宋_GB2312", 16, 29),
        ("Heading 1", "黑体", 16, 29),
        ("Heading 2", "楷体_GB2312", 16, 29),
        ("报告标题", "方正小标宋简体", 22, 33),
    ],
)
def test_styles_have_the_faces_and_the_pitch(file, style, font, size, pitch):
    found = file.styles[style]
    faces = found.element.rPr.rFonts
    assert {faces.get(qn(f"w:{script}")) for script in ("ascii", "eastAsia")} == {font}
    assert found.font.size.pt == size
    assert found.paragraph_format.line_spacing.pt == pitch


def test_page_numbers_stand_outside_between_dashes(file):
    odd, even = file.sections[0].footer, file.sections[0].even_page_footer
    assert odd.paragraphs[0].text == even.paragraphs[0].text == "— 1 —"
    assert odd.paragraphs[0].alignment != even.paragraphs[0].alignment
    assert "PAGE" in odd._element.xml


def test_every_word_and_figure_of_the_document_is_there(draft, file):
    found, document = texts(file), document_of(draft)
    for block in document.blocks:
        if block.kind == "paragraph":
            assert all(line.text in found for line in block.lines)
        elif block.kind == "table":
            words = [cell.text for row in block.rows for cell in row.cells]
            for word in [f"{block.number} {block.name}", block.source, *words]:
                assert word in found, (block.key, word)
    assert draft.sha256 in found


def test_heads_repeat_and_no_row_breaks(file):
    for table in file.tables[:-1]:
        rows = [row._tr.trPr for row in table.rows]
        assert rows[0].find(qn("w:tblHeader")) is not None
        assert rows[-1].find(qn("w:tblHeader")) is None
        assert all(row.find(qn("w:cantSplit")) is not None for row in rows)


@pytest.mark.slow
def test_charts_are_pictures_with_their_names_for_the_ear(draft):
    file = docx.Document(BytesIO(to_docx(document_of(draft), imprint_of(draft))))
    charts = document_of(draft).charts
    shapes = file.inline_shapes
    assert len(shapes) == len(charts)
    assert shapes[0]._inline.docPr.get("descr") == f"{charts[0].number} {charts[0].name}"


@pytest.mark.slow
def test_a_picture_fills_the_page_of_its_size(draft, tmp_path):
    path = tmp_path / "chart.png"
    path.write_bytes(pictures.to_png(document_of(draft).charts[0].svg))
    found = Image.open(path)
    assert (found.format, found.width) == ("PNG", round(442 / 72 * 220))


def test_the_download_is_a_docx_and_an_event(client, people, draft, no_pictures):
    client.force_login(people.manager)
    answer = client.get(reverse("desk:reports:docx", args=[draft.slug]))
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert docx.Document(BytesIO(answer.content)).paragraphs
    assert Event.objects.filter(name="reports.exported", actor=people.manager).exists()


def test_the_command_writes_it(ledger, quick_printer, no_pictures, tmp_path):
    path = tmp_path / "a.docx"
    _answer, refused = report(*MONTHLY, "--docx", path)
    assert not refused
    assert docx.Document(path).tables
