"""What a report can be drawn up over, and the lists behind its figures."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from crm.occupancy.models import Building, Zone
from crm.occupancy.places import DISTRICT


def scopes() -> list[tuple[str, str]]:
    """The district, its zones, its buildings."""
    zones = Zone.objects.order_by("code").values_list("code", "name")
    buildings = Building.objects.order_by("code").values_list("code", "name")
    return [(DISTRICT, settings.DISTRICT_NAME), *zones, *buildings]


def addresses(figures: Mapping[str, Any]) -> dict[str, str]:
    """By the names that the document gives to what lies behind a figure."""
    return {}
