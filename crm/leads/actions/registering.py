from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.core import numbering
from crm.core.acts import announce, authorise, create
from crm.core.clock import now, today
from crm.core.errors import Refused
from crm.core.models import User
from crm.core.names import clean_name
from crm.enterprises.rules import phone_key
from crm.leads.amounts import settle_investment
from crm.leads.clocks import set_clocks
from crm.leads.models import Lead, LeadMove
from crm.leads.rules import State


def register(leads: Sequence[Lead], *, by: User | None, reason: str = "") -> list[Lead]:
    """Record leads. With an owner they wait for the first response, without one for assignment.

    A lead that brings its number (an import) keeps it. Raises Refused when it names neither an
    enterprise nor a person, or an owner who may not work on leads.
    """
    with transaction.atomic():
        authorise(by, "leads.create", leads)
        moment = now()
        owners: dict[int, bool] = {}
        for lead in leads:
            _prepare(lead, moment)
            if lead.owner is not None and lead.owner_id not in owners:
                owners[lead.owner_id] = lead.owner.is_active and lead.owner.can("leads.follow_up")
            if lead.owner is not None and not owners[lead.owner_id]:
                raise Refused(
                    _("%(name)s may not work on leads.") % {"name": lead.owner}, field="owner"
                )
        set_clocks(leads, day=today())
        _number(leads)
        create(leads, by=by, reason=reason)
        create(
            [
                LeadMove(
                    lead=lead,
                    moved_at=lead.received_at,
                    to_state=lead.state,
                    to_owner_id=lead.owner_id,
                    to_team_id=lead.team_id,
                    reason=reason[:200],
                )
                for lead in leads
            ],
            by=by,
            reason=reason,
        )
        announce("leads.registered", leads, by=by, reason=reason)
        return list(leads)


def _prepare(lead: Lead, moment) -> None:
    lead.received_at = lead.received_at or moment
    if lead.received_at > moment:
        raise Refused(_("A lead cannot be received in the future."), field="received_at")
    lead.title = clean_name(lead.title or (lead.enterprise.name if lead.enterprise else ""))
    if not lead.title:
        raise Refused(_("Say which enterprise it is, or give the lead a title."), field="title")
    if not lead.team_id:
        raise Refused(_("A lead belongs to a team."), field="team")
    lead.phone_key = phone_key(lead.contact_phone)
    settle_investment(lead)
    lead.state = State.UNASSIGNED if lead.owner_id is None else State.UNANSWERED
    lead.assigned_at = None if lead.owner_id is None else lead.received_at
    lead.state_since = lead.received_at


def _number(leads: Sequence[Lead]) -> None:
    by_year: dict[int, list[Lead]] = {}
    for lead in leads:
        if lead.number:
            _keep(lead)
        else:
            by_year.setdefault(timezone.localtime(lead.received_at).year, []).append(lead)
    for year, rows in by_year.items():
        for lead, number in zip(rows, numbering.take("XS", year, len(rows)), strict=True):
            lead.number = number


def _keep(lead: Lead) -> None:
    if Lead.objects.filter(number=lead.number).exists():
        raise Refused(
            _("The number %(number)s is taken.") % {"number": lead.number}, field="number"
        )
    head, _dash, tail = lead.number.rpartition("-")
    if head.startswith("XS-") and tail.isdigit():
        numbering.reserve_up_to(head, int(tail))
