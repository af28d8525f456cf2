"""One form: its facts, its fillings, its editions; and the acts on it."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from crm.core.acts import record_event
from crm.core.clock import today
from crm.core.errors import Refused
from crm.core.views import RecordAction, RecordCreate, RecordEdit, RecordHistory, RecordPage
from crm.core.views.base import StaffView
from crm.reports.forms import EmptyForm
from crm.reports.models import SubmissionFiling, SubmissionForm
from crm.reports.submissions import actions
from crm.reports.submissions.blanks import losses
from crm.reports.submissions.forms import EditionForm, FormDetails, PeriodForm, RegisterForm
from crm.reports.submissions.standing import standings
from crm.reports.views.submissions.base import FormMixin

FILINGS = 36


def xlsx_response(content: bytes, name: str) -> HttpResponse:
    """The workbook under a Chinese name, never guessed at by the browser."""
    response = HttpResponse(content, content_type=actions.XLSX)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


class FormPage(FormMixin, RecordPage):
    """What the form asks for now, and everything that was sent."""

    permission = "reports.view"
    template_name = "reports/submission_page.html"

    def facts(self, record: SubmissionForm) -> list[tuple[Any, Any]]:
        return [
            (pgettext_lazy("form", "Code"), record.code),
            (_("edition"), record.edition),
            (_("submitted to"), record.agency),
            (_("frequency"), record.get_frequency_display()),
            (_("due on the day of the next month"), record.due_day),
            (_("file name"), record.file_name),
        ]

    def context(self, record: SubmissionForm) -> dict[str, Any]:
        editions = SubmissionForm.objects.filter(code=record.code).order_by("-edition")
        mapped = Count("cells", filter=~Q(cells__source=""))
        filings = SubmissionFiling.objects.filter(form__code=record.code)
        return {
            "now": standings([record], today())[record.pk],
            "editions": list(editions.annotate(mapped=mapped)),
            "mapped": record.cells.exclude(source="").count(),
            "filings": list(
                filings.select_related("form", "sent_by", "created_by").order_by("-period", "-pk")[
                    :FILINGS
                ]
            ),
            "period_form": PeriodForm(frequency=record.frequency),
            "losses": known_losses(record),
            "may_submit": self.user.can_on("reports.submit", record),
        }


class Register(FormMixin, RecordCreate):
    """Upload a blank once."""

    permission = "reports.submit"
    form_class = RegisterForm
    title = _("Upload a form")
    submit_label = _("Upload and map its cells")

    def perform(self, form: RegisterForm, record: None) -> SubmissionForm:
        row = form.save(commit=False)
        row.code = form.cleaned_data["code"]
        saved = actions.register_form(row, form.cleaned_data["file"], by=self.user)
        warn_of_losses(self.request, saved)
        return saved

    def success_url(self, record: SubmissionForm) -> str:
        return f"{record.get_absolute_url()}map/"


def known_losses(form: SubmissionForm) -> list[str]:
    """What the filled form will not keep; nothing while the file is missing."""
    try:
        return losses(actions.blank_of(form))
    except Refused:
        return []


def warn_of_losses(request: HttpRequest, form: SubmissionForm) -> None:
    """Say at once what the filled form will not have any more."""
    lost = known_losses(form)
    if lost:
        words = _now("The filled form will not keep: %(lost)s. Put them in again before sending.")
        messages.warning(request, words % {"lost": "、".join(lost)})


class FormAct(FormMixin, RecordAction):
    """Shared by the acts on one form."""

    abstract = True
    permission = "reports.submit"

    def crumbs(self) -> list[tuple[Any, str]]:
        return self.crumbs_below()


class EditDetails(FormMixin, RecordEdit):
    """Name, office, frequency and due day under the optimistic lock."""

    permission = "reports.submit"
    form_class = FormDetails
    title = _("Edit the form")

    def crumbs(self) -> list[tuple[Any, str]]:
        return self.crumbs_below()

    def perform(self, form: FormDetails, record: SubmissionForm) -> SubmissionForm:
        row = form.save(commit=False)
        return actions.edit_form(row, by=self.user, expected=self.expected_version)


class NewEdition(FormAct):
    """Another layout: what still fits is taken over."""

    form_class = EditionForm
    title = _("New edition")
    submit_label = _("Upload the new edition")

    def perform(self, form: EditionForm, record: SubmissionForm) -> SubmissionForm:
        fresh, left = actions.new_edition(record, form.cleaned_data["file"], by=self.user)
        if left:
            words = ngettext(
                "%(count)d cell does not fit the new layout, map it anew: %(cells)s",
                "%(count)d cells do not fit the new layout, map them anew: %(cells)s",
                len(left),
            )
            cells = "、".join(f"{cell.sheet}!{cell.cell}" for cell in left[:20])
            messages.warning(self.request, words % {"count": len(left), "cells": cells})
        else:
            messages.success(self.request, _now("Every mapped cell fits the new layout."))
        warn_of_losses(self.request, fresh)
        return fresh

    def success_url(self, record: SubmissionForm) -> str:
        return f"{record.get_absolute_url()}map/"


class Fill(FormAct):
    """Fill the form for a period."""

    form_class = PeriodForm
    title = _("Fill the form")
    submit_label = _("Fill")

    def form_kwargs(self, record: SubmissionForm) -> dict[str, Any]:
        return {"frequency": record.frequency}

    def perform(self, form: PeriodForm, record: SubmissionForm) -> SubmissionFiling:
        return actions.fill_form(record, form.cleaned_data["month"], by=self.user)


class Retire(FormAct):
    """Take a form out of use, or back into it."""

    form_class = EmptyForm
    title = _("Take out of use, or back")
    submit_label = _("Confirm")

    def perform(self, form: Any, record: SubmissionForm) -> SubmissionForm:
        return actions.retire(record, by=self.user)


class Blank(FormMixin, StaffView):
    """The blank as it came."""

    permission = "reports.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.get_record()
        try:
            content = actions.blank_of(record)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return HttpResponseRedirect(record.get_absolute_url())
        record_event("reports.form_read", by=self.user, row=record)
        return xlsx_response(content, record.file_name)


class FormHistory(FormMixin, RecordHistory):
    """Who changed what, and what went out."""

    permission = "reports.view"
    title = _("Change history")

    def crumbs(self) -> list[tuple[Any, str]]:
        return self.crumbs_below()
