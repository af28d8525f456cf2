"""注册不在地经营: registered in the district, in business on none of its units, and which building
the registered address names, where it names one.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from crm.core.names import name_key
from crm.enterprises.models import Enterprise, Registration
from crm.occupancy.models import Building, BuildingName
from crm.occupancy.places import Place
from crm.occupancy.querysets.spells import OCCUPIED
from crm.occupancy.querysets.units import holding
from crm.occupancy.registration_rules import named_in


@dataclass(frozen=True)
class Absentee:
    """An enterprise, the address that was in force on the day, and the building that it names."""

    enterprise: Enterprise
    address: str
    building: Building | None


@dataclass(frozen=True)
class Absentees:
    """Those of a place. ``elsewhere`` are of other places; ``untold`` name no building and are
    listed under the whole district alone.
    """

    rows: list[Absentee]
    elsewhere: int = 0
    untold: int = 0


def absentees(place: Place, user: Any, day: dt.date, *, told: bool = True) -> Absentees:
    """As of the day, of those that this person may see, by today's ledger: four queries. Over the
    whole district one is enough where nobody asks which building is meant (``told`` False).
    """
    found = _registered_not_here(user, day)
    if place.is_district and not told:
        return Absentees([Absentee(one, _address(one), None) for one in found])
    listed = _told(found, user)
    if place.is_district:
        return Absentees(listed)
    inside = set(place.buildings.values_list("pk", flat=True))
    known = [row for row in listed if row.building is not None]
    here = [row for row in known if row.building is not None and row.building.pk in inside]
    return Absentees(here, len(known) - len(here), len(listed) - len(known))


def _registered_not_here(user: Any, day: dt.date) -> list[Enterprise]:
    """Each with the address of the day as ``address_then``."""
    seat = Enterprise._meta.get_field("occupancies").related_model._default_manager
    sits = (
        seat.filter(enterprise=OuterRef("pk"), is_void=False, spell__state__in=OCCUPIED)
        .filter(holding("spell", day))
        .order_by()
    )
    dated = Registration.objects.filter(enterprise=OuterRef("pk")).order_by()
    here = dated.on(day).filter(in_district=True, status=Registration.Status.ACTIVE)
    address = here.order_by("-starts_on").values("address")[:1]
    rows = (
        Enterprise.objects.visible_to(user)
        .current()
        .filter(Q(Exists(here)) | (Q(registered_in_district=True) & ~Exists(dated)), ~Exists(sits))
        .annotate(address_then=Subquery(address))
        .order_by("name", "pk")
    )
    return list(rows)


def _address(one: Enterprise) -> str:
    return one.address_then or one.registered_address  # type: ignore[attr-defined]


def _told(enterprises: list[Enterprise], user: Any) -> list[Absentee]:
    """Each with the building of that name or address."""
    buildings = Building.objects.visible_to(user).select_related("zone").in_bulk()
    keys = _keys(buildings.values())
    found = []
    for one in enterprises:
        key = named_in(name_key(_address(one)), keys)
        found.append(Absentee(one, _address(one), None if key is None else buildings[key]))
    return found


def _keys(buildings: Iterable[Building]) -> dict[str, int]:
    """What an address may call a building by: its names of all times, its own address. What two
    buildings share tells neither.
    """
    listed = {one.pk: one for one in buildings}
    pairs = {
        (name_key(name), key)
        for name, key in BuildingName.objects.values_list("name", "building_id")
        if key in listed
    }
    pairs |= {
        (name_key(text), key) for key, one in listed.items() for text in (one.name, one.address)
    }
    owners = Counter(text for text, _key in pairs)
    return {text: key for text, key in pairs if owners[text] == 1}
