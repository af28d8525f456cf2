"""What is done with a report on screen: draw up, review, issue, drop."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.clock import now
from crm.core.errors import Refused
from crm.core.views import RecordAction, RecordCreate
from crm.reports import actions
from crm.reports.forms import DrawUpForm, EmptyForm, NoteForm
from crm.reports.jobs import start
from crm.reports.models import PrintJob, Snapshot
from crm.reports.numbers import expected_number
from crm.reports.views.snapshots import SnapshotMixin


class DrawUp(RecordCreate):
    """Freeze the figures of a month as a draft."""

    model = Snapshot
    permission = "reports.draft"
    form_class = DrawUpForm
    title = _("Draw up a report")
    submit_label = _("Freeze the figures")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Reports"), reverse("desk:reports:list"))]

    def form_kwargs(self, record: Any) -> dict[str, Any]:
        """``?kind=&scope=&month=`` fill the form in, as links from other pages do."""
        asked = self.request.GET
        names = ("kind", "scope", "month")
        return {"initial": {name: asked[name] for name in names if asked.get(name)}}

    def perform(self, form: DrawUpForm, record: Any) -> Snapshot:
        data, asked_at = form.cleaned_data, now()
        kind = actions.kind_of(data["kind"])
        drawn = actions.freeze(kind, by=self.user, as_of=data["month"], scope=data["scope"])
        if drawn.frozen_at < asked_at:
            words = _("The figures have not changed: this is the report that is there already.")
            messages.info(self.request, words)
        return drawn


class SnapshotAction(SnapshotMixin, RecordAction):
    """Shared by the acts on one report."""

    abstract = True
    form_class = EmptyForm
    template_name = "reports/act.html"

    def crumbs(self) -> list[tuple[Any, str]]:
        return [*super().crumbs(), self.record_crumb()]


class Review(SnapshotAction):
    """审核通过."""

    permission = "reports.review"
    title = _("Approve the draft")
    submit_label = _("Approve")
    success_message = _("The draft is approved.")

    def perform(self, form: EmptyForm, record: Snapshot) -> Snapshot:
        return actions.review(record, by=self.user)


class Drop(SnapshotAction):
    """Put a draft aside."""

    permission = "reports.draft"
    title = _("Drop the draft")
    submit_label = _("Drop the draft")
    success_message = _("The draft is dropped. Its figures stay on record.")

    def perform(self, form: EmptyForm, record: Snapshot) -> Snapshot:
        return actions.drop(record, by=self.user)


class Issue(SnapshotAction):
    """Number, print and put in force; the printing runs in the background."""

    permission = "reports.issue"
    form_class = NoteForm
    title = _("Issue the report")
    submit_label = _("Issue")

    def context(self, record: Snapshot) -> dict[str, Any]:
        return issue_context(record)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.get_record()
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.show(form, record, status=422)
        try:
            with transaction.atomic():
                job = actions.ask_for_print(
                    record,
                    by=self.user,
                    purpose=PrintJob.Purpose.ISSUE,
                    note=form.cleaned_data["note"],
                )
                start(job)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return self.show(form, record, status=422)
        address = reverse("desk:reports:job", args=[record.slug, job.pk])
        return HttpResponseRedirect(address)


def issue_context(record: Snapshot) -> dict[str, Any]:
    """What the question before issuing names: the number to come and the report it corrects."""
    return {
        "expected_number": expected_number(record.definition.number_prefix, record.as_of),
        "corrects": actions.in_force(record),
    }
