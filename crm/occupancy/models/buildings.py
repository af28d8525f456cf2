"""Zones, buildings and floors. What changes with time about a building is a dated row."""

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.fields import AreaField
from crm.core.models import Team
from crm.core.querysets import PeriodQuerySet
from crm.core.records import Period, Record
from crm.core.scopes import Scope
from crm.occupancy.querysets.buildings import BuildingQuerySet

VIEW, EDIT, DISTRICT = "occupancy.view", "occupancy.edit", "occupancy.view_district"
place_code = RegexValidator(
    r"^[\w.-]+$", _("A code holds letters, digits, dots and hyphens, without spaces.")
)


class Zone(Record):
    """A 片区. Its code shares one namespace with the codes of buildings (see actions.buildings)."""

    scope = Scope(view=VIEW, edit=EDIT, open_to=VIEW)

    code = models.CharField(_("code"), max_length=32, unique=True, validators=[place_code])
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=100, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    is_demo = models.BooleanField(_("demo data"), default=False, editable=False)

    class Meta:
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('desk:occupancy:buildings')}?zone={self.code}"


class Building(Record):
    """``name`` is today's; earlier ones are BuildingName rows.

    In use on D: a BuildingStatus row that holds on D says so; without one ``in_use_from`` decides.
    """

    class Grade(models.TextChoices):
        SUPER = "super_a", _("super grade A")
        A = "a", _("grade A")
        B = "b", _("grade B")
        UNRATED = "unrated", _("not rated")

    scope = Scope("operator", "team", view=VIEW, edit=EDIT, open_to=DISTRICT)

    code = models.CharField(_("code"), max_length=32, unique=True, validators=[place_code])
    name = models.CharField(_("name"), max_length=100)
    zone = models.ForeignKey(
        Zone, verbose_name=_("zone"), on_delete=models.PROTECT, related_name="buildings"
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    in_use_from = models.DateField(_("in use from"), null=True, blank=True)
    gross_area = AreaField(_("gross area"), default=0)
    grade = models.CharField(_("grade"), max_length=10, choices=Grade, default=Grade.UNRATED)
    floors_above = models.PositiveSmallIntegerField(_("floors above ground"), null=True, blank=True)
    floors_below = models.PositiveSmallIntegerField(_("floors below ground"), null=True, blank=True)
    operator = models.ForeignKey(
        Team,
        verbose_name=_("operator"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="operated_buildings",
    )
    team = models.ForeignKey(
        Team,
        verbose_name=_("section in charge"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="buildings_in_charge",
    )
    is_demo = models.BooleanField(_("demo data"), default=False, editable=False)

    objects = BuildingQuerySet.as_manager()

    class Meta:
        verbose_name = _("building")
        verbose_name_plural = _("buildings")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("desk:occupancy:building", args=[self.code])


class BuildingName(Record, Period):
    """What a building was called from when to when (曾用名)."""

    scope = Scope.via("building")

    building = models.ForeignKey(
        Building, verbose_name=_("building"), on_delete=models.PROTECT, related_name="names"
    )
    name = models.CharField(_("name"), max_length=100)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("building name")
        verbose_name_plural = _("building names")
        ordering = ("building", "starts_on")

    def __str__(self) -> str:
        return self.name


class BuildingStatus(Record, Period):
    """A status that differs from what ``in_use_from`` says, from when to when."""

    class Status(models.TextChoices):
        CONSTRUCTION = "construction", _("under construction")
        IN_USE = "in_use", pgettext_lazy("building", "in use")
        SUSPENDED = "suspended", _("closed for rebuilding")
        WITHDRAWN = "withdrawn", pgettext_lazy("building", "withdrawn")

    scope = Scope.via("building")

    building = models.ForeignKey(
        Building, verbose_name=_("building"), on_delete=models.PROTECT, related_name="statuses"
    )
    status = models.CharField(_("status"), max_length=12, choices=Status)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("building status")
        verbose_name_plural = _("building statuses")
        ordering = ("building", "starts_on")

    def __str__(self) -> str:
        return f"{self.building} {self.get_status_display()}"


class BuildingMembership(Record, Period):
    """Whether a building counts in the district's figures; without a row it does (范围调整)."""

    scope = Scope.via("building")

    building = models.ForeignKey(
        Building, verbose_name=_("building"), on_delete=models.PROTECT, related_name="memberships"
    )
    counts = models.BooleanField(_("counts in the figures"), default=False)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("scope membership")
        verbose_name_plural = _("scope memberships")
        ordering = ("building", "starts_on")

    def __str__(self) -> str:
        return f"{self.building} {self.starts_on}"


class Floor(Record):
    """One storey as people call it (``label``); ``level`` sorts. Only office floors hold units."""

    class Kind(models.TextChoices):
        OFFICE = "office", _("floor with units")
        PLANT = "plant", _("refuge or plant floor")
        SKIPPED = "skipped", _("skipped number")

    scope = Scope.via("building")

    building = models.ForeignKey(
        Building, verbose_name=_("building"), on_delete=models.PROTECT, related_name="floors"
    )
    label = models.CharField(pgettext_lazy("floor", "label"), max_length=16)
    level = models.SmallIntegerField(_("level"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.OFFICE)
    note = models.CharField(_("note"), max_length=100, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("storey", "floor")
        verbose_name_plural = pgettext_lazy("storey", "floors")
        ordering = ("building", "-level", "label")
        constraints = [
            models.UniqueConstraint(fields=["building", "label"], name="one_floor_a_label"),
        ]

    def __str__(self) -> str:
        return self.label
