"""What is done to a project: one form, one action each."""

from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from crm.core.attachments import attach
from crm.core.views import RecordAction
from crm.core.whole_numbers import read_whole
from crm.leads.models import Lead
from crm.projects import actions
from crm.projects.actions import Conversion
from crm.projects.forms import (
    ConvertForm,
    EnterForm,
    EvidenceForm,
    HandToForm,
    LeaveForm,
    LibraryForm,
    MoneyIncrementForm,
    MoveForm,
    ProjectFollowUpForm,
    ResumeForm,
    SideForm,
)
from crm.projects.models import Project, ProjectFollowUp
from crm.projects.rules import Side, Stage


class ProjectAction(RecordAction):
    """Shared by every action on a project."""

    abstract = True
    model = Project

    def crumbs(self) -> list[tuple[Any, str]]:
        number = self.kwargs["slug"]
        page = reverse("desk:projects:page", args=[number])
        return [(_("Projects"), reverse("desk:projects:list")), (number, page)]

    @property
    def expected(self) -> int | None:
        """The version that the person saw, when the form carried it."""
        return read_whole(self.request.POST.get("version", ""))

    def make_form(self, record: Any, data: Any = None, files: Any = None) -> Any:
        """A form of a new row: the project is not its instance."""
        kwargs = self.form_kwargs(record)
        return self.form_class(**kwargs) if data is None else self.form_class(data, files, **kwargs)


class Move(ProjectAction):
    """Move a stage, also backwards with reason and approver."""

    permission = "projects.move"
    form_class = MoveForm
    title = _("Move the project")
    submit_label = _("Move")

    def form_kwargs(self, record: Project) -> dict[str, Any]:
        return {
            "project": record,
            "user": self.user,
            "initial": {"to": self.request.GET.get("to", "")},
        }

    def perform(self, form: MoveForm, record: Project) -> Project:
        data = form.cleaned_data
        return actions.move_stage(
            [record],
            by=self.user,
            to=Stage(data["to"]),
            on=data["moved_on"],
            reason=data["reason"],
            approver=data["approver"],
            expected=self.expected,
        )[0]


class SetAside(ProjectAction):
    """暂缓, 终止 or 流转."""

    permission = "projects.move"
    form_class = SideForm
    title = _("Set the project aside")

    def form_kwargs(self, record: Project) -> dict[str, Any]:
        return {"initial": {"side": self.request.GET.get("side", "")}}

    def perform(self, form: SideForm, record: Project) -> Project:
        data = dict(form.cleaned_data)
        side = Side(data.pop("side"))
        return actions.set_side([record], by=self.user, side=side, expected=self.expected, **data)[
            0
        ]


class Resume(ProjectAction):
    """Take a project up again."""

    permission = "projects.approve"
    form_class = ResumeForm
    title = _("Take the project up again")
    submit_label = _("Take up again")

    def perform(self, form: ResumeForm, record: Project) -> Project:
        reason = form.cleaned_data["reason"]
        return actions.resume([record], by=self.user, reason=reason, expected=self.expected)[0]


class HandTo(ProjectAction):
    """Give the project to another person."""

    permission = "projects.approve"
    form_class = HandToForm
    title = _("Hand the project on")
    submit_label = _("Hand on")

    def perform(self, form: HandToForm, record: Project) -> Project:
        data = form.cleaned_data
        return actions.hand_to(
            [record],
            by=self.user,
            owner=data["owner"],
            reason=data["reason"],
            expected=self.expected,
        )[0]


class LogFollowUp(ProjectAction):
    """A contact about the project."""

    permission = "projects.edit"
    form_class = ProjectFollowUpForm
    title = _("Log a follow-up")
    success_message = _("The follow-up is kept.")

    def perform(self, form: ProjectFollowUpForm, record: Project) -> Project:
        row = ProjectFollowUp(**{name: form.cleaned_data[name] for name in form.Meta.fields})
        row.project = record
        actions.follow_up([row], by=self.user, expected=self.expected)
        return record


class RecordMoney(ProjectAction):
    """One dated amount."""

    permission = "projects.record_money"
    form_class = MoneyIncrementForm
    title = _("Record an amount")

    def perform(self, form: MoneyIncrementForm, record: Project) -> Project:
        row = form.save(commit=False)
        row.project = record
        actions.record_money([row], by=self.user)
        return record


class AddEvidence(ProjectAction):
    """A file that proves something about the project."""

    permission = "projects.edit"
    form_class = EvidenceForm
    title = _("Add evidence")

    def perform(self, form: EvidenceForm, record: Project) -> Project:
        attach(record, form.cleaned_data["file"], by=self.user, kind=form.cleaned_data["kind"])
        return record


class RequestEntry(ProjectAction):
    """Ask for entry into a library."""

    permission = "projects.edit"
    form_class = LibraryForm
    title = _("Ask for entry into a library")
    submit_label = _("Ask for review")

    def perform(self, form: LibraryForm, record: Project) -> Project:
        actions.request_entry([record], by=self.user, library=form.cleaned_data["library"])
        return record


class ReviewEntry(ProjectAction):
    """Let a project into a library, or turn the request down."""

    permission = "projects.review_entry"
    form_class = EnterForm
    title = _("Review the entry")

    def perform(self, form: EnterForm, record: Project) -> Project:
        data = form.cleaned_data
        if data["decision"] == "refuse":
            actions.refuse_entry(
                [record], by=self.user, library=data["library"], reason=data["reason"]
            )
            messages.info(self.request, _t("The request was turned down."))
            return record
        actions.enter_library(
            [record],
            by=self.user,
            library=data["library"],
            entered_on=data["entered_on"],
            official_number=data["official_number"],
            reason=data["reason"],
        )
        return record


class LeaveLibrary(ProjectAction):
    """出库."""

    permission = "projects.review_entry"
    form_class = LeaveForm
    title = _("Take the project out of a library")

    def perform(self, form: LeaveForm, record: Project) -> Project:
        actions.leave_library([record], by=self.user, **form.cleaned_data)
        return record


class Convert(RecordAction):
    """Make a project of a lead."""

    model = Lead
    permission = "leads.follow_up"
    form_class = ConvertForm
    title = _("Turn the lead into a project")
    submit_label = _("Make the project")

    def crumbs(self) -> list[tuple[Any, str]]:
        number = self.kwargs["slug"]
        return [
            (_("Leads"), reverse("desk:leads:list")),
            (number, reverse("desk:leads:page", args=[number])),
        ]

    def form_kwargs(self, record: Lead) -> dict[str, Any]:
        return {"initial": {"name": record.title}}

    def perform(self, form: ConvertForm, record: Lead) -> Project:
        seen = self.request.POST.get("version", "")
        conversion = Conversion(lead=record, **form.cleaned_data)
        return actions.convert_leads([conversion], by=self.user, expected=read_whole(seen))[0]
