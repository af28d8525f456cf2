"""Reading printed sheets: their text, and whether all that a document says stands in it."""

import re
import subprocess

from crm.reports.fonts import require_fonts
from crm.reports.pdf import to_pdf
from crm.reports.printing import html_of

# The type area of a GB/T 9704 page in points: without running head and foot.
TYPE_AREA = ("-x", "79", "-y", "104", "-W", "443", "-H", "640")


def squeezed(text):
    """Without any white space, since lines break anywhere in Chinese."""
    return re.sub(r"\s", "", text)


def text_of(path, *options):
    """The text of a PDF."""
    found = subprocess.run(
        ["pdftotext", "-raw", *options, str(path), "-"], capture_output=True, text=True, check=True
    )
    return squeezed(found.stdout)


def print_to(snapshot, path):
    """The draft on paper; gives the printed file's facts."""
    snapshot.font_set = require_fonts()
    printed = to_pdf(html_of(snapshot))
    path.write_bytes(printed.content)
    return printed


def assert_all_printed(document, path):
    """Every word and figure of the document stands on the sheet."""
    text = text_of(path, *TYPE_AREA)
    words = [section.title for section in document.sections]
    for block in document.blocks:
        if block.kind == "paragraph":
            words.append(block.text)
        elif block.kind == "items":
            words += [item.text for item in block.items]
        elif block.kind == "headlines":
            words += [f"{one.label}{one.cell.text}{one.unit}{one.note}" for one in block.items]
        elif block.kind == "facts":
            words += [f"{name}{cell.text}" for name, cell in block.pairs]
        elif block.kind == "table":
            words += [block.heading, block.source] if block.titled else [block.source]
            words += [cell.text for row in block.rows for cell in row.cells]
        elif block.titled:
            words += [block.heading, block.source]
    for word in words:
        assert squeezed(word) in text, word
