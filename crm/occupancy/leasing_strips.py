"""租约分析 in words: each figure with its 口径, day, scope and the way to its rows."""

import datetime as dt
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.core.figure_text import area as in_square_metres
from crm.core.figure_text import rate as in_per_cent
from crm.core.registries.figures import Figure
from crm.occupancy.lease_figures import LeaseFigures
from crm.occupancy.strips import ending_url, rows_url

ONE_DAY = dt.timedelta(days=1)


def leases_url(of: LeaseFigures, **conditions: Any) -> str:
    """The ledger's list of the place's leases as of the day under ``conditions``."""
    query = {"as_of": of.day.isoformat(), **conditions}
    if not of.place.is_district:
        query["place"] = of.place.code
    return f"{reverse('desk:occupancy:leases')}?{urlencode(query)}"


def _dues_url(of: LeaseFigures) -> str:
    standing = of.standing
    if not standing.keeps_terms:
        since = (of.year_ago + ONE_DAY).isoformat()
        return leases_url(of, ends_from=since, ends_to=of.day.isoformat())
    address = reverse("desk:occupancy:closing_dues", args=[f"{of.day:%Y-%m}", standing.edition])
    return f"{address}?place={of.place.code}"


def _let_url(of: LeaseFigures) -> str:
    if of.standing.keeps_terms:
        return rows_url(of.standing, "LN")
    return leases_url(of, running="yes")


def strip(of: LeaseFigures) -> list[Figure]:
    """WALE, exposure, renewal, rent, concentration, months to clear."""
    return [_wale(of), _exposure(of), _renewal(of), _rent(of), _concentration(of), _clearing(of)]


def _wale(of: LeaseFigures) -> Figure:
    standing = of.standing
    return _figure(
        of,
        name="WALE",
        value=standing.wale_years,
        unit=pgettext("unit", "years"),
        kind="number",
        basis=_(
            "Σ area × (last day + 1 − D) ÷ 365.25 ÷ Σ area, over L and N units whose lease ends on"
            " D or later"
        ),
        note=_("left out: over %(over)s ㎡, without lease %(without)s ㎡")
        % {
            "over": in_square_metres(standing.held_over),
            "without": in_square_metres(standing.unleased),
        },
        rows_url=rows_url(standing, "LN"),
        why=_("no lease runs on the day"),
    )


def _exposure(of: LeaseFigures) -> Figure:
    step = of.steps[-1]
    return _figure(
        of,
        name=_("Exposure, 365 days"),
        value=step.exposure,
        unit="%",
        kind="rate",
        basis=_("L and N area whose lease has its last day in (D, D + 365] ÷ (L + N)"),
        numerator=f"{in_square_metres(step.cumulative)} ㎡",
        denominator=f"{in_square_metres(of.leased)} ㎡",
        note=f"{in_square_metres(step.cumulative)} ÷ {in_square_metres(of.leased)} ㎡",
        rows_url=ending_url(of.standing, 365),
        why=_("nothing is let"),
    )


def _renewal(of: LeaseFigures) -> Figure:
    found = of.renewal
    return _figure(
        of,
        name=_("Renewal rate, 12 months"),
        value=found.by_area,
        unit="%",
        kind="rate",
        basis=_(
            "of the leases whose agreed last day lies in the 12 months up to D: ㎡ that went on"
            " under a renewing lease ÷ ㎡ under them at their end. Ended before their time: not"
            " due. Held over without a new lease: due, not renewed. More ㎡ than were due are no"
            " renewal."
        ),
        numerator=f"{in_square_metres(found.renewed_area)} ㎡",
        denominator=f"{in_square_metres(found.due_area)} ㎡",
        note=_("by number %(rate)s %%, %(renewed)d of %(due)d leases")
        % {
            "rate": in_per_cent(found.by_count) if found.by_count is not None else "—",
            "renewed": found.renewed,
            "due": found.due,
        },
        rows_url=_dues_url(of),
        why=_("no lease came due"),
    )


def _rent(of: LeaseFigures) -> Figure:
    found = of.rents["all"]
    return _figure(
        of,
        name=_("Average rent"),
        value=found.a_day,
        unit=_("yuan/㎡·day"),
        kind="number",
        basis=_(
            "Σ rent × area ÷ Σ area over L and N units with a rent recorded; a month's rent × 12 ÷"
            " 365; as agreed, rent-free months not deducted"
        ),
        note=_("%(month)s yuan/㎡·month; no rent recorded: %(area)s ㎡")
        % {
            "month": in_square_metres(found.a_month),
            "area": in_square_metres(found.unpriced),
        },
        rows_url=_let_url(of),
        why=_("no rent is recorded"),
    )


def _concentration(of: LeaseFigures) -> Figure:
    held = sum((one.area for one in of.largest), Decimal(0))
    return _figure(
        of,
        name=_("Five largest occupiers"),
        value=of.concentration,
        unit="%",
        kind="rate",
        basis=_("㎡ of the five enterprises that occupy most ÷ (S + L + O)"),
        numerator=f"{in_square_metres(held)} ㎡",
        denominator=f"{in_square_metres(of.standing.areas.occupied)} ㎡",
        note=f"{in_square_metres(held)} ㎡",
        rows_url=rows_url(of.standing, "SLO"),
        why=_("nothing is occupied"),
    )


def _clearing(of: LeaseFigures) -> Figure:
    return _figure(
        of,
        name=_("Months to clear"),
        value=of.months_to_clear,
        unit=pgettext("unit", "months"),
        kind="number",
        basis=_("V ÷ mean monthly net absorption of the last 12 whole months"),
        numerator=f"{in_square_metres(of.standing.areas.V)} ㎡",
        note=_("%(area)s ㎡ vacant") % {"area": in_square_metres(of.standing.areas.V)},
        rows_url=rows_url(of.standing, "V"),
        why=_("mean net absorption is not above 0"),
    )


def _figure(of: LeaseFigures, **facts: Any) -> Figure:
    return Figure(scope=of.place.name, as_of=of.day, **facts)
