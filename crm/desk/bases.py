"""What the pictures of the overview mean: formula, scope and day behind each ⓘ."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from crm.core.clock import today
from crm.desk.overview import Overview


@dataclass(frozen=True)
class Basis:
    """The same as a figure's, for a panel."""

    name: Any
    basis: Any
    scope: Any
    as_of: dt.date
    numerator: Any = ""
    denominator: Any = ""
    source: Any = ""


def bases(seen: Overview) -> dict[str, Basis]:
    """By panel."""
    place, day = seen.month.place, seen.month.as_of
    words = {
        "trend": (_("Trend of occupancy"), _trend()),
        "change": (_("The year's change, split"), _change()),
        "inward": (_("Moved in this month"), _inward()),
        "outward": (_("Moved out this month"), _outward()),
        "expiries": (
            _("Leases by their end"),
            _("area of let units by the last day of their lease, counted from that day"),
        ),
        "library": (_("In the library"), _library()),
    }
    found = {key: Basis(name, basis, place, day) for key, (name, basis) in words.items()}
    found["stages"] = Basis(
        _("Projects under way by stage"),
        _("projects neither paused, ended nor handed over; intended and contracted investment"),
        place,
        today(),
    )
    return found


def _trend() -> str:
    return _(
        "occupied ÷ (lettable area − not available) at each month's end;"
        " like for like: only buildings in use a year before, from then on"
    )


def _change() -> str:
    return _(
        "take-up = (occupied now − then) ÷ base now;"
        " new supply = − occupied then × (base now − then) ÷ (base then × base now);"
        " the two add up to the change"
    )


def _inward() -> str:
    return _(
        "enterprises whose occupied area grew from last month's end to this one's;"
        " a tenant replaced within a group and a relocation within the scope are no moves"
    )


def _outward() -> str:
    return _(
        "enterprises whose occupied area shrank from last month's end to this one's;"
        " a tenant replaced within a group and a relocation within the scope are no moves"
    )


def _library() -> str:
    return _(
        "cumulative: ever entered by that day; in the library: entered and not left;"
        " newly entered: by day of entry within the year; three figures that are not added up"
    )
