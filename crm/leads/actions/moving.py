"""How a lead changes state: checked, written with its move and its clock, in one place."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from crm.core.acts import change, create
from crm.core.errors import Refused
from crm.core.models import User
from crm.leads.clocks import CLOCK_FIELDS, set_clocks
from crm.leads.models import Lead, LeadMove
from crm.leads.rules import State, may_move


def move(
    leads: Sequence[Lead],
    state: State,
    *,
    by: User | None,
    at: dt.datetime,
    values: dict[str, Any],
    reason: str = "",
    expected: int | None = None,
    credit_split: dict[str, int] | None = None,
) -> list[Lead]:
    """Give leads a state and other ``values`` and write the move rows. Inside the transaction.

    Raises Refused when a lead may not go there; a lead that is there already only takes the values.
    """
    moves = []
    for lead in leads:
        _check(lead, state)
        row = _row_before(lead, state, at=at, reason=reason, credit_split=credit_split)
        for name, value in values.items():
            setattr(lead, name, value)
        if lead.state != state:
            lead.state, lead.state_since = state, at
        row.to_owner_id, row.to_team_id = lead.owner_id, lead.team_id
        moves.append(row)
    set_clocks(leads, day=timezone.localtime(at).date())
    fields = list(dict.fromkeys(["state", "state_since", *CLOCK_FIELDS, *values]))
    changed = change(leads, fields, by=by, reason=reason, expected=expected)
    create(moves, by=by, reason=reason)
    return changed


def _check(lead: Lead, state: State) -> None:
    if lead.state != state and not may_move(State(lead.state), state):
        raise Refused(
            _("%(lead)s is %(now)s; it cannot become %(state)s.")
            % {
                "lead": lead.number,
                "now": lead.get_state_display(),
                "state": Lead.State(state).label,
            },
            code="state",
        )


def _row_before(
    lead: Lead,
    state: State,
    *,
    at: dt.datetime,
    reason: str,
    credit_split: dict[str, int] | None,
) -> LeadMove:
    return LeadMove(
        lead=lead,
        moved_at=at,
        from_state=lead.state,
        to_state=state,
        from_owner_id=lead.owner_id,
        from_team_id=lead.team_id,
        reason=reason[:200],
        credit_split=credit_split or {},
    )
