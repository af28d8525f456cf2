"""The headline figures of the overview, from a month's canonical figures."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.core.figure_text import rate, wan_area
from crm.core.registries.figures import Figure
from crm.desk.overview import Overview
from crm.desk.pictures import span_query
from crm.reports.formats import difference, share, show


def headlines(seen: Overview) -> list[Figure]:
    """入驻率, 在用面积, 净吸纳, 空置率, 入驻企业, each with its rows as of that day."""
    return [occupancy(seen), in_use(seen), absorption(seen), vacancy(seen), enterprises(seen)]


def occupancy(seen: Overview) -> Figure:
    """Formula 1, against last month and the year before."""
    month, at = seen.month, seen.month.now
    year = difference(at.rate, month.year_ago.rate)
    compared = _("%(points)s percentage points on the year") % {"points": show(year, "points")}
    return Figure(
        name=_("Occupancy"),
        value=at.rate,
        unit="%",
        kind="rate",
        basis=_(
            "(self-use + let and occupied + sold and occupied)"
            " ÷ (lettable area − not available); Σ by Σ, no mean of buildings"
        ),
        scope=_scope(seen),
        as_of=month.as_of,
        numerator=_("%(area)s 万㎡ occupied") % {"area": wan_area(at.occupied)},
        denominator=_("%(area)s 万㎡ available") % {"area": wan_area(at.base)},
        change=difference(at.rate, month.previous.rate),
        change_label=_("on the month"),
        note=compared if year is not None else "",
        rows_url=units_of(seen, "SLO"),
        why=_("no building is in use"),
    )


def in_use(seen: Overview) -> Figure:
    """Gross area of the buildings in use."""
    at = seen.month.now
    words = _("%(number)d buildings, %(area)s 万㎡ occupied")
    return Figure(
        name=_("Area in use"),
        value=at.gross,
        unit="万㎡",
        kind="area",
        basis=_("gross floor area of the buildings in use on that day"),
        scope=_scope(seen),
        as_of=seen.month.as_of,
        note=words % {"number": at["buildings"], "area": wan_area(at.occupied)},
        rows_url=buildings_of(seen),
    )


def absorption(seen: Overview) -> Figure:
    """Formula 7."""
    balance = seen.month["balance"]
    words = _("%(inward)d moved in, %(outward)d moved out")
    return Figure(
        name=_("Net absorption of the month"),
        value=Decimal(balance["net"]),
        unit="万㎡",
        kind="net_area",
        basis=_(
            "occupied area at this month's end − at last month's end"
            " = moved in + expanded − moved out − contracted + ledger difference"
        ),
        scope=_scope(seen),
        as_of=seen.month.as_of,
        note=words % moved_of(balance),
        rows_url=moves_of(seen),
    )


def moved_of(balance: Mapping[str, Any]) -> dict[str, int]:
    """How many moved in and out, as the list of moves counts them: a change of tenant inside a
    group is neither. Reports of rule version 1 keep only who is there and was not.
    """
    return {
        "inward": balance.get("move_in_count", balance["moved_in"]),
        "outward": balance.get("move_out_count", balance["moved_out"]),
    }


def vacancy(seen: Overview) -> Figure:
    """Formula 4."""
    at, before = seen.month.now, seen.month.previous
    value, then = share(at.area("V"), at.base), share(before.area("V"), before.base)
    return Figure(
        name=_("Vacancy"),
        value=value,
        unit="%",
        kind="rate",
        basis=_("vacant ÷ (lettable area − not available)"),
        scope=_scope(seen),
        as_of=seen.month.as_of,
        numerator=_("%(area)s 万㎡ vacant") % {"area": wan_area(at.area("V"))},
        denominator=_("%(area)s 万㎡ available") % {"area": wan_area(at.base)},
        note=_("%(area)s 万㎡ vacant, %(points)s percentage points on the month")
        % {"area": wan_area(at.area("V")), "points": show(difference(value, then), "points")},
        rows_url=units_of(seen, "V"),
        why=_("no building is in use"),
    )


def enterprises(seen: Overview) -> Figure:
    """Distinct over the district: one that sits in several buildings counts once."""
    at, before = seen.month.now, seen.month.previous
    return Figure(
        name=_("Enterprises settled"),
        value=at["enterprises"],
        unit=pgettext("counted", "enterprises"),
        basis=_("distinct enterprises on self-used, let and sold units that are occupied"),
        scope=_scope(seen),
        as_of=seen.month.as_of,
        change=Decimal(at["enterprises"] - before["enterprises"]),
        change_label=_("on the month"),
        rows_url=units_of(seen, "SLO"),
    )


def identity(seen: Overview) -> str:
    """How the rates are made and hang together, in two sentences."""
    at = seen.month.now
    if not at.base:
        return ""
    return _(
        "Occupancy = (self-use + let and occupied + sold and occupied) %(occupied_area)s"
        " ÷ (lettable area %(lettable)s − not available %(held)s) %(base)s 万㎡."
        " Occupancy %(occupied)s%% + let, not yet occupied %(waiting)s%% + vacancy %(vacant)s%%"
        " = 100.0%%. On the whole area in use it is %(gross)s%%."
    ) % {
        "occupied_area": wan_area(at.occupied),
        "lettable": wan_area(at.area("B")),
        "held": wan_area(at.area("H")),
        "base": wan_area(at.base),
        "occupied": rate(at.rate),
        "waiting": rate(share(at.area("N"), at.base)),
        "vacant": rate(share(at.area("V"), at.base)),
        "gross": rate(at.rate_on_gross),
    }


def units_of(seen: Overview, states: str) -> str:
    """The units in one of the states as of the day."""
    query = [("as_of", seen.month.as_of.isoformat()), *(("state", one) for one in states)]
    return f"{reverse('desk:occupancy:units')}?{urlencode(query)}"


def buildings_of(seen: Overview) -> str:
    """The buildings in use on the day."""
    query = urlencode({"as_of": seen.month.as_of.isoformat(), "status": "in_use"})
    return f"{reverse('desk:occupancy:buildings')}?{query}"


def moves_of(seen: Overview) -> str:
    """The moves of the month."""
    return f"{reverse('desk:occupancy:moves')}?{span_query(seen.month, 1)}"


def _scope(seen: Overview) -> str:
    return _("%(place)s, %(number)d buildings in use") % {
        "place": seen.month.place,
        "number": seen.month.now["buildings"],
    }
