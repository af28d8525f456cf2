"""楼宇运营月报, the statistician's side: save decisions for later, and decide."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from crm.core.acts import announce, authorise, change
from crm.core.clock import now
from crm.core.errors import Refused, Stale
from crm.core.models import User
from crm.occupancy.actions.applying import apply_report
from crm.occupancy.actions.reported_shapes import apply_reshaping
from crm.occupancy.models import MonthlyReturn
from crm.occupancy.returns.reported import Decision, Reported, Reshaping, of_return

REVIEW = "occupancy.close_month"
DECIDED = ["decision", "decision_reason", "decided_by", "decided_at"]
STATE = MonthlyReturn.State


@dataclass(frozen=True)
class Verdict:
    """``decision`` about one report; a returned one says why."""

    decision: str
    reason: str = ""


def save_decisions(
    row: MonthlyReturn,
    verdicts: Mapping[str, Verdict],
    *,
    by: User | None,
    expected: int | None = None,
) -> MonthlyReturn:
    """Keep decisions by key without acting on them (暂存)."""
    with transaction.atomic():
        _check(row, by)
        change([row], [], by=by, expected=expected)
        _write(of_return(row), verdicts, by=by)
        return row


def decide_return(
    row: MonthlyReturn,
    verdicts: Mapping[str, Verdict],
    *,
    by: User | None,
    reason: str = "",
    send_back: bool = False,
    expected: int | None = None,
) -> MonthlyReturn:
    """Accepted reports go to the ledger at once; with any returned the return goes back to the
    operator, else it is accepted. With ``send_back`` all of it goes back, decided or not, and
    nothing to the ledger.

    Raises Stale when somebody decided in between; nothing is written then. Refused names the unit
    that the ledger does not take.
    """
    with transaction.atomic():
        _check(row, by)
        said = of_return(row)
        _claim(row, said, verdicts, by=by, reason=reason, send_back=send_back, expected=expected)
        _write(said, verdicts, by=by)
        accepted = [] if send_back else said
        fresh = [
            one for one in accepted if one.decision == Decision.ACCEPTED and not one.is_applied
        ]
        _apply(row, fresh, by=by)
        name = "accepted" if row.state == STATE.ACCEPTED else "sent_back"
        announce(
            f"occupancy.return_{name}",
            [row],
            by=by,
            reason=row.reason,
            data={"accepted": len(fresh), "round": row.round},
        )
        return row


def accept_unchanged(rows: Sequence[MonthlyReturn], *, by: User | None) -> list[MonthlyReturn]:
    """Accept those that say that nothing changed; gives them. What somebody else decided meanwhile
    is left as it is.
    """
    authorise(by, REVIEW, rows)
    done = []
    for row in rows:
        if row.is_unchanged and row.state == STATE.SENT:
            with suppress(Stale):
                done.append(decide_return(row, {}, by=by))
    return done


def _check(row: MonthlyReturn, by: User | None) -> None:
    authorise(by, REVIEW, [row])
    if row.state != STATE.SENT:
        raise Refused(
            _("The return %(number)s is %(state)s already.")
            % {"number": row.number, "state": row.get_state_display()}
        )


def _claim(
    row: MonthlyReturn,
    said: Sequence[Reported],
    verdicts: Mapping[str, Verdict],
    *,
    by: User | None,
    reason: str,
    send_back: bool,
    expected: int | None,
) -> None:
    """Take the return under its lock before anything else is written: of two reviewers one wins."""
    fresh = [one for one in said if not one.is_applied]
    open_ones = [one for one in fresh if _verdict(one, verdicts) == Decision.OPEN]
    if open_ones and not send_back:
        raise Refused(
            _("Unit %(unit)s is not decided yet: accept it or send it back.")
            % {"unit": open_ones[0].unit.number}
        )
    returned = [one for one in fresh if _verdict(one, verdicts) == Decision.RETURNED]
    goes_back = send_back or bool(returned)
    if send_back and not returned and not reason.strip():
        raise Refused(_("Say why the return is sent back."), field="reason")
    row.state = STATE.RETURNED if goes_back else STATE.ACCEPTED
    row.reason, row.decided_by, row.decided_at = reason.strip()[:500], by, now()
    change(
        [row],
        ["state", "reason", "decided_by", "decided_at"],
        by=by,
        reason=reason[:100],
        expected=expected,
    )


def _verdict(one: Reported, verdicts: Mapping[str, Verdict]) -> str:
    return verdicts[one.key].decision if one.key in verdicts else one.decision


def _write(said: Sequence[Reported], verdicts: Mapping[str, Verdict], *, by: User | None) -> None:
    lines, stamp = [], now()
    for one in said:
        verdict = verdicts.get(one.key)
        if verdict is None or one.is_applied:
            continue
        if verdict.decision == Decision.RETURNED and not verdict.reason.strip():
            raise Refused(
                _("Unit %(unit)s: say why it is sent back.") % {"unit": one.unit.number},
                field=f"reason-{one.key}",
            )
        for line in one.lines:
            line.decision, line.decision_reason = verdict.decision, verdict.reason.strip()[:300]
            is_open = verdict.decision == Decision.OPEN
            line.decided_by, line.decided_at = (None, None) if is_open else (by, stamp)
            lines.append(line)
    change(lines, DECIDED, by=by)


def _apply(row: MonthlyReturn, fresh: Sequence[Reported], *, by: User | None) -> None:
    for one in sorted(fresh, key=lambda said: (said.on, said.unit.number)):
        reason = _("monthly return %(number)s") % {"number": row.number}
        if one.note.strip():
            reason = f"{reason}：{one.note.strip()}"[:100]
        try:
            if isinstance(one, Reshaping):
                apply_reshaping(one, by=by, reason=reason)
            else:
                apply_report(one, by=by, reason=reason)
        except Refused as refusal:
            raise Refused(
                f"{one.unit.number}：{refusal.message}", field=f"decision-{one.key}"
            ) from refusal
    lines = [line for one in fresh for line in one.lines]
    stamp = now()
    for line in lines:
        line.applied_at = stamp
    change(lines, ["applied_at"], by=by)
