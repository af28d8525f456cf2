"""Page and styles of GB/T 9704 in Word: A4, 37/35/28/26 mm, size 3 on a pitch of 29 pt."""

from typing import Any

from docx.document import Document as WordFile
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FANG, KAI, HEI = "仿宋_GB2312", "楷体_GB2312", "黑体"
SONG, XIAOBIAO = "宋体", "方正小标宋简体"
TITLE, PERIOD, HEAD_LINE = "报告标题", "报告期", "报头"
SOURCE, CAPTION, IMPRINT = "资料来源", "图题", "落款"
TABLE_TEXT, LONG_TABLE_TEXT = "表内文字", "长表文字"
BLACK = RGBColor(0, 0, 0)
BODY_PITCH = 29
GRID_PITCH = "580"  # twentieths of a point: 22 lines on 225 mm
# style → (font, size, pitch, alignment, first line indented by two characters)
TEXT_STYLES = {
    TITLE: (XIAOBIAO, 22, 33, WD_ALIGN_PARAGRAPH.CENTER, False),
    PERIOD: (KAI, 16, 29, WD_ALIGN_PARAGRAPH.CENTER, False),
    HEAD_LINE: (SONG, 10.5, 18, WD_ALIGN_PARAGRAPH.LEFT, False),
    SOURCE: (SONG, 8.5, 13, WD_ALIGN_PARAGRAPH.LEFT, False),
    CAPTION: (HEI, 10.5, 16, WD_ALIGN_PARAGRAPH.CENTER, False),
    TABLE_TEXT: (SONG, 9, 15, WD_ALIGN_PARAGRAPH.LEFT, False),
    LONG_TABLE_TEXT: (SONG, 7.5, 12, WD_ALIGN_PARAGRAPH.LEFT, False),
    IMPRINT: (FANG, 12, 22, WD_ALIGN_PARAGRAPH.LEFT, False),
    "Normal": (FANG, 16, 29, WD_ALIGN_PARAGRAPH.JUSTIFY, False),
    "Body Text": (FANG, 16, 29, WD_ALIGN_PARAGRAPH.JUSTIFY, True),
    "Heading 1": (HEI, 16, 29, WD_ALIGN_PARAGRAPH.JUSTIFY, True),
    "Heading 2": (KAI, 16, 29, WD_ALIGN_PARAGRAPH.JUSTIFY, True),
}
# Reports of one page, and sheets: the text is as small as on paper (see print.css).
COMPACT = {"sheet": (12, 20), "brief": (11.5, 18)}
COMPACT_TITLE = (20, 28)
COMPACT_STYLES = ("Normal", "Body Text", "Heading 1", "Heading 2")


def set_up_styles(file: WordFile, kind: str = "") -> None:
    """Every style by name, so that Word and WPS list and change them; ``kind`` is the style of the
    document.
    """
    known = {style.name for style in file.styles}
    for name, (font, usual, wide, alignment, indented) in TEXT_STYLES.items():
        compact = kind in COMPACT and name in COMPACT_STYLES
        size, pitch = COMPACT[kind] if compact else (usual, wide)
        if kind in COMPACT and name == TITLE:
            size, pitch = COMPACT_TITLE
        style = (
            file.styles[name]
            if name in known
            else file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        )
        set_font(style, font, size)
        shape = style.paragraph_format
        shape.alignment, shape.widow_control = alignment, True
        shape.space_before = shape.space_after = Pt(0)
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch)
        shape.keep_with_next = name.startswith("Heading")
        if pitch < BODY_PITCH:
            off_the_grid(style.element)
        if indented:
            indent_two_characters(style.element)


def set_font(target: Any, font: str, size: float) -> None:
    """One face for Chinese, figures and Latin alike; black, upright."""
    target.font.size, target.font.name = Pt(size), font
    target.font.bold = target.font.italic = False
    target.font.color.rgb = BLACK
    fonts = target.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), font)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)


def off_the_grid(element: Any) -> None:
    """Small type keeps its own pitch instead of the page's 22 lines."""
    snap = OxmlElement("w:snapToGrid")
    snap.set(qn("w:val"), "0")
    properties = element.get_or_add_pPr()
    # The schema asks for it before the spacing.
    properties.insert_element_before(snap, "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def indent_two_characters(element: Any) -> None:
    """First line two characters in, whatever the size of the type."""
    indent = element.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), "200")
    indent.set(qn("w:firstLine"), "640")


def set_up_page(file: WordFile, running_head: str, stamp: str) -> None:
    """Margins, line grid, running head, and — 1 — outside: odd right, even left."""
    section = file.sections[0]
    section.start_type = WD_SECTION.NEW_PAGE
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(30), Mm(25)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), GRID_PITCH)
    file.settings.odd_and_even_pages_header_footer = True
    for header in (section.header, section.even_page_header):
        paragraph = header.paragraphs[0]
        paragraph.style = file.styles[SOURCE]
        paragraph.text = "　　".join(words for words in (running_head, stamp) if words)
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        paragraph.style = file.styles["Normal"]
        paragraph.alignment = side
        add_page_number(paragraph)


def add_page_number(paragraph: Any) -> None:
    """— 1 —, size 4, one character from the edge."""
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
    for kind, text in (("text", "— "), ("field", "PAGE"), ("text", " —")):
        run = paragraph.add_run(text if kind == "text" else "")
        set_font(run, SONG, 14)
        if kind == "field":
            add_field(run, text)


def add_field(run: Any, instruction: str) -> None:
    """A field that Word computes."""
    for mark in ("begin", "", "separate", "shown", "end"):
        if mark == "":
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = f" {instruction} "
        elif mark == "shown":
            part = OxmlElement("w:t")
            part.text = "1"
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), mark)
        run._r.append(part)
