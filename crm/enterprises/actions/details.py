"""Contacts, other names and qualifications of enterprises."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from crm.core.acts import announce, authorise, change, create, record_event
from crm.core.errors import Refused
from crm.core.models import User
from crm.core.names import clean_name, name_key
from crm.enterprises.models import Contact, FormerName, Qualification
from crm.enterprises.rules import phone_key


def add_contacts(
    contacts: Sequence[Contact], *, by: User | None, reason: str = ""
) -> list[Contact]:
    """Record people at enterprises that ``by`` may edit."""
    with transaction.atomic():
        authorise(by, "enterprises.edit", contacts)
        for row in contacts:
            row.phone_key = phone_key(row.phone)
        added = create(contacts, by=by, reason=reason)
        announce("enterprises.contact_added", [row.enterprise for row in added], by=by)
        return added


def edit_contacts(
    contacts: Sequence[Contact],
    fields: Sequence[str],
    *,
    by: User | None,
    reason: str = "",
    expected: int | None = None,
) -> list[Contact]:
    """Store changed ``fields`` of contacts."""
    with transaction.atomic():
        authorise(by, "enterprises.edit", contacts)
        for row in contacts:
            row.phone_key = phone_key(row.phone)
        return change(contacts, [*fields, "phone_key"], by=by, reason=reason, expected=expected)


def reveal_phone(contact: Contact, *, by: User | None, reason: str = "") -> str:
    """The whole number; that it was asked for is an event of the enterprise."""
    authorise(by, "enterprises.reveal_phone", [contact])
    record_event(
        "enterprises.phone_revealed",
        by=by,
        row=contact.enterprise,
        reason=reason,
        data={"contact": contact.pk},
    )
    return contact.phone


def add_other_names(
    names: Sequence[FormerName], *, by: User | None, reason: str = ""
) -> list[FormerName]:
    """Record former, short and foreign names; refuses one that the enterprise has already."""
    with transaction.atomic():
        authorise(by, "enterprises.edit", names)
        for row in names:
            row.name = clean_name(row.name)
            row.name_key = name_key(row.name)
            if row.name_key == row.enterprise.name_key:
                raise Refused(_("This is the present name of the enterprise."), field="name")
            if FormerName.objects.filter(
                enterprise=row.enterprise, name_key=row.name_key, kind=row.kind
            ).exists():
                raise Refused(_("This name is already recorded for the enterprise."), field="name")
        return create(names, by=by, reason=reason)


def add_qualifications(
    qualifications: Sequence[Qualification], *, by: User | None, reason: str = ""
) -> list[Qualification]:
    """Record qualifications; refuses a term that ends before it begins."""
    with transaction.atomic():
        authorise(by, "enterprises.edit", qualifications)
        for row in qualifications:
            if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
                raise Refused(_("The last day lies before the first."), field="valid_to")
        return create(qualifications, by=by, reason=reason)
