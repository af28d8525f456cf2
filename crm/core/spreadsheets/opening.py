"""Choosing the reader by name and by what the first bytes say."""

from pathlib import Path

from crm.core.spreadsheets.books import Book, suffix_of, unreadable
from crm.core.spreadsheets.delimited import DelimitedBook
from crm.core.spreadsheets.legacy import LegacyBook
from crm.core.spreadsheets.xlsx import XlsxBook

ZIP, OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
READABLE = ("xlsx", "xlsm", "csv", "txt", "xls", "et")


def open_book(path: Path, name: str = "") -> Book:
    """Open a spreadsheet; ``name`` is the name it came under, when the path is another.

    What the bytes are counts, not what the name claims: a .xls that is a .xlsx inside opens. Raises
    Refused for anything else.
    """
    name = name or path.name
    try:
        with path.open("rb") as handle:
            head = handle.read(8)
    except OSError as error:
        raise unreadable(str(error.strerror)) from error
    if head.startswith(ZIP):
        return XlsxBook(path)
    if head.startswith(OLE):
        return LegacyBook(path)
    if suffix_of(name) not in READABLE:
        raise unreadable()
    return DelimitedBook(path, name)
