"""入库: 累计, 在库 and 新增 of the default library, three figures that are never added up."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from crm.desk.svg import screen_split
from crm.projects.models import LibraryEntry
from crm.projects.seeds import DEFAULT_LIBRARY
from crm.reports.formats import share


@dataclass(frozen=True)
class LibraryFigures:
    """Of one day; ``year`` is the last whole year, ``entered`` what came in it, of which
    ``landed`` and ``signed`` had by the day; ``this_year`` came since.
    """

    day: dt.date
    year: int
    total: int
    present: int
    left: dict[str, int]
    entered: int
    landed: int
    signed: int
    this_year: int

    @property
    def gone(self) -> int:
        """出库."""
        return self.total - self.present

    @property
    def part_of_all(self) -> Decimal | None:
        """What came in the year, of all."""
        return share(self.entered, self.total)

    @property
    def landing_rate(self) -> Decimal | None:
        """落地率 by what entered in the year."""
        return share(self.landed, self.entered)

    @property
    def landing_rate_of_signed(self) -> Decimal | None:
        """落地率 by what was signed of it."""
        return share(self.landed, self.signed)

    @property
    def left_words(self) -> str:
        """出库 by reason."""
        names = dict(LibraryEntry.LeaveReason.choices)
        unsaid = _("no reason given")
        return "，".join(f"{names.get(key, unsaid)} {number}" for key, number in self.left.items())

    @property
    def stock_picture(self) -> SafeString:
        """在库 and 出库 as parts of 累计."""
        parts = [
            (_("in the library %(n)d") % {"n": self.present}, self.present, "pri"),
            (_("left %(n)d") % {"n": self.gone}, self.gone, "neu2"),
        ]
        return screen_split(parts, "，".join(words for words, _size, _css in parts))

    @property
    def landing_picture(self) -> SafeString:
        """已落地 and 未落地 of the year's."""
        open_ = self.entered - self.landed
        parts = [
            (_("landed %(n)d") % {"n": self.landed}, self.landed, "pos"),
            (_("not landed %(n)d") % {"n": open_}, open_, "bg"),
        ]
        return screen_split(parts, "，".join(words for words, _size, _css in parts))

    @property
    def urls(self) -> dict[str, str]:
        """The rows behind each figure."""
        listed, day = reverse("desk:projects:list"), self.day.isoformat()

        def rows(**query: str) -> str:
            return f"{listed}?{urlencode(query)}"

        return {
            "total": rows(entered_before=day),
            "present": rows(present_on=day),
            "entered": rows(
                entered_after=f"{self.year}-01-01", entered_before=f"{self.year}-12-31"
            ),
            "this_year": rows(entered_after=f"{self.day.year}-01-01", entered_before=day),
        }


def library_figures(user: Any, day: dt.date) -> LibraryFigures | None:
    """The figures of what this person sees; None without any entry. One query."""
    year = day.year if (day + dt.timedelta(days=1)).year > day.year else day.year - 1
    stays = Q(left_on__isnull=True) | Q(left_on__gt=day)
    of_year = Q(entered_on__year=year)
    counts = {
        "total": Count("pk"),
        "present": Count("pk", filter=stays),
        "entered": Count("pk", filter=of_year),
        "landed": Count("pk", filter=of_year & Q(project__landed_on__lte=day)),
        "signed": Count("pk", filter=of_year & Q(project__signed_on__lte=day)),
        "this_year": Count("pk", filter=Q(entered_on__year=day.year)),
    }
    reasons = [*LibraryEntry.LeaveReason.values, ""]
    counts |= {
        f"left_{reason}": Count("pk", filter=~stays & Q(leave_reason=reason)) for reason in reasons
    }
    rows = LibraryEntry.objects.visible_to(user).cumulative(DEFAULT_LIBRARY, day)
    found = rows.aggregate(**counts)
    if not found["total"]:
        return None
    left = {reason: found.pop(f"left_{reason}") for reason in reasons}
    kept = {reason: number for reason, number in left.items() if number}
    return LibraryFigures(day=day, year=year, left=kept, **found)
