"""A reader of .xlsx that holds one row at a time, however long the sheet is.

openpyxl's read-only mode is five times slower and calamine keeps the whole sheet; here the XML of
the
sheet streams through expat. Only the shared strings stay, and long lists of them lie on disk.
"""

import datetime as dt
import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from crm.core.spreadsheets.books import Line, Merge, fill_merged, unreadable
from crm.core.spreadsheets.shared_strings import SharedStrings

CHUNK = 1 << 18
MAX_UNPACKED = 2 * 1024**3
MAX_COLUMNS = 1024
MAX_TEXT = 1 << 17  # four times what Excel lets a cell hold
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_END_OF_ROWS = re.compile(rb"</(?:\w+:)?sheetData>|<(?:\w+:)?sheetData\s*/>")
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
EPOCH_1900, EPOCH_1904 = dt.datetime(1899, 12, 30), dt.datetime(1904, 1, 1)  # noqa: DTZ001 - as Excel stores


class XlsxBook:
    """An open .xlsx. Raises Refused when the file is none, is damaged or unpacks to a bomb."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
            if sum(entry.file_size for entry in self._zip.infolist()) > MAX_UNPACKED:
                raise unreadable()
            self._targets = self._relations("xl/_rels/workbook.xml.rels")
            book = self._tree("xl/workbook.xml")
            self._date_styles = self._read_date_styles()
            self._strings = SharedStrings(self._string_items())
        except (
            zipfile.BadZipFile,
            KeyError,
            ElementTree.ParseError,
            expat.ExpatError,
            ValueError,
        ) as error:
            raise unreadable() from error
        properties = next((item for item in book.iter() if _local(item.tag) == "workbookPr"), None)
        shifted = properties is not None and properties.get("date1904") in ("1", "true")
        self.epoch = EPOCH_1904 if shifted else EPOCH_1900
        self._sheets = [
            (item.get("name") or "", item.get(RELATION) or item.get(STRICT_RELATION) or "")
            for item in book.iter()
            if _local(item.tag) == "sheet"
        ]

    def sheets(self) -> list["XlsxSheet"]:
        """The worksheets in order; chart sheets are left out."""
        found = []
        for name, relation in self._sheets:
            member = self._targets.get(relation, "")
            if "worksheets/" in member and member in self._zip.namelist():
                found.append(XlsxSheet(self, name, member))
        return found

    def close(self) -> None:
        """Let the file go."""
        self._zip.close()
        self._strings.close()

    def _tree(self, member: str) -> ElementTree.Element:
        data = self._zip.read(member)
        if b"<!DOCTYPE" in data:
            raise unreadable()
        return ElementTree.fromstring(data)  # noqa: S314 - no document type, expat expands nothing else

    def _relations(self, member: str) -> dict[str, str]:
        targets = {}
        for item in self._tree(member):
            target = item.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            targets[item.get("Id", "")] = posixpath.normpath(path)
        return targets

    def _read_date_styles(self) -> frozenset[str]:
        if "xl/styles.xml" not in self._zip.namelist():
            return frozenset()
        tree = self._tree("xl/styles.xml")
        dates = {str(number) for number in BUILT_IN_DATES}
        for item in tree.iter():
            if _local(item.tag) == "numFmt" and _is_date_format(item.get("formatCode", "")):
                dates.add(item.get("numFmtId", ""))
        formats = next((item for item in tree.iter() if _local(item.tag) == "cellXfs"), None)
        styles = () if formats is None else formats
        return frozenset(
            str(at) for at, style in enumerate(styles) if style.get("numFmtId") in dates
        )

    def _string_items(self) -> Iterator[str]:
        if "xl/sharedStrings.xml" in self._zip.namelist():
            with self._zip.open("xl/sharedStrings.xml") as stream:
                yield from _StringParser().parse(stream)


class XlsxSheet:
    """One worksheet; ``lines`` streams it anew each time."""

    def __init__(self, book: XlsxBook, name: str, member: str) -> None:
        self.name = name
        self._book, self._member = book, member

    def lines(self) -> Iterator[Line]:
        """Rows from the first; rows that the file leaves out are left out here too."""
        merges = self._merges()
        with self._book._zip.open(self._member) as stream:
            lines = _SheetParser(self._book).parse(stream)
            yield from fill_merged(lines, merges)

    def _merges(self) -> list[Merge]:
        # They stand behind the rows in the file and are needed before them.
        tail, behind = b"", False
        with self._book._zip.open(self._member) as stream:
            while chunk := stream.read(CHUNK):
                tail += chunk
                if not behind:
                    end = _END_OF_ROWS.search(tail)
                    behind, tail = end is not None, tail[end.start() if end else -32 :]
        return [
            Merge(int(top), _column(left.decode()), int(bottom), _column(right.decode()))
            for left, top, right, bottom in _MERGE.findall(tail)
        ]


class _SheetParser:
    """Turns the XML of a sheet into lines; fed in chunks so that no more than a chunk is held."""

    def __init__(self, book: XlsxBook) -> None:
        self._strings, self._epoch, self._dates = book._strings, book.epoch, book._date_styles
        self._done: list[Line] = []
        self._cells: list[Any] = []
        self._number = self._column = 0
        self._type = self._style = ""
        self._text: list[str] = []

    def parse(self, stream: Any) -> Iterator[Line]:
        """The lines of the sheet; raises Refused when the XML is broken."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = _refuse_doctype
        self._parser, self._hear = parser, self._text.append
        try:
            while chunk := stream.read(CHUNK):
                parser.Parse(chunk, False)
                _refuse_endless(self._text)
                yield from self._taken()
            parser.Parse(b"", True)
        except (expat.ExpatError, zipfile.BadZipFile, ValueError) as error:
            raise unreadable() from error
        yield from self._taken()

    def _taken(self) -> list[Line]:
        done, self._done = self._done, []
        return done

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "v" or tag == "t":
            self._parser.CharacterDataHandler = self._hear
        elif tag == "c":
            self._column = _column_of(attributes["r"]) if "r" in attributes else self._column + 1
            self._type, self._style = attributes.get("t", "n"), attributes.get("s", "")
        elif tag == "row":
            self._number = int(attributes.get("r") or self._number + 1)
            self._cells, self._column = [], 0
        elif tag == "rPh":
            self._hear = _ignore
        elif ":" in tag:
            self._start(tag.rpartition(":")[2], attributes)

    def _end(self, tag: str) -> None:
        if tag == "v" or tag == "t":
            self._parser.CharacterDataHandler = None
        elif tag == "c":
            if self._text:
                self._place(self._value("".join(self._text)))
                self._text.clear()
        elif tag == "row":
            self._done.append(Line(self._number, self._cells))
        elif tag == "rPh":
            self._hear = self._text.append
        elif ":" in tag:
            self._end(tag.rpartition(":")[2])

    def _place(self, value: Any) -> None:
        cells, column = self._cells, self._column
        missing = column - len(cells)
        if missing == 1:
            cells.append(value)
        elif 0 < column <= MAX_COLUMNS:
            cells.extend([None] * missing)
            cells[column - 1] = value

    def _value(self, text: str) -> Any:
        if self._type == "s":
            return self._strings[int(text)]
        if self._type in ("str", "inlineStr", "e"):
            return text
        if self._type == "b":
            return text == "1"
        if self._type == "d":
            return dt.datetime.fromisoformat(text.removesuffix("Z"))
        number = float(text)
        if self._style in self._dates and 0 <= number < 2_958_466:
            return self._epoch + dt.timedelta(days=number)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _ignore(data: str) -> None:
    """Hints of pronunciation are no text."""


