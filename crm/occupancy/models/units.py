"""Units: an area with a life. What differs with time about a live unit is a dated row."""

import datetime as dt
from urllib.parse import urlencode

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from crm.core.fields import AreaField
from crm.core.querysets import PeriodQuerySet
from crm.core.records import Period, Record
from crm.core.scopes import Scope
from crm.occupancy.models.buildings import Building, Floor
from crm.occupancy.querysets.units import HoldQuerySet, UnitQuerySet


class Unit(Record, Period):
    """A 房源 that exists on ``[starts_on, ends_before)``; its area never changes within that life.

    Split, merge and a measured change of area end units and begin new ones, joined by UnitLineage.
    Lives of one number in one building never overlap: (building, number, day) names one unit.
    """

    scope = Scope.via("building")

    building = models.ForeignKey(
        Building, verbose_name=_("building"), on_delete=models.PROTECT, related_name="units"
    )
    floor = models.ForeignKey(
        Floor,
        verbose_name=pgettext_lazy("storey", "floor"),
        on_delete=models.PROTECT,
        related_name="units",
    )
    number = models.CharField(_("unit number"), max_length=32)
    area = AreaField(_("floor area"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("occupancy", "unit")
        verbose_name_plural = _("units")
        ordering = ("building", "number", "starts_on")
        constraints = [
            models.UniqueConstraint(
                fields=["building", "number", "starts_on"], name="one_unit_a_number_and_birth"
            ),
            models.CheckConstraint(condition=Q(area__gt=0), name="unit_has_an_area"),
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="unit_lives_a_day",
            ),
        ]
        indexes = [
            # All that an as-of sum reads, so that it never touches the rows themselves.
            models.Index(
                fields=["building", "starts_on", "ends_before", "area"], name="unit_as_of"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def page_url(self) -> str:
        """The page of this life of the unit: its line of time, family, dated facts, documents."""
        return reverse("desk:occupancy:unit", args=[self.pk])

    def get_absolute_url(self) -> str:
        """The building's page with this unit open, on the last day of an ended one."""
        query = {"unit": self.number}
        if self.ends_before is not None:
            query = {"as_of": (self.ends_before - dt.timedelta(days=1)).isoformat(), **query}
        return f"{self.building.get_absolute_url()}?{urlencode(query)}"


class UnitLineage(Record):
    """``child`` took over area of ``parent`` when that one ended."""

    class Kind(models.TextChoices):
        SPLIT = "split", _("split")
        MERGE = "merge", _("merge")
        MEASURED = "measured", _("measured change of area")

    scope = Scope.via("child")

    parent = models.ForeignKey(
        Unit, verbose_name=_("earlier unit"), on_delete=models.PROTECT, related_name="descendants"
    )
    child = models.ForeignKey(
        Unit, verbose_name=_("later unit"), on_delete=models.PROTECT, related_name="ancestors"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)

    class Meta:
        verbose_name = _("unit lineage")
        verbose_name_plural = _("unit lineages")
        constraints = [
            models.UniqueConstraint(fields=["parent", "child"], name="one_lineage_a_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.parent} → {self.child}"


class AreaChange(Record):
    """实测面积变更: the one exception to conserved area, with its document."""

    scope = Scope.via("after")

    before = models.OneToOneField(
        Unit,
        verbose_name=_("unit before"),
        on_delete=models.PROTECT,
        related_name="area_change_after",
    )
    after = models.OneToOneField(
        Unit, verbose_name=_("unit after"), on_delete=models.PROTECT, related_name="area_change"
    )
    changed_on = models.DateField(_("changed on"))
    document = models.CharField(_("survey document"), max_length=160)

    class Meta:
        verbose_name = _("measured change of area")
        verbose_name_plural = _("measured changes of area")

    def __str__(self) -> str:
        return f"{self.before} {self.changed_on}"


class UnitDisposition(Record, Period):
    """去向: what the owner means a unit for. Without a row it is to let."""

    class Way(models.TextChoices):
        TO_LET = "to_let", _("to let")
        FOR_SALE = "for_sale", _("for sale")
        KEPT = "kept", _("kept by the owner")

    scope = Scope.via("unit")

    unit = models.ForeignKey(
        Unit,
        verbose_name=pgettext_lazy("occupancy", "unit"),
        on_delete=models.PROTECT,
        related_name="dispositions",
    )
    way = models.CharField(_("disposition"), max_length=10, choices=Way, default=Way.TO_LET)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("disposition of a unit")
        verbose_name_plural = _("dispositions of units")

    def __str__(self) -> str:
        return f"{self.unit} {self.get_way_display()}"


class UnitUse(Record, Period):
    """用途: what a unit is used for. Without a row it is an office."""

    class Use(models.TextChoices):
        OFFICE = "office", pgettext_lazy("use of a unit", "office")
        RESEARCH = "research", _("research and development")
        RETAIL = "retail", _("retail and catering")
        SUPPORT = "support", _("supporting facility")
        OTHER = "other", pgettext_lazy("use of a unit", "other")

    scope = Scope.via("unit")

    unit = models.ForeignKey(
        Unit,
        verbose_name=pgettext_lazy("occupancy", "unit"),
        on_delete=models.PROTECT,
        related_name="uses",
    )
    use = models.CharField(
        pgettext_lazy("unit", "use"), max_length=10, choices=Use, default=Use.OFFICE
    )

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("use of a unit")
        verbose_name_plural = _("uses of units")

    def __str__(self) -> str:
        return f"{self.unit} {self.get_use_display()}"


class UnitHold(Record, Period):
    """A reservation (预留). Upper apps fill it with whose it is; it counts in no rate."""

    scope = Scope.via("unit")

    unit = models.ForeignKey(
        Unit,
        verbose_name=pgettext_lazy("occupancy", "unit"),
        on_delete=models.PROTECT,
        related_name="holds",
    )
    owner_label = models.CharField(_("reserved for"), max_length=160)
    owner_number = models.CharField(_("number of the record"), max_length=32, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit hold")
        verbose_name_plural = _("unit holds")
        indexes = [models.Index(fields=["owner_number"], name="hold_by_owner")]

    def __str__(self) -> str:
        return f"{self.unit} {self.owner_number or self.owner_label}"

    @property
    def whose(self) -> str:
        """Number and name, as far as the reader may know them (crm.occupancy.hold_owners)."""
        words = " ".join(filter(None, [self.owner_number, self.owner_label]))
        return words or pgettext("reservation", "another party")

    @property
    def last_day(self) -> dt.date | None:
        """The last day that counts; None while it is open."""
        return None if self.ends_before is None else self.ends_before - dt.timedelta(days=1)
