"""The figures of a place in words and with their 口径, for strips, the list and the head's page."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from crm.core.figure_text import area as in_square_metres
from crm.core.figure_text import rate as in_per_cent
from crm.core.figure_text import wan_area
from crm.core.registries.figures import Figure
from crm.occupancy.closing_rows import rows_address
from crm.occupancy.positions import PlacePosition, Position
from crm.occupancy.rules import Areas, ratio

ONE_DAY = dt.timedelta(days=1)


def rows_url(position: PlacePosition, states: str = "") -> str:
    """The list of the place's units as of the day, those in one of the ``states``; of a closed
    month its frozen rows.
    """
    if position.is_frozen:
        conditions = [("place", position.place.code), ("state", states)]
        return rows_address(position.as_of, position.edition, *conditions)
    query = f"?as_of={position.as_of.isoformat()}"
    if not position.place.is_district:
        query += f"&place={position.place.code}"
    return reverse("desk:occupancy:units") + query + "".join(f"&state={one}" for one in states)


def ending_url(position: PlacePosition, days: int) -> str:
    """The leases whose last day lies in (D, D + days]; of a closed month their frozen rows."""
    day = position.as_of
    if position.is_frozen:
        first, last = day + ONE_DAY, day + dt.timedelta(days=days)
        return f"{rows_url(position, 'LN')}&ends_from={first}&ends_to={last}"
    query = f"?as_of={day.isoformat()}&ending={days}"
    if not position.place.is_district:
        query += f"&place={position.place.code}"
    return reverse("desk:occupancy:leases") + query


def strip(position: PlacePosition, user: Any) -> list[Figure]:
    """入驻率, 出租率, 招商率, 空置率 and what ends within a year, as of the day."""
    return [
        occupancy(position),
        letting(position),
        take_up(position),
        vacancy(position),
        expiring(position, 365, user),
    ]


def occupancy(position: PlacePosition, before: Position | None = None) -> Figure:
    """Formula 1, with the change since ``before``."""
    areas = position.areas
    change = None
    if before is not None and None not in (position.rates.occupancy, before.rates.occupancy):
        change = position.rates.occupancy - before.rates.occupancy  # type: ignore[operator]
    return _figure(
        position,
        name=_("Occupancy rate"),
        value=position.rates.occupancy,
        basis=_("(S self-use + L let and occupied + O sold and occupied) ÷ (B all units − H)"),
        numerator=_square(areas.occupied),
        denominator=_square(areas.available),
        change=change,
        change_label=_("against %(day)s") % {"day": before.as_of} if before else "",
        note=f"{in_square_metres(areas.occupied)} ÷ {in_square_metres(areas.available)} ㎡",
        rows_url=rows_url(position, "SLO"),
    )


def letting(position: PlacePosition) -> Figure:
    """Formula 2."""
    areas = position.areas
    let = areas.L + areas.N - areas.sold_unmoved
    return _figure(
        position,
        name=_("Letting rate"),
        value=position.rates.letting,
        basis=_("(L + N let) ÷ (L + N let + V to let)"),
        numerator=_square(let),
        denominator=_square(let + areas.V - areas.not_to_let),
        note=_("without self-use and sold"),
        rows_url=rows_url(position, "LN"),
        why=_("nothing is let or to let"),
    )


def take_up(position: PlacePosition) -> Figure:
    """Formula 3."""
    areas = position.areas
    return _figure(
        position,
        name=_("Take-up rate"),
        value=position.rates.take_up,
        basis=_("(S + L + N + O) ÷ (B − H): what is signed counts"),
        numerator=_square(areas.occupied + areas.N),
        denominator=_square(areas.available),
        note=_("with %(area)s let, not yet occupied") % {"area": in_square_metres(areas.N)},
        rows_url=rows_url(position, "SLNO"),
    )


def vacancy(position: PlacePosition) -> Figure:
    """Formula 4."""
    areas = position.areas
    return _figure(
        position,
        name=_("Vacancy rate"),
        value=position.rates.vacancy,
        basis=_("V ÷ (B − H); with the occupancy rate and N ÷ (B − H) it makes 100 %%") % {},
        numerator=_square(areas.V),
        denominator=_square(areas.available),
        note=_("%(area)s ㎡ vacant") % {"area": in_square_metres(areas.V)},
        rows_url=rows_url(position, "V"),
    )


def expiring(position: PlacePosition, days: int, user: Any) -> Figure:
    """Formula 10, one step of the ladder. Its rows are the leases, and all that is let for those
    who read no leases.
    """
    value = position.expiring[days]
    leased = position.areas.L + position.areas.N
    share = in_per_cent(value / leased) if leased else "—"
    return Figure(
        name=_("Ending within %(days)d days") % {"days": days},
        value=value,
        unit="㎡",
        kind="area",
        basis=_("L and N units whose lease has its last day in (D, D + %(days)d]") % {"days": days},
        scope=position.place.name,
        as_of=position.as_of,
        note=_("%(share)s %% of what is let") % {"share": share},
        rows_url=ending_url(position, days)
        if position.is_frozen or user.can("occupancy.view_leases")
        else rows_url(position, "LN"),
    )


def of_use(position: PlacePosition, use: Any, areas: Areas) -> Figure:
    """入驻率 of the units of one 用途."""
    return _figure(
        position,
        name=_("Occupancy rate, %(use)s") % {"use": use},
        value=ratio(areas.occupied, areas.available),
        basis=_("(S + L + O) ÷ (B − H) of the units whose use is %(use)s on that day")
        % {"use": use},
        numerator=_square(areas.occupied),
        denominator=_square(areas.available),
        note=f"{in_square_metres(areas.occupied)} ÷ {in_square_metres(areas.available)} ㎡",
    )


def identity(position: Position) -> str:
    """入驻率 + 已租未入驻 + 空置率 = 100 %, in words; empty when nothing can be computed."""
    areas, rates = position.areas, position.rates
    if rates.occupancy is None or rates.vacancy is None:
        return ""
    facts = {
        "base": in_square_metres(areas.base),
        "held": in_square_metres(areas.H),
        "occupancy": in_per_cent(rates.occupancy),
        "signed": in_per_cent(areas.N / areas.available),
        "vacancy": in_per_cent(rates.vacancy),
    }
    return (
        _(
            "Denominator = all units %(base)s − not available %(held)s. Occupancy %(occupancy)s %%"
            " + let, not yet occupied %(signed)s %% + vacancy %(vacancy)s %% = 100.0 %%."
        )
        % facts
    )


def on_gross(position: PlacePosition) -> Figure:
    """Formula 5, the newspaper's basis."""
    return _figure(
        position,
        name=_("Occupancy rate on gross area"),
        value=position.rates.occupancy_on_gross,
        basis=_("(S + L + O) ÷ Σ gross area of the buildings in use"),
        numerator=_square(position.areas.occupied),
        denominator=_square(position.gross_in_use),
        note=_("of %(area)s 10,000 ㎡ in use") % {"area": wan_area(position.gross_in_use)},
    )


def _figure(position: PlacePosition, **facts: Any) -> Figure:
    values = {
        "unit": "%",
        "kind": "rate",
        "scope": position.place.name,
        "as_of": position.as_of,
        "why": _("no area is available"),
        **facts,
    }
    return Figure(**values)


def _square(value: Decimal) -> str:
    return f"{in_square_metres(value)} ㎡"


def month_before(day: dt.date) -> dt.date:
    """The last day of the month before that of ``day``."""
    return day.replace(day=1) - dt.timedelta(days=1)
