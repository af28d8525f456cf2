"""Indicators with their basis: definitions, targets, and what was observed or published."""

import datetime as dt
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.models import Team
from crm.core.records import Record
from crm.core.scopes import Scope
from crm.indicators.rules import Progress, measure

VIEW, EDIT = "indicators.view", "indicators.edit"


class Indicator(Record):
    """What is counted, in which unit, on which basis (口径), and how it adds up in a year."""

    class Period(models.TextChoices):
        MONTH = "month", pgettext_lazy("indicator", "monthly")
        QUARTER = "quarter", pgettext_lazy("indicator", "quarterly")
        YEAR = "year", pgettext_lazy("indicator", "yearly")

    class Aggregation(models.TextChoices):
        SUM = "sum", pgettext_lazy("indicator", "sum of the periods")
        LAST = "last", pgettext_lazy("indicator", "as at the end of the period")

    scope = Scope("team", view=VIEW, edit=EDIT, open_to=VIEW)

    code = models.CharField(_("indicator code"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=100)
    unit = models.CharField(pgettext_lazy("measure", "unit"), max_length=20)
    basis = models.CharField(pgettext_lazy("indicator", "basis"), max_length=300)
    source = models.CharField(pgettext_lazy("indicator", "source"), max_length=200)
    period = models.CharField(
        pgettext_lazy("indicator", "period"), max_length=8, choices=Period, default=Period.YEAR
    )
    aggregation = models.CharField(
        _("aggregation"), max_length=8, choices=Aggregation, default=Aggregation.SUM
    )
    places = models.PositiveSmallIntegerField(_("decimal places"), default=0)
    on_overview = models.BooleanField(_("shown on the overview"), default=False)
    team = models.ForeignKey(
        Team,
        verbose_name=_("section in charge"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
    )
    is_demo = models.BooleanField(_("demo data"), default=False, editable=False)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("desk:indicators:page", kwargs={"slug": self.code})

    def latest(self, day: dt.date | None = None) -> "Observation | None":
        """The newest official figure by the end of its period, up to ``day`` when given."""
        rows = self.observations.filter(series=Observation.Series.OFFICIAL)
        if day is not None:
            rows = rows.filter(ends_on__lte=day)
        return rows.order_by("-ends_on", "-pk").first()


class Target(Record):
    """What a year is to bring, for the whole district or one unit of it."""

    scope = Scope.via("indicator")

    indicator = models.ForeignKey(
        Indicator, verbose_name=_("indicator"), on_delete=models.PROTECT, related_name="targets"
    )
    year = models.PositiveSmallIntegerField(pgettext_lazy("indicator", "year"))
    team = models.ForeignKey(
        Team,
        verbose_name=_("unit responsible"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
    )
    value = models.DecimalField(_("target"), max_digits=20, decimal_places=4)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ("indicator", "-year")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year", "team"], name="one_target_a_year_and_unit"
            ),
            models.UniqueConstraint(
                fields=["indicator", "year"],
                condition=Q(team__isnull=True),
                name="one_target_a_year_for_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}"

    def progress(self, observed: Decimal, day: dt.date) -> Progress:
        """序时进度: what was reached against the part of the year that has passed."""
        return measure(self.value, observed, self.year, day)


class Observation(Record):
    """One figure of one period, with who published it. Official and own series never mix."""

    class Comparator(models.TextChoices):
        EXACT = "=", pgettext_lazy("observation", "exactly")
        AT_LEAST = ">=", pgettext_lazy("observation", "at least")
        MORE = ">", pgettext_lazy("observation", "more than")
        ABOUT = "~", pgettext_lazy("observation", "about")

    class Series(models.TextChoices):
        OFFICIAL = "official", pgettext_lazy("observation", "official figure")
        LEDGER = "ledger", pgettext_lazy("observation", "own ledger")

    class Status(models.TextChoices):
        PROVISIONAL = "provisional", pgettext_lazy("observation", "provisional")
        FINAL = "final", pgettext_lazy("observation", "final")
        CORRECTED = "corrected", pgettext_lazy("observation", "corrected")

    scope = Scope.via("indicator")

    indicator = models.ForeignKey(
        Indicator,
        verbose_name=_("indicator"),
        on_delete=models.PROTECT,
        related_name="observations",
    )
    starts_on = models.DateField(_("first day of the period"))
    ends_on = models.DateField(_("last day of the period"))
    value = models.DecimalField(
        pgettext_lazy("observation", "value"), max_digits=20, decimal_places=4
    )
    comparator = models.CharField(
        _("precision"), max_length=2, choices=Comparator, default=Comparator.EXACT
    )
    growth = models.DecimalField(
        _("stated growth, %"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    series = models.CharField(
        pgettext_lazy("observation", "series"),
        max_length=8,
        choices=Series,
        default=Series.OFFICIAL,
    )
    source = models.CharField(pgettext_lazy("indicator", "source"), max_length=200)
    authority = models.CharField(_("publishing authority"), max_length=100)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    as_published = models.CharField(_("wording as published"), max_length=100, blank=True)
    status = models.CharField(
        pgettext_lazy("observation", "status"),
        max_length=12,
        choices=Status,
        default=Status.FINAL,
    )

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ("indicator", "-ends_on")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "series", "starts_on", "ends_on", "authority"],
                name="one_observation_a_period_and_authority",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="observed_period_lasts_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.period_label}"

    @property
    def period_label(self) -> str:
        """2022, 2023-02, or from to."""
        first, last = self.starts_on, self.ends_on
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            return f"{first.year}" if first.year == last.year else f"{first.year}—{last.year}"
        if first == last:
            return first.isoformat()
        if first.day == 1 and (last + dt.timedelta(days=1)).day == 1 and first.month == last.month:
            return f"{last:%Y-%m}"
        return f"{first.isoformat()}—{last.isoformat()}"

    @property
    def shown(self) -> str:
        """The value with its precision, such as ≥50; the unit stands beside it."""
        sign = {"=": "", ">=": "≥", ">": ">", "~": "约"}[self.comparator]
        return f"{sign}{self.value.quantize(Decimal(1).scaleb(-self.indicator.places)):,}"
