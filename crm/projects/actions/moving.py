import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from crm.core.acts import announce, authorise, change, create
from crm.core.clock import today
from crm.core.errors import Refused
from crm.core.models import User
from crm.projects.models import Project, StageMove
from crm.projects.rules import (
    PAUSE_REVIEW_DAYS,
    Facts,
    MoveRequest,
    Side,
    Stage,
    is_backwards,
    missing_for,
    move_faults,
    rank,
)
from crm.projects.words import FAULTS, MISSING


def facts_of(project: Project) -> Facts:
    """What the rules ask of a project before it may leave talks."""
    return Facts(
        has_enterprise=project.enterprise_id is not None,
        has_owner=project.owner_id is not None,
        has_amount=project.investment_amount is not None,
    )


def move_stage(
    projects: Sequence[Project],
    *,
    by: User | None,
    to: Stage,
    on: dt.date | None = None,
    reason: str = "",
    approver: User | None = None,
    expected: int | None = None,
) -> list[Project]:
    """Move projects to a stage. Backwards needs a reason and an approver other than the mover.

    Entering 签约 and 注册落地 for the first time dates them. Raises Refused with what is missing.
    """
    with transaction.atomic():
        authorise(by, "projects.move", projects)
        day, to = on or today(), Stage(to)
        if day > today():
            raise Refused(_("A move cannot lie in the future."), field="moved_on")
        moves = []
        for row in projects:
            _check_move(row, to, by=by, reason=reason, approver=approver)
            moves.append(_move_row(row, day, reason, to_stage=to, approver=approver))
            row.stage, row.stage_since = to, day
            _date_landmarks(row, day)
        changed = change(
            projects,
            ["stage", "stage_since", "signed_on", "landed_on"],
            by=by,
            reason=reason,
            expected=expected,
        )
        create(moves, by=by, reason=reason)
        announce("projects.moved", changed, by=by, reason=reason, data={"to": to})
        return changed


def set_side(
    projects: Sequence[Project],
    *,
    by: User | None,
    side: Side,
    reason: str,
    reason_code: str = "",
    review_on: dt.date | None = None,
    handed_to: str = "",
    expected: int | None = None,
) -> list[Project]:
    """暂缓 with a review date, 终止 with a reason code, 流转 with the receiver; the stage stays."""
    with transaction.atomic():
        authorise(by, "projects.move", projects)
        day, side = today(), Side(side)
        _check_side(side, day, reason, reason_code, review_on, handed_to)
        moves = []
        for row in projects:
            if row.side == side:
                raise Refused(
                    _("%(project)s is %(side)s already.")
                    % {"project": row.number, "side": row.get_side_display()},
                    code="same",
                )
            move = _move_row(row, day, reason, to_side=side)
            move.reason_code, move.review_on, move.handed_to = reason_code, review_on, handed_to
            moves.append(move)
            row.side, row.side_since, row.review_on = side, day, review_on
        changed = change(
            projects, ["side", "side_since", "review_on"], by=by, reason=reason, expected=expected
        )
        create(moves, by=by, reason=reason)
        announce("projects.set_aside", changed, by=by, reason=reason, data={"side": side})
        return changed


def resume(
    projects: Sequence[Project], *, by: User | None, reason: str, expected: int | None = None
) -> list[Project]:
    """Take projects up again that stood aside; the approver's right is asked, and a reason."""
    with transaction.atomic():
        authorise(by, "projects.approve", projects)
        if not reason.strip():
            raise Refused(_("Say why it is taken up again."), field="reason")
        day, moves = today(), []
        for row in projects:
            if row.side == Side.NONE:
                raise Refused(
                    _("%(project)s does not stand aside.") % {"project": row.number}, code="same"
                )
            moves.append(_move_row(row, day, reason, to_side=Side.NONE))
            row.side, row.side_since, row.review_on = Side.NONE, None, None
        changed = change(
            projects, ["side", "side_since", "review_on"], by=by, reason=reason, expected=expected
        )
        create(moves, by=by, reason=reason)
        announce("projects.resumed", changed, by=by, reason=reason)
        return changed


def _check_move(
    row: Project, to: Stage, *, by: User | None, reason: str, approver: User | None
) -> None:
    wish = MoveRequest(
        old=Stage(row.stage),
        new=to,
        side=Side(row.side),
        reason=reason,
        mover=by.pk if by else None,
        approver=approver.pk if approver else None,
    )
    if faults := move_faults(wish):
        field = {"reason": "reason", "approver": "approver", "self_approved": "approver"}
        raise Refused(str(FAULTS[faults[0]]), field=field.get(faults[0]), code=faults[0])
    if is_backwards(wish.old, to):
        if approver is not None and not approver.can_on("projects.approve", row):
            raise Refused(
                _("%(name)s may not approve this.") % {"name": approver}, field="approver"
            )
    elif missing := missing_for(to, facts_of(row)):
        raise Refused(
            _("%(project)s cannot enter %(stage)s yet. Missing: %(what)s.")
            % {
                "project": row.number,
                "stage": Project.Stage(to).label,
                "what": "、".join(str(MISSING[code]) for code in missing),
            },
            code="missing",
        )


def _check_side(
    side: Side,
    day: dt.date,
    reason: str,
    reason_code: str,
    review_on: dt.date | None,
    handed_to: str,
) -> None:
    if side is Side.NONE:
        raise Refused(_("Choose a side state."), field="side")
    if side is Side.ENDED and reason_code not in StageMove.EndReason.values:
        raise Refused(_("Choose the reason code of the end."), field="reason_code")
    if side is Side.HANDED_OVER and not handed_to.strip():
        raise Refused(_("Name the district or unit that receives it."), field="handed_to")
    if side is not Side.ENDED and not reason.strip():
        raise Refused(_("Say why."), field="reason")
    if side is Side.PAUSED:
        latest = day + dt.timedelta(days=PAUSE_REVIEW_DAYS)
        if review_on is None or not day < review_on <= latest:
            raise Refused(
                _("A pause is reviewed within 90 days: choose a day up to %(day)s.")
                % {"day": latest},
                field="review_on",
            )


def _move_row(
    row: Project,
    day: dt.date,
    reason: str,
    *,
    to_stage: Stage | None = None,
    to_side: Side | None = None,
    approver: User | None = None,
) -> StageMove:
    return StageMove(
        project=row,
        moved_on=day,
        from_stage=row.stage,
        to_stage=to_stage or row.stage,
        from_side=row.side,
        to_side=row.side if to_side is None else to_side,
        reason=reason[:200],
        approved_by=approver,
    )


def _date_landmarks(row: Project, day: dt.date) -> None:
    if rank(Stage(row.stage)) >= rank(Stage.SIGNED) and row.signed_on is None:
        row.signed_on = day
    if rank(Stage(row.stage)) >= rank(Stage.REGISTERED) and row.landed_on is None:
        row.landed_on = day
