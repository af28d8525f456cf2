from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from crm.core.acts import announce, authorise, change, create
from crm.core.clock import now, today
from crm.core.errors import Refused
from crm.core.models import User
from crm.leads.actions.closing import mark_invalid
from crm.leads.actions.moving import move
from crm.leads.clocks import CLOCK_FIELDS, set_clocks
from crm.leads.models import FollowUp, Lead
from crm.leads.rules import OWNED, State


def respond(
    follow_ups: Sequence[FollowUp],
    *,
    by: User | None,
    reason: str = "",
    expected: int | None = None,
) -> list[Lead]:
    """The first contact with the enterprise: the follow-up is kept and the assessment begins."""
    with transaction.atomic():
        leads = [row.lead for row in follow_ups]
        authorise(by, "leads.follow_up", leads)
        _store(follow_ups, by=by, reason=reason)
        changed = []
        for row in follow_ups:
            values = {"responded_at": row.at, **_latest(row)}
            changed += move(
                [row.lead],
                State.ASSESSING,
                by=by,
                at=now(),
                values=values,
                reason=reason,
                expected=expected,
            )
        announce("leads.responded", changed, by=by, reason=reason)
        return changed


def assess(
    leads: Sequence[Lead],
    *,
    by: User | None,
    assessment: str,
    fits: bool = True,
    expected: int | None = None,
) -> list[Lead]:
    """Write down whether it is worth following: on to follow-up, or invalid as unfit."""
    with transaction.atomic():
        authorise(by, "leads.follow_up", leads)
        if not assessment.strip():
            raise Refused(_("An assessment says why."), field="assessment")
        at = now()
        values = {"assessment": assessment.strip(), "assessed_at": at}
        if not fits:
            for lead in leads:
                lead.assessment, lead.assessed_at = values["assessment"], at
            return mark_invalid(
                leads,
                by=by,
                invalid_reason=Lead.InvalidReason.UNFIT,
                reason=assessment[:200],
                expected=expected,
                also=("assessment", "assessed_at"),
            )
        changed = move(leads, State.FOLLOWING, by=by, at=at, values=values, expected=expected)
        announce("leads.assessed", changed, by=by)
        return changed


def follow_up(
    follow_ups: Sequence[FollowUp],
    *,
    by: User | None,
    reason: str = "",
    expected: int | None = None,
) -> list[FollowUp]:
    """Keep contacts with enterprises; next step and clock move on. One lead may come only once.

    On a lead that awaits its first response, this is the first response.
    """
    with transaction.atomic():
        authorise(by, "leads.follow_up", [row.lead for row in follow_ups])
        first = [row for row in follow_ups if row.lead.state == State.UNANSWERED]
        rest = [row for row in follow_ups if row.lead.state != State.UNANSWERED]
        if first:
            respond(first, by=by, reason=reason, expected=expected)
        for row in rest:
            if State(row.lead.state) not in OWNED:
                raise Refused(
                    _("%(lead)s is %(now)s; there is nothing to follow up.")
                    % {"lead": row.lead.number, "now": row.lead.get_state_display()},
                    code="state",
                )
        _store(rest, by=by, reason=reason)
        for row in rest:
            for name, value in _latest(row).items():
                setattr(row.lead, name, value)
        leads = [row.lead for row in rest]
        set_clocks(leads, day=today())
        fields = ["followed_up_at", "next_step", "next_step_on", *CLOCK_FIELDS]
        change(leads, fields, by=by, reason=reason, expected=expected)
        announce("leads.followed_up", leads, by=by, reason=reason)
        return list(follow_ups)


def _store(follow_ups: Sequence[FollowUp], *, by: User | None, reason: str) -> None:
    moment = now()
    for row in follow_ups:
        if not row.result.strip():
            raise Refused(_("Say what came of it."), field="result")
        if row.at > moment:
            raise Refused(_("A follow-up has happened; it cannot lie in the future."), field="at")
        if row.next_step_on and row.next_step_on < today():
            raise Refused(_("The next step lies in the past."), field="next_step_on")
    create(follow_ups, by=by, reason=reason)


def _latest(row: FollowUp) -> dict:
    """Only a substantive contact pushes the follow-up clock on."""
    previous = row.lead.followed_up_at
    counted = row.at if row.is_substantive else previous
    if previous is not None and counted is not None:
        counted = max(previous, counted)
    return {
        "followed_up_at": counted,
        "next_step": row.next_step,
        "next_step_on": row.next_step_on,
    }
