"""The rows that the checks look at, each kind in a query, whatever the number of units.

The large tables give only rows on which something looks wrong; the rules have the last word.
"""

import datetime as dt
from collections import Counter
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from crm.core.fields import cents, from_cents
from crm.core.working_days import working_calendar
from crm.enterprises.models import Enterprise
from crm.enterprises.rules import name_core
from crm.occupancy.days import month_end, month_ends_up_to
from crm.occupancy.models import (
    Building,
    Floor,
    Lease,
    MonthlyReturn,
    MonthlyReturnLine,
    Spell,
    SpellOccupant,
    Unit,
)
from crm.occupancy.moves import kinship
from crm.occupancy.places import Place
from crm.occupancy.quality.faults import (
    BuildingRow,
    ClaimRow,
    FloorRow,
    LeaseRow,
    ReturnRow,
    SpellRow,
    TenantRow,
)
from crm.occupancy.querysets.spells import OCCUPIED
from crm.occupancy.querysets.units import holding
from crm.occupancy.returns.duties import NOT_SENT, due_on

MONTHS = 2


class Sources:
    """The rows of one place as of one day, each kind read once, when a check asks for it."""

    def __init__(self, place: Place, day: dt.date) -> None:
        self.place, self.day = place, day
        self.month_ends = month_ends_up_to(day, MONTHS)

    @cached_property
    def rows(self) -> dict[int, Any]:
        """Every building with Σ of its live units as ``total``, whether it is ``used``, and for
        each of the last months (``used_0`` …) whether it was at the end.
        """
        live = Unit.objects.filter(building=OuterRef("pk")).on(self.day).order_by()
        total = live.values("building").annotate(total=Sum(cents("area"))).values("total")
        moments = {"used": self.day}
        moments |= {f"used_{at}": end for at, end in enumerate(self.month_ends)}
        used = {
            name: Exists(Building.objects.in_use_on(day).filter(pk=OuterRef("pk")))
            for name, day in moments.items()
        }
        rows = self.place.buildings.select_related("zone")
        return {
            row.pk: row
            for row in rows.annotate(total=Coalesce(Subquery(total), 0), **used).order_by("pk")
        }

    @cached_property
    def buildings(self) -> list[BuildingRow]:
        """The same as plain rows."""
        return [
            BuildingRow(
                row.pk,
                row.used,
                row.gross_area,
                from_cents(row.total),
                (row.floors_above or 0) + (row.floors_below or 0),
                row.operator_id is not None,
            )
            for row in self.rows.values()
        ]

    @cached_property
    def floors(self) -> list[tuple[FloorRow, BuildingRow]]:
        """Floors with live units, each with its building."""
        rows = (
            Unit.objects.filter(building__in=self.place.buildings)
            .on(self.day)
            .order_by("floor_id")
            .values_list("floor_id", "building_id", "floor__label", "floor__kind")
            .annotate(total=Sum(cents("area")))
        )
        by_pk = {row.pk: row for row in self.buildings}
        return [
            (
                FloorRow(pk, building, label, kind == Floor.Kind.OFFICE, from_cents(total)),
                by_pk[building],
            )
            for pk, building, label, kind, total in rows
        ]

    @cached_property
    def spells(self) -> list[SpellRow]:
        """Spells of the day on which something looks wrong."""
        rows = _suspicious(
            Spell.objects.on(self.day).filter(
                holding("unit", self.day), unit__building__in=self.place.buildings
            ),
            self.day,
        )
        return [
            SpellRow(*row[:11], bool(row[11] or row[12]), row[13], from_cents(row[14]), row[15])
            for row in rows
        ]

    @cached_property
    def leases(self) -> list[LeaseRow]:
        """Leases that run on the day and hold nothing, or were signed after they began. Those
        without a building belong to the district.
        """
        here = Spell.objects.on(self.day).order_by()
        taken = Exists(here.filter(lease=OuterRef("pk"))) | Exists(
            here.filter(lease__sublet_of=OuterRef("pk"))
        )
        wanted = Q(building__in=self.place.buildings)
        if self.place.is_district:
            wanted |= Q(building__isnull=True)
        rows = (
            Lease.objects.running_on(self.day)
            .filter(wanted)
            .annotate(taken=taken)
            .filter(Q(taken=False) | Q(signed_on__gt=F("starts_on")))
            .order_by("pk")
        )
        return [
            LeaseRow(*row)
            for row in rows.values_list(
                "pk", "building_id", "number", "tenant__name", "starts_on", "signed_on", "taken"
            )
        ]

    @cached_property
    def tenants(self) -> list[TenantRow]:
        """Enterprises on occupied units that share a name with another; who is of one group is
        asked only where some do.
        """
        rows = (
            SpellOccupant.objects.true()
            .filter(
                holding("spell", self.day),
                holding("spell__unit", self.day),
                spell__state__in=OCCUPIED,
                spell__unit__building__in=self.place.buildings,
            )
            .order_by("enterprise_id", "pk")
            .values_list(
                "enterprise_id",
                "enterprise__number",
                "enterprise__name",
                "enterprise__legal_form",
                "spell__unit__building_id",
            )
        )
        first = {row[0]: row for row in reversed(rows)}
        cores = {key: name_core(row[2]) for key, row in first.items()}
        times = Counter(cores.values())
        alike = [row for key, row in sorted(first.items()) if times[cores[key]] > 1]
        kin = kinship(row[0] for row in alike)
        branch = Enterprise.LegalForm.BRANCH
        return [
            TenantRow(pk, number, name, cores[pk], kin.get(pk, pk), form == branch, building)
            for pk, number, name, form, building in alike
        ]

    @cached_property
    def returns(self) -> list[ReturnRow]:
        """What is owed for the last months that have ended."""
        calendar, found = working_calendar(), []
        months = [end.replace(day=1) for end in self.month_ends]
        sent = {
            (row.building_id, row.month): row
            for row in MonthlyReturn.objects.filter(
                month__in=months, building__in=self.place.buildings
            )
        }
        for at, month in enumerate(months):
            due = due_on(month, calendar)
            for building in self.rows.values():
                if building.operator_id is None or not getattr(building, f"used_{at}"):
                    continue
                row = sent.get((building.pk, month))
                moment = row.sent_at if row else None
                day = timezone.localtime(moment).date() if moment else None
                found.append(
                    ReturnRow(building.pk, month, row.state if row else NOT_SENT, due, day)
                )
        return found

    @cached_property
    def claims(self) -> list[ClaimRow]:
        """Lines of returns that are not decided; parts of a split differ rightly."""
        rows = MonthlyReturnLine.objects.filter(
            monthly_return__building__in=self.place.buildings,
            monthly_return__month__lte=month_end(self.day),
            decision=MonthlyReturnLine.Decision.OPEN,
            reshaping="",
        ).order_by("pk")
        return [
            ClaimRow(*row)
            for row in rows.values_list(
                "pk",
                "monthly_return__building_id",
                "monthly_return__month",
                "unit_id",
                "unit__number",
                "unit__area",
                "changed_on",
                "ends_before",
                "state",
                "area_share",
            )
        ]


def _suspicious(spells: QuerySet, day: dt.date) -> QuerySet:
    true = SpellOccupant.objects.true().filter(spell=OuterRef("pk")).order_by()
    stated = true.values("spell").annotate(total=Sum(cents("area_share"))).values("total")
    occupied = Q(state__in=OCCUPIED)
    looks_wrong = (
        Q(state__in=("L", "N"), lease__last_day__lt=day)
        | Q(state__in=("L", "N"), lease__isnull=True)
        | (occupied & Q(named=False))
        | Q(stated__gt=cents("unit__area"))
        | (occupied & Q(starts_on__lt=F("unit__building__in_use_from")))
        | Q(state="L", starts_on__lt=F("lease__starts_on"))
    )
    return (
        spells.annotate(named=Exists(true), stated=Coalesce(Subquery(stated), 0))
        .filter(looks_wrong)
        .order_by("pk")
        .values_list(
            "pk",
            "unit__building_id",
            "unit_id",
            "unit__number",
            "unit__area",
            "state",
            "signed_kind",
            "starts_on",
            "lease__number",
            "lease__starts_on",
            "lease__last_day",
            "reason",
            "lease__note",
            "named",
            "stated",
            "unit__building__in_use_from",
        )
    )
