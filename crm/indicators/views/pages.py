"""Indicators as a list, one by one, and their history."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.clock import today
from crm.core.names import Code
from crm.core.views import Button, RecordHistory, RecordList, RecordPage
from crm.indicators.filters import IndicatorFilter
from crm.indicators.models import Indicator, Observation, Target
from crm.indicators.tables import IndicatorTable


class IndicatorList(RecordList):
    """Every indicator with its newest figure and this year's target."""

    model = Indicator
    permission = "indicators.view"
    title = _("Indicators")
    table_class = IndicatorTable
    filterset_class = IndicatorFilter
    default_sort = "code"
    sort_fields = {"code": "code", "name": "name"}
    fixed_columns = ("name",)
    default_columns = ("name", "latest", "of", "growth", "target", "authority", "basis")
    buttons = (
        Button(
            _("New indicator"), "desk:indicators:create", "plus", "indicators.edit", primary=True
        ),
    )
    empty_text = _("No indicators yet. Define the first one with its unit and basis.")

    def rows(self) -> QuerySet:
        official = Observation.objects.filter(series=Observation.Series.OFFICIAL)
        newest = official.select_related("indicator").order_by("-ends_on", "-pk")
        targets = Target.objects.filter(team__isnull=True).order_by("-year")
        return (
            super()
            .rows()
            .select_related("team")
            .prefetch_related(
                Prefetch("observations", newest, to_attr="newest"),
                Prefetch("targets", targets, to_attr="yearly"),
            )
        )

    def row_context(self, rows: list[Any]) -> None:
        year = today().year
        for row in rows:
            row.shown = next(iter(row.newest), None)
            row.target_now = next((one for one in row.yearly if one.year == year), None)


class IndicatorPage(RecordPage):
    """Definition, figures by period, targets with 序时进度."""

    model = Indicator
    slug_field = "code"
    permission = "indicators.view"
    template_name = "indicators/indicator_page.html"

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Indicators"), reverse("desk:indicators:list"))]

    def facts(self, record: Indicator) -> list[tuple[Any, Any]]:
        return [
            (pgettext_lazy("indicator", "Code"), Code(record.code)),
            (pgettext_lazy("measure", "Unit"), record.unit),
            (pgettext_lazy("indicator", "Basis"), record.basis),
            (pgettext_lazy("indicator", "Source"), record.source),
            (pgettext_lazy("indicator", "Period"), record.get_period_display()),
            (_("Aggregation"), record.get_aggregation_display()),
            (_("Section in charge"), record.team),
        ]

    def context(self, record: Indicator) -> dict[str, Any]:
        observations = list(record.observations.select_related("indicator"))
        return {
            "observations": observations,
            "targets": [
                (target, target.progress(self.reached(record, observations, target), today()))
                for target in record.targets.select_related("team")
            ],
        }

    def reached(self, record: Indicator, observations: list[Observation], target: Target) -> Any:
        """What the official figures of the target's year come to."""
        values = [
            row.value
            for row in observations
            if row.ends_on.year == target.year and row.series == Observation.Series.OFFICIAL
        ]
        if record.aggregation == Indicator.Aggregation.SUM:
            return sum(values)
        return values[0] if values else 0


class IndicatorHistory(RecordHistory):
    """Who changed what of an indicator."""

    model = Indicator
    slug_field = "code"
    permission = "indicators.view"
    title = _("Change history")
