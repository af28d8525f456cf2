from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from crm.core.acts import announce, authorise
from crm.core.clock import now
from crm.core.errors import Refused
from crm.core.models import Team, User
from crm.leads.actions.moving import move
from crm.leads.models import Lead
from crm.leads.rules import OWNED, State


def assign(
    leads: Sequence[Lead],
    *,
    by: User | None,
    owner: User,
    deputy: User | None = None,
    reason: str = "",
    expected: int | None = None,
) -> list[Lead]:
    """Give unassigned leads an owner; the clock of the first response starts now.

    The lead goes to the owner's home team when that is another than the receiving one.
    """
    with transaction.atomic():
        authorise(by, "leads.assign", leads)
        _refuse_person(owner)
        at = now()
        values = {
            "owner": owner,
            "deputy": deputy,
            "assigned_at": at,
            "team": _team_of(owner, leads),
        }
        changed = move(
            leads,
            State.UNANSWERED,
            by=by,
            at=at,
            values=values,
            reason=reason,
            expected=expected,
        )
        announce("leads.assigned", changed, by=by, reason=reason, data={"owner": owner.pk})
        return changed


def transfer(
    leads: Sequence[Lead],
    *,
    by: User | None,
    owner: User,
    reason: str,
    credit_split: dict[str, int] | None = None,
    expected: int | None = None,
) -> list[Lead]:
    """Hand owned leads to another person: every clock and all history go with them."""
    with transaction.atomic():
        authorise(by, "leads.assign", leads)
        _refuse_person(owner)
        for lead in leads:
            if State(lead.state) not in OWNED:
                raise Refused(
                    _("%(lead)s has no owner to hand it on.") % {"lead": lead.number}, code="state"
                )
            if lead.owner_id == owner.pk:
                raise Refused(
                    _("%(lead)s is with %(name)s already.") % {"lead": lead.number, "name": owner},
                    field="owner",
                )
        at, changed = now(), []
        for state in sorted({lead.state for lead in leads}):
            changed += move(
                [lead for lead in leads if lead.state == state],
                State(state),
                by=by,
                at=at,
                values={"owner": owner, "deputy": None, "team": _team_of(owner, leads)},
                reason=reason,
                expected=expected,
                credit_split=credit_split,
            )
        announce("leads.transferred", changed, by=by, reason=reason, data={"owner": owner.pk})
        return changed


def _refuse_person(owner: User) -> None:
    if not owner.is_active or not owner.can("leads.follow_up"):
        raise Refused(_("%(name)s may not work on leads.") % {"name": owner}, field="owner")


def _team_of(owner: User, leads: Sequence[Lead]) -> Team:
    return owner.home_team or leads[0].team
