"""Rows of a job between reading and writing: on disk, so that memory does not grow with them."""

import pickle
import tempfile
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from crm.core.spreadsheets.importing import Row

CHUNK = 500


class WrongCell(NamedTuple):
    """A cell that could not be read."""

    column: str
    value: str
    message: str


@dataclass
class ReadRow:
    """A row with its values converted, and the cells that could not be."""

    row: Row
    wrong: list[WrongCell] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)


class Spool:
    """Keeps the rows of one sheet. Rows whose group key is equal come out together, at the place
    of the first of them; keys are compared by a 64-bit hash, so the importer compares again.
    """

    def __init__(self) -> None:
        # Open until `close`: it lives as long as the job runs.
        self._file = tempfile.TemporaryFile(prefix="district-desk-rows-")  # noqa: SIM115 - closed with the spool
        self._offsets = array("Q")
        self._keys = array("q")

    def __len__(self) -> int:
        return len(self._offsets)

    def add(self, row: ReadRow, group: tuple[Any, ...] | None) -> None:
        """Append a row; ``group`` None belongs to no group."""
        self._offsets.append(self._file.tell())
        self._keys.append(hash(group) if group is not None else 0)
        record = (row.row.number, row.row.values, row.wrong, row.texts)
        pickle.dump(record, self._file, protocol=pickle.HIGHEST_PROTOCOL)

    def chunks(self, start: int = 0) -> Iterator[list[list[ReadRow]]]:
        """Groups of rows, at most 500 rows a chunk, leaving out the first ``start`` rows."""
        chunk: list[list[ReadRow]] = []
        size = 0
        for group in self._groups(start):
            if size and size + len(group) > CHUNK:
                yield chunk
                chunk, size = [], 0
            chunk.append(group)
            size += len(group)
        if chunk:
            yield chunk

    def _groups(self, start: int) -> Iterator[list[ReadRow]]:
        following, is_first = self._links()
        seen = 0
        for index in range(len(self._offsets)):
            if not is_first[index]:
                continue
            members = [index]
            while (after := following[members[-1]]) >= 0:
                members.append(after)
            seen += len(members)
            if seen > start:
                yield [self._read(member) for member in members]

    def _links(self) -> tuple[array, bytearray]:
        """For each row the next of its group (-1: none), and whether it is the first: 9 bytes."""
        count = len(self._offsets)
        following, is_first = array("q", [-1]) * count, bytearray(b"\x01") * count
        for index, after in pairwise(sorted(range(count), key=self._keys.__getitem__)):
            if self._keys[index] and self._keys[index] == self._keys[after]:
                following[index], is_first[after] = after, 0
        return following, is_first

    def _read(self, index: int) -> ReadRow:
        self._file.seek(self._offsets[index])
        number, values, wrong, texts = pickle.load(self._file)  # noqa: S301 - our own, unlinked file
        return ReadRow(Row(number, values), wrong, texts)

    def close(self) -> None:
        """Drop the rows."""
        self._file.close()
