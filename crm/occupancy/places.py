"""What a figure covers: the district, one zone or one building, by code (one namespace)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from crm.core.errors import Refused
from crm.occupancy.models import Building, Zone
from crm.occupancy.querysets.buildings import BuildingQuerySet

DISTRICT = "district"


@dataclass(frozen=True)
class Place:
    """``code`` is ``district`` or that of a zone or building; ``buildings`` are those it holds.

    ``reach`` are all that the person sees: a closed month knows itself which of them lay in the
    place; without it today's ``buildings`` do.
    """

    code: str
    name: str
    buildings: BuildingQuerySet
    reach: BuildingQuerySet | None = None

    @property
    def is_district(self) -> bool:
        """Whether this is everything."""
        return self.code == DISTRICT


def district(user: Any = None) -> Place:
    """All buildings; with ``user`` those that this person may see."""
    return Place(DISTRICT, _("whole district"), _seen_by(user))


def place_of(code: str, user: Any = None) -> Place:
    """The zone or building of ``code``, or the district. Raises Refused for an unknown code."""
    if code in ("", DISTRICT):
        return district(user)
    if Zone.objects.filter(code=code).exists():
        return zone(code, user)
    return building(code, user)


def zone(code: str, user: Any = None) -> Place:
    """One zone. Raises Refused when there is none of that code."""
    row = Zone.objects.filter(code=code).first()
    if row is None:
        raise Refused(_("There is no zone %(code)s.") % {"code": code}, field="zone")
    seen = _seen_by(user)
    return Place(row.code, row.name, seen.filter(zone=row), seen)


def building(code: str, user: Any = None) -> Place:
    """One building. Raises Refused when there is none of that code."""
    row = _seen_by(user).filter(code=code).first()
    if row is None:
        raise Refused(_("There is no building %(code)s.") % {"code": code}, field="building")
    return Place(row.code, row.name, _seen_by(user).filter(pk=row.pk))


def places_seen_by(user: Any) -> list[Zone]:
    """Zones for choosing one."""
    return list(Zone.objects.visible_to(user).order_by("code"))


def _seen_by(user: Any) -> Any:
    return Building.objects.all() if user is None else Building.objects.visible_to(user)
