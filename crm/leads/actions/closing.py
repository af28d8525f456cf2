from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from crm.core.acts import announce, authorise
from crm.core.clock import now
from crm.core.errors import Refused
from crm.core.models import User
from crm.leads.actions.moving import move
from crm.leads.models import Lead
from crm.leads.rules import State


def mark_invalid(
    leads: Sequence[Lead],
    *,
    by: User | None,
    invalid_reason: str,
    reason: str = "",
    expected: int | None = None,
    also: Sequence[str] = (),
) -> list[Lead]:
    """Close leads that come to nothing. ``also`` names fields set on the rows before."""
    with transaction.atomic():
        authorise(by, "leads.close", leads)
        if invalid_reason not in Lead.InvalidReason.values:
            raise Refused(_("Choose why the lead is invalid."), field="invalid_reason")
        at = now()
        changed = []
        for lead in leads:
            values = {name: getattr(lead, name) for name in also}
            values |= {"closed_at": at, "invalid_reason": invalid_reason}
            changed += move(
                [lead],
                State.INVALID,
                by=by,
                at=at,
                values=values,
                reason=reason or Lead.InvalidReason(invalid_reason).label,
                expected=expected,
            )
        announce("leads.marked_invalid", changed, by=by, reason=reason)
        return changed


def convert(
    leads: Sequence[Lead], *, by: User | None, reason: str = "", expected: int | None = None
) -> list[Lead]:
    """Close leads that have become projects; called by the action that makes the projects."""
    with transaction.atomic():
        authorise(by, "leads.follow_up", leads)
        at = now()
        changed = move(
            leads,
            State.CONVERTED,
            by=by,
            at=at,
            values={"closed_at": at},
            reason=reason,
            expected=expected,
        )
        announce("leads.converted", changed, by=by, reason=reason)
        return changed


def hand_over(
    leads: Sequence[Lead],
    *,
    by: User | None,
    handed_to: str,
    reason: str,
    expected: int | None = None,
) -> list[Lead]:
    """流转: give leads to another district; names the receiver."""
    with transaction.atomic():
        authorise(by, "leads.hand_over", leads)
        if not handed_to.strip():
            raise Refused(_("Name the district or unit that receives it."), field="handed_to")
        at = now()
        changed = move(
            leads,
            State.HANDED_OVER,
            by=by,
            at=at,
            values={"closed_at": at, "handed_to": handed_to.strip()},
            reason=reason,
            expected=expected,
        )
        announce("leads.handed_over", changed, by=by, reason=reason)
        return changed


def reopen(
    leads: Sequence[Lead], *, by: User | None, reason: str, expected: int | None = None
) -> list[Lead]:
    """Take invalid leads up again: they wait for assignment."""
    with transaction.atomic():
        authorise(by, "leads.assign", leads)
        if not reason.strip():
            raise Refused(_("Say why it is taken up again."), field="reason")
        values = {
            "closed_at": None,
            "invalid_reason": "",
            "owner": None,
            "deputy": None,
            "assigned_at": None,
            "responded_at": None,
        }
        changed = move(
            leads,
            State.UNASSIGNED,
            by=by,
            at=now(),
            values=values,
            reason=reason,
            expected=expected,
        )
        announce("leads.reopened", changed, by=by, reason=reason)
        return changed
