"""楼宇运营月报, the operator's side: begin, report, take back, send."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crm.core import numbering
from crm.core.acts import announce, authorise, change, create, remove
from crm.core.clock import now
from crm.core.dated_values import value_on
from crm.core.errors import Refused
from crm.core.models import Attachment, User
from crm.enterprises.identity import Identity, find
from crm.occupancy.dated import SCAN_REQUIRED
from crm.occupancy.days import month_end
from crm.occupancy.models import Building, MonthlyReturn, MonthlyReturnLine
from crm.occupancy.returns.checks import problems_of
from crm.occupancy.returns.ledger import read_ledger
from crm.occupancy.returns.papers import confirmations, documented
from crm.occupancy.returns.reported import Decision, Reported, of_return

REPORT = "occupancy.report_month"
STATE = MonthlyReturn.State
OPEN_TO_OPERATOR = (STATE.DRAFT, STATE.RETURNED)


def begin_return(building: Building, month: dt.date, *, by: User | None) -> MonthlyReturn:
    """The building's return of the month, begun where nobody began it yet."""
    first = month.replace(day=1)
    found = MonthlyReturn.objects.filter(building=building, month=first).first()
    if found is not None:
        authorise(by, REPORT, [found])
        return found
    try:
        with transaction.atomic():
            authorise(by, REPORT, [building])
            if not Building.objects.in_use_on(month_end(first)).filter(pk=building.pk).exists():
                raise Refused(
                    _("%(building)s is not in use at the end of %(month)s and owes no return.")
                    % {"building": building, "month": f"{first:%Y-%m}"}
                )
            (value,) = numbering.take_values(f"YB-{first:%Y-%m}", 1)
            row = MonthlyReturn(building=building, month=first, number=_number(first, value))
            create([row], by=by)
            announce("occupancy.return_begun", [row], by=by)
            return row
    except IntegrityError:
        return MonthlyReturn.objects.get(building=building, month=first)


def _number(first: dt.date, value: int) -> str:
    return f"YB-{first:%Y-%m}-{value:04d}"


def report_changes(
    row: MonthlyReturn,
    said: Sequence[Reported],
    *,
    by: User | None,
    expected: int | None = None,
    instead: bool = False,
) -> MonthlyReturn:
    """Write what is reported; a unit and day that stand there already are written anew.

    With ``instead`` everything that is not in the ledger yet gives way (an uploaded sheet).
    """
    with transaction.atomic():
        authorise(by, REPORT, [row])
        _refuse_sent(row)
        stored = {one.key: one for one in of_return(row)}
        applied = {key for key, one in stored.items() if one.is_applied}
        clash = [one for one in said if one.key in applied]
        if clash:
            raise Refused(
                _("Unit %(unit)s on %(day)s was accepted already. Report another day.")
                % {"unit": clash[0].unit, "day": clash[0].on},
                field="on",
            )
        gone = stored.keys() - applied if instead else stored.keys() & {one.key for one in said}
        _link(said)
        moved = _remove([stored[key] for key in gone], by=by)
        lines = [line for one in said for line in one.as_lines(row)]
        create(lines, by=by)
        _hand_over(moved, lines, by=by)
        row.is_unchanged = False
        change([row], ["is_unchanged"], by=by, expected=expected)
        return row


def withdraw_changes(
    row: MonthlyReturn, keys: Iterable[str], *, by: User | None, expected: int | None = None
) -> MonthlyReturn:
    """Take back what was reported about these units and days and is not in the ledger."""
    with transaction.atomic():
        authorise(by, REPORT, [row])
        _refuse_sent(row)
        wanted = set(keys)
        _remove([one for one in of_return(row) if one.key in wanted and not one.is_applied], by=by)
        change([row], [], by=by, expected=expected)
        return row


def send_return(
    row: MonthlyReturn,
    *,
    by: User | None,
    prepared_by: str,
    responsible: str,
    unchanged: bool = False,
    expected: int | None = None,
) -> MonthlyReturn:
    """Send to the statistician: with its differences, or as 零变动.

    Refuses what the checks find, an empty return that does not say so, and one without the stamped
    scan where that is required.
    """
    with transaction.atomic():
        authorise(by, REPORT, [row])
        _refuse_sent(row)
        said = of_return(row)
        fresh = [one for one in said if not one.is_applied]
        _refuse_unfit(row, said, fresh, unchanged=unchanged)
        if not prepared_by.strip() or not responsible.strip():
            raise Refused(_("Name who filled it in and who is responsible."), field="responsible")
        row.is_unchanged = unchanged and not said
        row.prepared_by, row.responsible = prepared_by.strip(), responsible.strip()
        row.state, row.round, row.reason = STATE.SENT, row.round + 1, ""
        row.sent_at, row.sent_by = now(), by
        change([row], SENT_FIELDS, by=by, expected=expected)
        _reopen(fresh, by=by)
        announce("occupancy.return_sent", [row], by=by, data={"round": row.round})
        return row