def _refuse_endless(text: list[str]) -> None:
    """What stands in the cell that is being read, over a few chunks at most."""
    if sum(map(len, text)) > MAX_TEXT:
        raise ValueError("a cell never holds so much text")


def _refuse_doctype(*_arguments: Any) -> None:
    raise ValueError("a document type has no place in a sheet")


class _StringParser:
    """Shared strings in order; the phonetic hints beside Chinese and Japanese text are left out."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._text: list[str] = []
        self._depth = 0

    def parse(self, stream: Any) -> Iterator[str]:
        """The strings, a chunk of XML at a time."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = _refuse_doctype
        self._parser = parser
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk, False)
            _refuse_endless(self._text)
            done, self._done = self._done, []
            yield from done
        yield from self._done

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "rPh":
            self._depth += 1
        elif name == "t" and not self._depth:
            self._parser.CharacterDataHandler = self._text.append

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "t":
            self._parser.CharacterDataHandler = None
        elif name == "rPh":
            self._depth -= 1
        elif name == "si":
            self._done.append("".join(self._text))
            self._text.clear()


def _is_date_format(code: str) -> bool:
    bare = _QUOTED.sub("", code).lower()
    return "general" not in bare and any(letter in bare for letter in "ymdh年月日")


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _column_of(reference: str) -> int:
    return _column(reference.rstrip("0123456789"))


_COLUMNS: dict[str, int] = {}


def _column(letters: str) -> int:
    if letters not in _COLUMNS:
        number = 0
        for letter in letters:
            number = number * 26 + ord(letter) - 64
        _COLUMNS[letters] = number
    return _COLUMNS[letters]
