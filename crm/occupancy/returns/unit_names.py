"""Units as operators write them: with 室, behind the building's name, several in a cell."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from crm.occupancy.models import Unit
from crm.occupancy.returns.ledger import LedgerBook

_PARTS = re.compile(r"[\s,，、;；/+＋]+")
_RANGE = re.compile(r"^(\S+?)\s*([-–—~～]|至|到)\s*(\S+)$")
_NOISE = re.compile(r"(室|号房|号|房间|房|单元|铺)$")


class UnitNames:
    """The units of one building by everything that they are called."""

    def __init__(self, book: LedgerBook) -> None:
        self.book = book
        self._by_key = {_key(unit.number): unit for unit in book.units}

    def one(self, text: Any) -> Unit | None:
        """By number; the building's name before it and leading zeros do not matter."""
        for candidate in self._spellings(_key(str(text or ""))):
            for spelling in (candidate, candidate.zfill(4), candidate.lstrip("0")):
                if spelling in self._by_key:
                    return self._by_key[spelling]
        return None

    def parts(self, text: Any) -> list[Unit | None]:
        """Several numbers parted by 、 and the like; None for each that is unknown."""
        return [self.one(part) for part in _PARTS.split(str(text or "").strip()) if part]

    def several(self, text: Any) -> list[Unit | None]:
        """The unit of a cell, or all that it names: 1101、1102 or 1101-1105 on one floor. Empty
        when one of them is unknown.
        """
        single = self.one(text)
        if single is not None:
            return [single]
        found = self.parts(text)
        if len(found) > 1 and None not in found:
            return list(dict.fromkeys(found))
        return list(self._between(str(text or "").strip()))

    def unknown(self) -> str:
        """What is said about a number that nobody knows."""
        numbers = "、".join(unit.number for unit in self.book.units[:8])
        return _("No such unit in %(building)s. It has %(numbers)s …") % {
            "building": self.book.building,
            "numbers": numbers,
        }

    def _spellings(self, key: str) -> Iterator[str]:
        if not key:
            return
        yield key
        for prefix in (self.book.building.name, self.book.building.code):
            start = _key(prefix)
            if start and key.startswith(start):
                yield key[len(start) :]
        tail = re.search(r"[座栋楼](\w+)$", key)
        if tail is not None:
            yield tail[1]

    def _between(self, text: str) -> Iterator[Unit]:
        match = _RANGE.match(text)
        first = self.one(match[1]) if match else None
        if match is None or first is None:
            return
        last = self.one(match[3])
        if last is None and match[2] not in "-–—":  # 1101-2 is a part of 1101, 1101至05 is not
            last = self.one(first.number[: -len(match[3])] + match[3])
        if last is None or last.floor_id != first.floor_id:
            return
        for unit in sorted(self.book.units, key=lambda one: one.number):
            if unit.floor_id == first.floor_id and first.number <= unit.number <= last.number:
                yield unit


def _key(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    return re.sub(r"[\s\-—_.]+", "", _NOISE.sub("", folded))
