"""Text tables: UTF-8 with or without a mark, UTF-16 as Excel saves it, GB18030; comma, semicolon
or tab.
"""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path

from crm.core.spreadsheets.books import Line, unreadable

ENCODINGS = ("utf-8-sig", "gb18030")
CHUNK = 1 << 20
csv.field_size_limit(1 << 20)


class DelimitedBook:
    """A .csv as a book of one sheet."""

    def __init__(self, path: Path, name: str) -> None:
        self._sheet = DelimitedSheet(path, Path(name).stem)

    def sheets(self) -> list["DelimitedSheet"]:
        """The one sheet, named after the file."""
        return [self._sheet]

    def close(self) -> None:
        """Nothing is held open between readings."""


class DelimitedSheet:
    """Rows of a text table; row numbers count records, so that they equal Excel's."""

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        self._path = path
        self.encoding = encoding_of(path)
        with path.open(encoding=self.encoding, newline="") as handle:
            self._delimiter = _delimiter(handle.read(8192))

    def lines(self) -> Iterator[Line]:
        """Records in order; empty cells are None."""
        with self._path.open(encoding=self.encoding, newline="") as handle:
            reader = csv.reader(handle, delimiter=self._delimiter)
            try:
                for number, cells in enumerate(reader, start=1):
                    yield Line(number, [cell if cell.strip() else None for cell in cells])
            except csv.Error as error:
                raise unreadable(str(error)) from error


def encoding_of(path: Path) -> str:
    """The first encoding that reads the whole file; raises Refused when none does."""
    with path.open("rb") as handle:
        mark = handle.read(2)
    if mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    for encoding in ENCODINGS:
        if _decodes(path, encoding):
            return encoding
    raise unreadable()


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as handle:
        try:
            while chunk := handle.read(CHUNK):
                if "\x00" in decoder.decode(chunk):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _delimiter(head: str) -> str:
    counts = {mark: head.count(mark) for mark in (",", "\t", ";")}
    best = max(counts, key=lambda mark: counts[mark])
    return best if counts[best] else ","
