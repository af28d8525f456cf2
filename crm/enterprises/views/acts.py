"""What is done to an enterprise: one form, one action each."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.views import RecordAction
from crm.core.whole_numbers import read_whole
from crm.enterprises import actions
from crm.enterprises.forms import (
    ContactForm,
    OtherNameForm,
    ParentForm,
    QualificationForm,
    RegistrationForm,
    StewardForm,
)
from crm.enterprises.models import Enterprise


class EnterpriseAction(RecordAction):
    """Shared by every action on an enterprise."""

    abstract = True
    model = Enterprise

    def crumbs(self) -> list[tuple[Any, str]]:
        number = self.kwargs["slug"]
        page = reverse("desk:enterprises:page", args=[number])
        return [(_("Enterprises"), reverse("desk:enterprises:list")), (number, page)]

    @property
    def expected(self) -> int | None:
        """The version that the person saw, when the form carried it."""
        return read_whole(self.request.POST.get("version", ""))

    def make_form(self, record: Any, data: Any = None, files: Any = None) -> Any:
        """A form of a new row: the enterprise is not its instance."""
        kwargs = self.form_kwargs(record)
        return self.form_class(**kwargs) if data is None else self.form_class(data, files, **kwargs)


class AddDetail(EnterpriseAction):
    """A new row that belongs to the enterprise."""

    abstract = True
    permission = "enterprises.edit"

    def perform(self, form: Any, record: Enterprise) -> Enterprise:
        row = form.save(commit=False)
        row.enterprise = record
        self.add([row])
        return record

    def add(self, rows: list[Any]) -> None:
        """Call the action."""
        raise NotImplementedError


class AddContact(AddDetail):
    permission = "enterprises.edit"
    form_class = ContactForm
    title = _("Add a contact")

    def add(self, rows: list[Any]) -> None:
        actions.add_contacts(rows, by=self.user)


class AddOtherName(AddDetail):
    permission = "enterprises.edit"
    form_class = OtherNameForm
    title = _("Add another name")

    def add(self, rows: list[Any]) -> None:
        actions.add_other_names(rows, by=self.user)


class AddQualification(AddDetail):
    permission = "enterprises.edit"
    form_class = QualificationForm
    title = _("Add a qualification")

    def add(self, rows: list[Any]) -> None:
        actions.add_qualifications(rows, by=self.user)


class AddRegistration(AddDetail):
    permission = "enterprises.edit"
    form_class = RegistrationForm
    title = _("Record a registration")

    def add(self, rows: list[Any]) -> None:
        actions.record_registrations(rows, by=self.user)


class SetParent(EnterpriseAction):
    """Hang the enterprise under its group."""

    permission = "enterprises.edit"
    form_class = ParentForm
    title = _("Set the group parent")

    def form_kwargs(self, record: Enterprise) -> dict[str, Any]:
        within = Enterprise.objects.visible_to(self.user).current().exclude(pk=record.pk)
        return {
            "within": within,
            "initial": {"parent": record.parent.name if record.parent else ""},
        }

    def perform(self, form: ParentForm, record: Enterprise) -> Enterprise:
        data = form.cleaned_data
        return actions.set_parent(
            [record],
            by=self.user,
            parent=data["parent"],
            reason=data["reason"],
            expected=self.expected,
        )[0]


class AppointSteward(EnterpriseAction):
    """Give the enterprise a steward."""

    permission = "enterprises.appoint_steward"
    form_class = StewardForm
    title = _("Appoint the steward")
    submit_label = _("Appoint")

    def perform(self, form: StewardForm, record: Enterprise) -> Enterprise:
        data = form.cleaned_data
        return actions.appoint_steward(
            [record],
            by=self.user,
            steward=data["steward"],
            starts_on=data["starts_on"],
            reason=data["reason"],
            expected=self.expected,
        )[0]
