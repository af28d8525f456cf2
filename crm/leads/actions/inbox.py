from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from crm.core.acts import authorise
from crm.core.clock import now
from crm.core.errors import Refused
from crm.core.models import Team, User
from crm.enterprises.actions import ensure
from crm.enterprises.identity import Identity
from crm.enterprises.models import Enterprise
from crm.leads.actions.registering import register
from crm.leads.models import Lead
from portal.choices import InboxState
from portal.models import InboxMessage

HOME_COUNTRIES = {"", "中国", "CHINA", "CN", "PRC"}


def take_inbox_messages(
    messages: Sequence[InboxMessage], *, by: User | None, team: Team, owner: User | None = None
) -> list[Lead]:
    """Turn waiting enquiries of the portal into leads of ``team``; each can be taken once."""
    with transaction.atomic():
        authorise(by, "leads.take_inbox")
        keys = [message.pk for message in messages]
        rows = list(InboxMessage.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
        for row in rows:
            if row.state != InboxState.WAITING:
                raise Refused(
                    _("%(number)s has been taken over already.") % {"number": row.number},
                    code="taken",
                )
        known, _new = ensure(
            [_identity(row) for row in rows if _is_named_here(row)], by=by, team=team
        )
        leads = register(
            [_lead(row, known.get(_identity(row)), team, owner) for row in rows], by=by
        )
        InboxMessage.objects.filter(pk__in=keys).update(state=InboxState.TAKEN, taken_at=now())
        return leads


def set_inbox_aside(messages: Sequence[InboxMessage], *, by: User | None) -> None:
    """Put waiting enquiries aside that are no lead, such as spam."""
    with transaction.atomic():
        authorise(by, "leads.take_inbox")
        InboxMessage.objects.filter(
            pk__in=[message.pk for message in messages], state=InboxState.WAITING
        ).update(state=InboxState.REFUSED, taken_at=now())


def _is_named_here(message: InboxMessage) -> bool:
    return bool(message.company.strip()) and message.country.strip().upper() in HOME_COUNTRIES


def _identity(message: InboxMessage) -> Identity:
    return Identity(message.company)


def _lead(
    message: InboxMessage, enterprise: Enterprise | None, team: Team, owner: User | None
) -> Lead:
    lines = [message.message, message.country, message.industry, message.move_in]
    return Lead(
        team=team,
        owner=owner,
        title=message.company or message.contact_name,
        enterprise=enterprise,
        contact_name=message.contact_name,
        contact_phone=message.phone,
        contact_email=message.email,
        source=Lead.Source.PORTAL,
        source_note=message.number,
        inbox_reference=message.number,
        need_area=message.area_to or message.area_from,
        received_at=message.received_at,
        note="\n".join(line for line in lines if line.strip()),
    )