SENT_FIELDS = [
    "is_unchanged",
    "prepared_by",
    "responsible",
    "state",
    "round",
    "reason",
    "sent_at",
    "sent_by",
]


def recall_return(
    row: MonthlyReturn, *, by: User | None, expected: int | None = None
) -> MonthlyReturn:
    """Take a sent return back to be changed, as long as the statistician decided nothing yet."""
    with transaction.atomic():
        authorise(by, REPORT, [row])
        begun = any(one.decision != Decision.OPEN and not one.is_applied for one in of_return(row))
        if row.state != STATE.SENT or begun:
            raise Refused(
                _("The return %(number)s is under review already: ask for it to be sent back.")
                % {"number": row.number}
            )
        row.state, row.is_unchanged = STATE.DRAFT, False
        change([row], ["state", "is_unchanged"], by=by, expected=expected)
        announce("occupancy.return_recalled", [row], by=by, data={"round": row.round})
        return row


def _refuse_unfit(
    row: MonthlyReturn, said: list[Reported], fresh: list[Reported], *, unchanged: bool
) -> None:
    if unchanged and fresh:
        raise Refused(
            _("%(count)d differences stand there: take them back first, or send them.")
            % {"count": len(fresh)}
        )
    if not said and not unchanged:
        raise Refused(_("Nothing is reported. If nothing changed, send it as such."))
    if said:
        book = read_ledger(row.building, month_end(row.month))
        found = problems_of(said, book, row.month, documented(said))
        for one in fresh:
            for problem in found.get(one.key, ()):
                raise Refused(f"{one.unit.number}：{problem.message}")
    if value_on(SCAN_REQUIRED, month_end(row.month)):
        _refuse_unstamped(row)


def _refuse_unstamped(row: MonthlyReturn) -> None:
    """The paper that was stamped says what is sent: its scan is newer than the last change."""
    scans = confirmations(row)
    if not scans:
        raise Refused(_("Attach the stamped scan of the confirmation first."), field="scan")
    if all(scan.created_at < row.updated_at for scan in scans):
        raise Refused(
            _("The stamped scan is older than the last change: print, stamp and attach it anew."),
            field="scan",
        )


def _link(said: Sequence[Reported]) -> None:
    """Name the recorded enterprises where the names are theirs: three queries."""
    named = [one for each in said for one in each.everybody if one.enterprise is None]
    found = find([Identity(one.name) for one in named])
    for one in named:
        one.enterprise = found.get(Identity(one.name))


def _reopen(fresh: Sequence[Reported], *, by: User | None) -> None:
    lines = [line for one in fresh for line in one.lines if line.decision == Decision.RETURNED]
    for line in lines:
        line.decision, line.decision_reason = Decision.OPEN, ""
    change(lines, ["decision", "decision_reason"], by=by)


def _refuse_sent(row: MonthlyReturn) -> None:
    if row.state not in OPEN_TO_OPERATOR:
        raise Refused(
            _("The return %(number)s is %(state)s: it can be changed only when it is sent back.")
            % {"number": row.number, "state": row.get_state_display()}
        )


def _remove(gone: Sequence[Reported], *, by: User | None) -> dict[str, list[Attachment]]:
    """Lines that nobody accepted go for good (history keeps them); gives their attachments."""
    papers = {one.key: attachments_of(one.lines) for one in gone}
    lines = [line for one in gone for line in one.lines]
    if lines:
        remove(lines, by=by, reason=_("reported anew or taken back"))
    return papers


def attachments_of(lines: Sequence[MonthlyReturnLine]) -> list[Attachment]:
    """What hangs on these lines."""
    keys = [line.pk for line in lines]
    rows = Attachment.objects.filter(
        content_type__app_label="occupancy",
        content_type__model="monthlyreturnline",
        object_id__in=keys,
    )
    return list(rows)


def _hand_over(
    papers: dict[str, list[Attachment]], lines: Sequence[MonthlyReturnLine], *, by: User | None
) -> None:
    """Attachments go over to the line that takes the place of theirs."""
    heirs: dict[str, MonthlyReturnLine] = {}
    for line in lines:
        heirs.setdefault(f"{line.unit_id}-{line.changed_on:%Y%m%d}", line)
    moved = []
    for key, rows in papers.items():
        for paper in rows:
            if key in heirs:
                paper.object_id = heirs[key].pk
                moved.append(paper)
    change(moved, ["object_id"], by=by)
