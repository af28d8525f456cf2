"""From the document to the .docx."""

import datetime as dt
from dataclasses import replace
from io import BytesIO

import docx
from docx.document import Document as WordFile
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from crm.reports.layout import Block, Chart, Document, Items, Paragraph, Run, Table
from crm.reports.printing import Imprint
from crm.reports.word.pictures import to_png
from crm.reports.word.styles import (
    CAPTION,
    HEAD_LINE,
    HEI,
    IMPRINT,
    PERIOD,
    SOURCE,
    TITLE,
    set_font,
    set_up_page,
    set_up_styles,
)
from crm.reports.word.tables import add_table

TEXT_WIDTH = Mm(156)
BODY, HEADING, SUBHEADING = "Body Text", "Heading 1", "Heading 2"


def to_docx(document: Document, imprint: Imprint) -> bytes:
    """The whole report; takes about a second a chart, so not inside a transaction."""
    file = docx.Document()
    set_up_styles(file, document.style)
    set_up_page(file, document.running_head, imprint.stamp)
    _head(file, document, imprint)
    for section in document.sections:
        if section.title:
            heading = file.add_paragraph(section.heading, style=HEADING)
            heading.paragraph_format.page_break_before = section.page
        for block in section.blocks:
            _block(file, block)
    _sign(file, document, imprint)
    _properties(file, document, imprint)
    buffer = BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def _head(file: WordFile, document: Document, imprint: Imprint) -> None:
    for line in document.title:
        file.add_paragraph(line, style=TITLE)
    if document.period:
        file.add_paragraph(document.period, style=PERIOD)
    words = "　　".join([imprint.number_line, imprint.as_of_line, imprint.issue_line])
    line = file.add_paragraph(words, style=HEAD_LINE)
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    borders = OxmlElement("w:pBdr")
    rule = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "8"), ("space", "3"), ("color", "000000")):
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)
    line._p.get_or_add_pPr().append(borders)


def _block(file: WordFile, block: Block) -> None:
    if isinstance(block, Paragraph):
        _paragraphs(file, block)
    elif isinstance(block, Table):
        add_table(file, block)
    elif isinstance(block, Items):
        for index, item in enumerate(block.items, 1):
            _paragraphs(file, replace(item, runs=[Run(f"{index}. "), *item.runs]))
    elif isinstance(block, Chart):
        _chart(file, block)
    else:
        add_table(file, block.data)


def _paragraphs(file: WordFile, block: Paragraph) -> None:
    for line in block.lines:
        usual = SOURCE if block.style == "source" else BODY
        paragraph = file.add_paragraph(style=SUBHEADING if line.is_heading else usual)
        for run in line.runs:
            words = paragraph.add_run(run.text)
            if run.strong or block.style == "answer":
                set_font(words, HEI, paragraph.style.font.size.pt)


def _chart(file: WordFile, chart: Chart) -> None:
    picture = to_png(chart.svg)
    if picture is None:
        add_table(file, replace(chart.data, number=chart.number, name=chart.name))
        file.add_paragraph(chart.source, style=SOURCE)
        return
    holder = file.add_paragraph(style=CAPTION)
    holder.paragraph_format.line_spacing = 1.0
    holder.paragraph_format.keep_with_next = True
    shape = holder.add_run().add_picture(BytesIO(picture), width=TEXT_WIDTH)
    words = shape._inline.docPr
    words.set("descr", chart.heading)
    if chart.titled:
        caption = file.add_paragraph(chart.heading, style=CAPTION)
        caption.paragraph_format.keep_with_next = True
        source = file.add_paragraph(chart.source, style=SOURCE)
        source.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _sign(file: WordFile, document: Document, imprint: Imprint) -> None:
    """Signatures, and with the whole report its dates and hash."""
    names = (
        ("填报", imprint.drafted_by),
        ("审核", imprint.reviewed_by),
        ("签发", imprint.issued_by),
    )
    if document.closing != "nothing":
        row = file.add_table(1, len(names))
        row.alignment = WD_TABLE_ALIGNMENT.CENTER
        for cell, (role, name) in zip(row.rows[0].cells, names, strict=True):
            cell.paragraphs[0].style = IMPRINT
            cell.paragraphs[0].add_run(f"{role}：{name}")
    if document.closing == "all":
        for words in (imprint.dates_line, imprint.snapshot_line, f"SHA-256 {imprint.sha256}"):
            file.add_paragraph(words, style=SOURCE)


def _properties(file: WordFile, document: Document, imprint: Imprint) -> None:
    facts = file.core_properties
    facts.title, facts.author = "".join(document.title) + document.period, imprint.drafted_by
    facts.subject, facts.comments = imprint.name, "数字来自报告快照，正文可在送审前修改。"
    facts.language, facts.keywords = "zh-CN", imprint.stamp
    facts.created = facts.modified = dt.datetime.fromisoformat(imprint.frozen_at)
