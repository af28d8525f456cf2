"""Occupancy on the bureau head's page."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.core.registries import FigureDefinition, figures
from crm.core.registries.figures import Figure
from crm.occupancy import changes, places, strips
from crm.occupancy.positions import PlacePosition, position
from crm.occupancy.spans import Span

ACTION = "occupancy.view"


def compute_occupancy(user: Any, as_of: dt.date) -> Figure | None:
    """入驻率 against the last day of the month before."""
    now = _position(user, as_of)
    if not now.buildings:
        return None
    before = _position(user, strips.month_before(as_of))
    return strips.occupancy(now, before if before.buildings else None)


def compute_vacancy(user: Any, as_of: dt.date) -> Figure | None:
    """空置率 with the vacant area."""
    now = _position(user, as_of)
    return strips.vacancy(now) if now.buildings else None


def compute_net_absorption(user: Any, as_of: dt.date) -> Figure | None:
    """净吸纳量 since the last day of the month before."""
    now = _position(user, as_of)
    if not now.buildings:
        return None
    start, place = strips.month_before(as_of), places.district(user)
    change = changes.change(place, start, as_of)
    moves = change.absorption
    return Figure(
        name=_("Net absorption"),
        value=moves.net,
        unit="㎡",
        kind="net_area",
        basis=_("moved in + expanded − moved out − reduced, by comparing enterprises"),
        scope=now.place.name,
        as_of=as_of,
        note=_("moved in %(move_in)s, moved out %(move_out)s, since %(start)s")
        % {
            "move_in": f"{moves.move_in + moves.expansion:,.2f}",
            "move_out": f"{moves.move_out + moves.contraction:,.2f}",
            "start": start,
        },
        rows_url=f"{reverse('desk:occupancy:moves')}?{Span(start, as_of).query(place)}",
    )


def compute_enterprises(user: Any, as_of: dt.date) -> Figure | None:
    """入驻企业家数."""
    now = _position(user, as_of)
    if not now.buildings:
        return None
    return Figure(
        name=_("Enterprises settled"),
        value=now.enterprises,
        unit=pgettext("counter", "enterprises"),
        basis=_("distinct legal persons and branches on S, L and O units"),
        scope=now.place.name,
        as_of=as_of,
        note=_("in %(count)d buildings") % {"count": len(now.buildings)},
        rows_url=reverse("desk:occupancy:buildings") + f"?as_of={as_of.isoformat()}",
    )


def compute_expiring(user: Any, as_of: dt.date) -> Figure | None:
    """What ends within 90 days."""
    now = _position(user, as_of)
    return strips.expiring(now, 90, user) if now.buildings else None


def _position(user: Any, as_of: dt.date) -> PlacePosition:
    """One reckoning for the five figures of one page: kept on the person, who lives one request."""
    kept = user.__dict__.setdefault("_positions", {})
    if as_of not in kept:
        kept[as_of] = position(places.district(user), as_of)
    return kept[as_of]


for _order, (_key, _compute) in enumerate(
    {
        "occupancy.rate": compute_occupancy,
        "occupancy.vacancy": compute_vacancy,
        "occupancy.net_absorption": compute_net_absorption,
        "occupancy.enterprises": compute_enterprises,
        "occupancy.expiring": compute_expiring,
    }.items(),
    10,
):
    figures.register(FigureDefinition(_key, _compute, ACTION, order=_order))
