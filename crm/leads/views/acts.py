"""What is done to a lead: one form, one action each."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.views import RecordAction
from crm.core.whole_numbers import read_whole
from crm.leads import actions
from crm.leads.forms import (
    AssessForm,
    FollowUpForm,
    HandOverForm,
    InvalidForm,
    PersonForm,
    ReopenForm,
)
from crm.leads.models import FollowUp, Lead


class LeadAction(RecordAction):
    """Shared by every action on a lead."""

    abstract = True
    model = Lead

    def crumbs(self) -> list[tuple[Any, str]]:
        number = self.kwargs["slug"]
        page = reverse("desk:leads:page", args=[number])
        return [(_("Leads"), reverse("desk:leads:list")), (number, page)]

    @property
    def expected(self) -> int | None:
        """The version that the person saw, when the form carried it."""
        return read_whole(self.request.POST.get("version", ""))

    def follow_up_of(self, form: FollowUpForm, record: Lead) -> FollowUp:
        """The row that the form describes; the form made it without its lead."""
        row = FollowUp(**{name: form.cleaned_data[name] for name in form.Meta.fields})
        row.lead = record
        return row

    def make_form(self, record: Any, data: Any = None, files: Any = None) -> Any:
        """A form of a new row: the record is not its instance."""
        kwargs = self.form_kwargs(record)
        return self.form_class(**kwargs) if data is None else self.form_class(data, files, **kwargs)


class Assign(LeadAction):
    """Give a lead its owner."""

    permission = "leads.assign"
    form_class = PersonForm
    title = _("Assign the lead")
    submit_label = _("Assign")

    def perform(self, form: PersonForm, record: Lead) -> Lead:
        data = form.cleaned_data
        return actions.assign(
            [record],
            by=self.user,
            owner=data["owner"],
            reason=data["reason"],
            expected=self.expected,
        )[0]


class Transfer(LeadAction):
    """Hand a lead to another person; clocks and history go with it."""

    permission = "leads.assign"
    form_class = PersonForm
    title = _("Hand the lead on")
    submit_label = _("Hand on")

    def form_kwargs(self, record: Any) -> dict[str, Any]:
        return {"reason_required": True}

    def perform(self, form: PersonForm, record: Lead) -> Lead:
        data = form.cleaned_data
        return actions.transfer(
            [record],
            by=self.user,
            owner=data["owner"],
            reason=data["reason"],
            expected=self.expected,
        )[0]


class LogFollowUp(LeadAction):
    """A contact with the enterprise; the first one is the first response."""

    permission = "leads.follow_up"
    form_class = FollowUpForm
    title = _("Log a follow-up")
    success_message = _("The follow-up is kept.")

    def perform(self, form: FollowUpForm, record: Lead) -> Lead:
        row = self.follow_up_of(form, record)
        actions.follow_up([row], by=self.user, expected=self.expected)
        return record


class Assess(LeadAction):
    """Write the assessment."""

    permission = "leads.follow_up"
    form_class = AssessForm
    title = _("Submit the assessment")
    submit_label = _("Submit")

    def perform(self, form: AssessForm, record: Lead) -> Lead:
        data = form.cleaned_data
        return actions.assess(
            [record],
            by=self.user,
            assessment=data["assessment"],
            fits=data["fits"],
            expected=self.expected,
        )[0]


class MarkInvalid(LeadAction):
    """Close a lead that comes to nothing."""

    permission = "leads.close"
    form_class = InvalidForm
    title = _("Mark the lead invalid")
    submit_label = _("Mark invalid")

    def perform(self, form: InvalidForm, record: Lead) -> Lead:
        data = form.cleaned_data
        return actions.mark_invalid(
            [record],
            by=self.user,
            invalid_reason=data["invalid_reason"],
            reason=data["reason"],
            expected=self.expected,
        )[0]


class HandOver(LeadAction):
    """流转 to another district."""

    permission = "leads.hand_over"
    form_class = HandOverForm
    title = _("Hand the lead to another district")
    submit_label = _("Hand over")

    def perform(self, form: HandOverForm, record: Lead) -> Lead:
        data = form.cleaned_data
        return actions.hand_over(
            [record],
            by=self.user,
            handed_to=data["handed_to"],
            reason=data["reason"],
            expected=self.expected,
        )[0]


class Reopen(LeadAction):
    """Take an invalid lead up again."""

    permission = "leads.assign"
    form_class = ReopenForm
    title = _("Take the lead up again")
    submit_label = _("Take up again")

    def perform(self, form: ReopenForm, record: Lead) -> Lead:
        reason = form.cleaned_data["reason"]
        return actions.reopen([record], by=self.user, reason=reason, expected=self.expected)[0]
