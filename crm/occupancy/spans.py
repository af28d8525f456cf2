"""From one day to another, as an address says it: days or months, and a place."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from crm.core.errors import Refused
from crm.occupancy import places
from crm.occupancy.days import month_end, month_ends_up_to, read_day
from crm.occupancy.models import Building, Zone
from crm.occupancy.places import Place

_MONTH = re.compile(r"(\d{4})\D+(\d{1,2})\D*$")


@dataclass(frozen=True)
class Span:
    """``start`` and ``end`` are both as of the end of the day; what happened on ``start`` itself
    is no part of the change.
    """

    start: dt.date
    end: dt.date

    def query(self, place: Place, **more: str) -> str:
        """The same as an address says it, with more conditions."""
        parts = {"from": self.start.isoformat(), "to": self.end.isoformat()}
        if not place.is_district:
            parts["place"] = place.code
        return urlencode({**parts, **more})


@dataclass(frozen=True)
class Preset:
    """A span that people ask for by name; ``current`` when it is the one shown."""

    key: str
    label: Any
    span: Span
    current: bool


def read_moment(text: str) -> dt.date | None:
    """A day, or for a month its last day; None when it cannot be read."""
    match = _MONTH.match(text.strip())
    if match is None:
        return read_day(text)
    first = read_day(f"{match[1]}-{match[2]}-1")
    return None if first is None else month_end(first)


def read_span(query: Any, today: dt.date) -> Span:
    """``from`` and ``to`` of the address, in order; without them the last month that has ended.

    A day ahead of ``today`` counts as today: nobody knows who will sit where.
    """
    last = month_ends_up_to(today, 1)[0]
    end = min(read_moment(query.get("to", "")) or last, today)
    start = min(read_moment(query.get("from", "")) or month_before(end), today)
    return Span(*sorted((start, end)))


def presets(span: Span) -> list[Preset]:
    """环比, 同比 and 年初以来, each up to the end of the span."""
    end = span.end
    starts = {
        "month": (_("Month on month"), month_before(end)),
        "year": (_("Year on year"), year_before(end)),
        "to_date": (_("Since the beginning of the year"), dt.date(end.year - 1, 12, 31)),
    }
    return [
        Preset(key, label, Span(start, end), start == span.start)
        for key, (label, start) in starts.items()
    ]


def month_before(day: dt.date) -> dt.date:
    """The end of the month before."""
    return day.replace(day=1) - dt.timedelta(days=1)


def year_before(day: dt.date) -> dt.date:
    """The same day a year earlier; a month's end stays one."""
    if month_end(day) == day:
        return month_end(day.replace(year=day.year - 1, day=1))
    return day.replace(year=day.year - 1)


@dataclass(frozen=True)
class Asked:
    """The place of an address; ``unknown`` is a code that this person has no place for."""

    place: Place
    unknown: str = ""


def read_place(query: Any, user: Any) -> Asked:
    """``place`` of the address, else all that the person sees."""
    code = query.get("place", "").strip()
    try:
        return Asked(places.place_of(code, user))
    except Refused:
        return Asked(places.district(user), code)


def choices(user: Any) -> list[tuple[Any, list[tuple[str, str]]]]:
    """Zones and buildings to choose from, in groups: two queries."""
    zones = Zone.objects.visible_to(user).order_by("code").values_list("code", "name")
    buildings = Building.objects.visible_to(user).order_by("code").values_list("code", "name")
    return [(_("Zones"), list(zones)), (_("Buildings"), list(buildings))]
