"""The rows of a closed month, for figures that the position itself does not hold."""

from django.db.models import QuerySet

from crm.occupancy.models import ClosedPosition
from crm.occupancy.positions import PlacePosition


def frozen_rows(at: PlacePosition) -> QuerySet[ClosedPosition]:
    """Who sat where in the edition that ``at`` was read from; only for a frozen position."""
    return ClosedPosition.objects.filter(
        close__month=at.as_of.replace(day=1),
        close__edition=at.edition,
        building__in=[one.building.pk for one in at.buildings],
    )
