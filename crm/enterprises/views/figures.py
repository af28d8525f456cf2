"""Restricted yearly figures of an enterprise: record, correct, look back."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.views import RecordEdit, RecordHistory
from crm.enterprises import actions
from crm.enterprises.forms import CorrectedFigureForm, YearlyFigureForm
from crm.enterprises.models import YearlyFigure
from crm.enterprises.views.acts import AddDetail


class AddFigure(AddDetail):
    """A figure with its source; for those who may record them and read the enterprise."""

    permission = "enterprises.edit_figures"
    form_class = YearlyFigureForm
    title = _("Record a yearly figure")

    def add(self, rows: list[Any]) -> None:
        actions.record_figures(rows, by=self.user)

    def success_url(self, record: Any) -> str:
        return f"{record.get_absolute_url()}#figures"


class OneFigure:
    """A figure by its key, below the number of its enterprise."""

    model = YearlyFigure
    slug_field = "pk"
    kwargs: dict[str, Any]

    def records(self) -> Any:
        rows = super().records()  # type: ignore[misc]
        number = self.kwargs["number"]
        return rows.filter(enterprise__number=number).select_related("enterprise")

    def crumbs(self) -> list[tuple[Any, str]]:
        number = self.kwargs["number"]
        page = reverse("desk:enterprises:page", args=[number])
        return [(_("Enterprises"), reverse("desk:enterprises:list")), (number, page)]


class FigureEdit(OneFigure, RecordEdit):
    """A figure put right under the optimistic lock."""

    permission = "enterprises.edit_figures"
    form_class = CorrectedFigureForm
    title = _("Correct the yearly figure")

    def perform(self, form: CorrectedFigureForm, record: YearlyFigure) -> YearlyFigure:
        return actions.edit_figures(
            [form.save(commit=False)],
            form.Meta.fields,
            by=self.user,
            reason=form.cleaned_data["reason"],
            expected=self.expected_version,
        )[0]


class FigureHistory(OneFigure, RecordHistory):
    """Who changed the figure, when and why."""

    permission = "enterprises.view_figures"
    title = _("Change history")
