"""Zones and buildings. Their codes share one namespace, since a figure names its place by code."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from crm.core.acts import announce, authorise, change, create
from crm.core.errors import Refused
from crm.core.models import User
from crm.occupancy.models import Building, BuildingName, BuildingStatus, Zone
from crm.occupancy.places import DISTRICT


def register_zones(zones: Sequence[Zone], *, by: User | None, reason: str = "") -> list[Zone]:
    """Add zones. Raises Refused for a code that a zone or building has already."""
    with transaction.atomic():
        authorise(by, "occupancy.edit", zones)
        _refuse_taken([zone.code for zone in zones])
        return create(zones, by=by, reason=reason)


def edit_zones(
    zones: Sequence[Zone],
    fields: Sequence[str],
    *,
    by: User | None,
    reason: str = "",
    expected: int | None = None,
) -> list[Zone]:
    """Store changed ``fields``; a code never changes."""
    with transaction.atomic():
        authorise(by, "occupancy.edit", zones)
        return change(zones, fields, by=by, reason=reason, expected=expected)


def register_buildings(
    buildings: Sequence[Building], *, by: User | None, reason: str = ""
) -> list[Building]:
    """Add buildings. Raises Refused for a code that a zone or building has already."""
    with transaction.atomic():
        authorise(by, "occupancy.edit", buildings)
        _refuse_taken([building.code for building in buildings])
        _refuse_negative(buildings)
        added = create(buildings, by=by, reason=reason)
        announce("occupancy.building_registered", added, by=by, reason=reason)
        return added


def edit_buildings(
    buildings: Sequence[Building],
    fields: Sequence[str],
    *,
    by: User | None,
    reason: str = "",
    expected: int | None = None,
) -> list[Building]:
    """Store changed ``fields``; a code never changes. A dated new name goes by rename_building."""
    with transaction.atomic():
        authorise(by, "occupancy.edit", buildings)
        _refuse_negative(buildings)
        return change(buildings, fields, by=by, reason=reason, expected=expected)


def rename_building(
    buildings: Sequence[Building],
    *,
    by: User | None,
    name: str,
    on: dt.date,
    reason: str = "",
    expected: int | None = None,
) -> list[Building]:
    """Call buildings ``name`` from ``on``; the name so far stays as 曾用名, found by search."""
    with transaction.atomic():
        authorise(by, "occupancy.edit", buildings)
        former = []
        for building in buildings:
            last = building.names.order_by("-starts_on").first()
            start = last.ends_before if last else building.in_use_from or building.created_at.date()
            if start >= on:
                raise Refused(
                    _("%(building)s got its name on %(day)s; the new one starts later.")
                    % {"building": building, "day": start},
                    field="starts_on",
                )
            former.append(
                BuildingName(building=building, name=building.name, starts_on=start, ends_before=on)
            )
            building.name = name
        create(former, by=by, reason=reason)
        renamed = change(buildings, ["name"], by=by, reason=reason, expected=expected)
        announce("occupancy.building_renamed", renamed, by=by, reason=reason, data={"on": str(on)})
        return renamed


def set_status(
    buildings: Sequence[Building],
    *,
    by: User | None,
    status: str,
    on: dt.date,
    until: dt.date | None = None,
    reason: str = "",
) -> list[BuildingStatus]:
    """Say that buildings are in ``status`` on [on, until); a status that is open ends there."""
    with transaction.atomic():
        authorise(by, "occupancy.edit", buildings)
        running = list(
            BuildingStatus.objects.select_for_update(of=("self",))
            .filter(building__in=buildings)
            .on(on)
        )
        for row in running:
            if row.starts_on == on or row.ends_before is not None:
                raise Refused(
                    _("%(building)s is already %(status)s from %(start)s.")
                    % {
                        "building": row.building,
                        "status": row.get_status_display(),
                        "start": row.starts_on,
                    },
                    field="on",
                )
            row.ends_before = on
        change(running, ["ends_before"], by=by, reason=reason)
        rows = [
            BuildingStatus(
                building=building, status=status, starts_on=on, ends_before=until, reason=reason
            )
            for building in buildings
        ]
        added = create(rows, by=by, reason=reason)
        announce("occupancy.building_status_set", buildings, by=by, data={"status": status})
        return added


def _refuse_taken(codes: Sequence[str]) -> None:
    taken = {
        code
        for model in (Zone, Building)
        for code in model.objects.filter(code__in=codes).values_list("code", flat=True)
    }
    twice = {code for code in codes if codes.count(code) > 1}
    reserved = {code for code in codes if code == DISTRICT}
    if taken | twice | reserved:
        raise Refused(
            _("The code %(codes)s is taken by a zone or building already.")
            % {"codes": "、".join(sorted(taken | twice | reserved))},
            field="code",
        )


def _refuse_negative(buildings: Sequence[Building]) -> None:
    for building in buildings:
        if building.gross_area < 0:
            raise Refused(
                _("%(building)s: an area is never negative.") % {"building": building.code},
                field="gross_area",
            )
