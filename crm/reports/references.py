"""``[[ladder]]`` in a note or a sentence stands for the number of the table of that key: 表7."""

import re
from collections.abc import Callable

from crm.reports.layout import Cell, Chart, Document, Items, Paragraph, Run, Table

PutIn = Callable[[str], str]
REFERENCE = re.compile(r"\[\[(\w+)\]\]")


def resolve(document: Document) -> Document:
    """Put the numbers in, everywhere; KeyError when a note names a table that is not there."""
    numbers = {table.key: table.number for table in document.tables}

    def put_in(text: str) -> str:
        return REFERENCE.sub(lambda match: numbers[match[1]], text)

    for block in document.blocks:
        if isinstance(block, Table):
            _table(block, put_in)
        elif isinstance(block, Chart):
            block.source = put_in(block.source)
        elif isinstance(block, Paragraph):
            _paragraph(block, put_in)
        elif isinstance(block, Items):
            for item in block.items:
                _paragraph(item, put_in)
    return document


def _table(table: Table, put_in: PutIn) -> None:
    table.source, table.empty = put_in(table.source), put_in(table.empty)
    for row in table.rows:
        for cell in row.cells:
            _cell(cell, put_in)


def _cell(cell: Cell, put_in: PutIn) -> None:
    if isinstance(cell.value, str):
        cell.value = put_in(cell.value)


def _paragraph(paragraph: Paragraph, put_in: PutIn) -> None:
    paragraph.template = put_in(paragraph.template)
    runs: list[Run] = [*paragraph.runs, *paragraph.figures.values()]
    for run in runs:
        run.text = put_in(run.text)
