"""What a report can be drawn up over, and addresses of lists over it."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from crm.occupancy.models import Building, Zone
from crm.occupancy.places import DISTRICT


def whole_district() -> list[tuple[str, str]]:
    """The district alone."""
    return [(DISTRICT, settings.DISTRICT_NAME)]


def zones_and_district() -> list[tuple[str, str]]:
    """The district and its zones."""
    return [*whole_district(), *Zone.objects.order_by("code").values_list("code", "name")]


def every_place() -> list[tuple[str, str]]:
    """The district, its zones, its buildings."""
    buildings = Building.objects.order_by("code").values_list("code", "name")
    return [*zones_and_district(), *buildings]


def list_address(name: str, figures: Mapping[str, Any], *more: tuple[str, str]) -> str:
    """A list of the desk as of the day of the figures, over their scope."""
    code = figures["scope"]["code"]
    place = [] if code == DISTRICT else [("place", code)]
    query = [("as_of", str(figures["as_of"])), *place, *more]
    return f"{reverse(name)}?{urlencode(query)}"
