"""Defining indicators and recording their figures."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.names import Code
from crm.core.views import RecordAction, RecordCreate, RecordEdit
from crm.indicators import actions
from crm.indicators.forms import IndicatorForm, ObservationForm, TargetForm
from crm.indicators.models import Indicator

EDIT = "indicators.edit"


class IndicatorCreate(RecordCreate):
    """A new indicator."""

    model = Indicator
    permission = EDIT
    form_class = IndicatorForm
    title = _("New indicator")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Indicators"), reverse("desk:indicators:list"))]

    def perform(self, form: IndicatorForm, record: Any) -> Indicator:
        return actions.define([form.save(commit=False)], by=self.user)[0]


class IndicatorEdit(RecordEdit):
    """Change a definition."""

    model = Indicator
    slug_field = "code"
    permission = EDIT
    form_class = IndicatorForm
    title = _("Edit the indicator")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Indicators"), reverse("desk:indicators:list"))]

    def perform(self, form: IndicatorForm, record: Indicator) -> Indicator:
        fields = list(form.changed_data)
        row = form.save(commit=False)
        return actions.redefine([row], fields, by=self.user, expected=self.expected_version)[0]


class IndicatorAction(RecordAction):
    """Shared by the acts on one indicator; their forms make a new row."""

    abstract = True
    model = Indicator
    slug_field = "code"
    permission = EDIT

    def crumbs(self) -> list[tuple[Any, str]]:
        code = self.kwargs["slug"]
        page = reverse("desk:indicators:page", args=[code])
        return [(_("Indicators"), reverse("desk:indicators:list")), (Code(code), page)]

    def make_form(self, record: Any, data: Any = None, files: Any = None) -> Any:
        row = self.form_class.Meta.model(indicator=record)  # type: ignore[attr-defined]
        return self.form_class(data, files, instance=row)  # type: ignore[call-arg]


class Observe(IndicatorAction):
    """Record a figure of a period."""

    form_class = ObservationForm
    title = _("Record a figure")

    def perform(self, form: ObservationForm, record: Indicator) -> Indicator:
        actions.observe([form.save(commit=False)], by=self.user)
        return record


class SetTarget(IndicatorAction):
    """Set what a year is to bring."""

    form_class = TargetForm
    title = _("Set a target")

    def perform(self, form: TargetForm, record: Indicator) -> Indicator:
        actions.set_targets([form.save(commit=False)], by=self.user)
        return record
