"""The string table of an .xlsx: in memory while short, on disk when long."""

import tempfile
from array import array
from collections.abc import Iterable
from functools import lru_cache

IN_MEMORY = 20_000


class SharedStrings:
    """Strings by index. Beyond ``IN_MEMORY`` of them the rest lie in a file, eight bytes each
    here.
    """

    def __init__(self, items: Iterable[str]) -> None:
        self._near: list[str] = []
        self._ends = array("Q", [0])
        # Open as long as the book is: `close` ends it.
        self._file = tempfile.TemporaryFile(prefix="district-desk-strings-")  # noqa: SIM115 - closed with the strings
        for item in items:
            if len(self._near) < IN_MEMORY:
                self._near.append(item)
            else:
                data = item.encode("utf-8", "surrogatepass")
                self._file.write(data)
                self._ends.append(self._ends[-1] + len(data))
        self._far = lru_cache(maxsize=4096)(self._read)

    def __getitem__(self, index: int) -> str:
        return self._near[index] if index < len(self._near) else self._far(index - len(self._near))

    def _read(self, index: int) -> str:
        start, end = self._ends[index], self._ends[index + 1]
        self._file.seek(start)
        return self._file.read(end - start).decode("utf-8", "surrogatepass")

    def close(self) -> None:
        """Drop the file."""
        self._file.close()
