"""Stages, side states, libraries and money of a project. Pure: no Django."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Stage(StrEnum):
    """在谈 → 意向/选址 → 签约 → 注册落地 → 入驻建设 → 运营投产 → 达产履约, in this order."""

    TALKS = "talks"
    INTENT = "intent"
    SIGNED = "signed"
    REGISTERED = "registered"
    FITTING_OUT = "fitting_out"
    OPERATING = "operating"
    FULFILLED = "fulfilled"


class Side(StrEnum):
    """A project stands aside without losing its stage. NONE is the ordinary course."""

    NONE = ""
    PAUSED = "paused"
    ENDED = "ended"
    HANDED_OVER = "handed_over"


class EntryState(StrEnum):
    """A project and one library: 未入库 / 待审 / 在库 / 出库."""

    NONE = "none"
    PENDING = "pending"
    IN = "in"
    LEFT = "left"


ORDER = tuple(Stage)
PAUSE_REVIEW_DAYS = 90


def rank(stage: Stage) -> int:
    """The place of a stage in the order, from 0."""
    return ORDER.index(stage)


def is_backwards(old: Stage, new: Stage) -> bool:
    """Whether a move needs a reason and an approver other than the mover."""
    return rank(new) < rank(old)


def stages_after(stage: Stage) -> tuple[Stage, ...]:
    """What lies ahead of ``stage``."""
    return ORDER[rank(stage) + 1 :]


@dataclass(frozen=True)
class MoveRequest:
    """A wish to move a project; people are ids."""

    old: Stage
    new: Stage
    side: Side = Side.NONE
    reason: str = ""
    mover: int | None = None
    approver: int | None = None


def move_faults(wish: MoveRequest) -> list[str]:
    """Codes of what is missing for the move, empty when it may be done.

    same · aside (it stands aside) · reason · approver · self_approved.
    """
    if wish.old is wish.new:
        return ["same"]
    faults = ["aside"] if wish.side is not Side.NONE else []
    if not is_backwards(wish.old, wish.new):
        return faults
    if not wish.reason.strip():
        faults.append("reason")
    if wish.approver is None:
        faults.append("approver")
    elif wish.approver == wish.mover:
        faults.append("self_approved")
    return faults


@dataclass(frozen=True)
class Facts:
    """What a project must have before it may leave talks."""

    has_enterprise: bool
    has_owner: bool
    has_amount: bool


def missing_for(stage: Stage, facts: Facts) -> list[str]:
    """Codes of what is missing to enter ``stage``: enterprise, owner, amount."""
    if stage is Stage.TALKS:
        return []
    wanted = [
        ("enterprise", facts.has_enterprise),
        ("owner", facts.has_owner),
    ]
    if rank(stage) >= rank(Stage.SIGNED):
        wanted.append(("amount", facts.has_amount))
    return [code for code, is_there in wanted if not is_there]


@dataclass(frozen=True)
class Stay:
    """One project's stay in one library: the days it came and left, if it did."""

    entered_on: dt.date | None
    left_on: dt.date | None = None


def cumulative(stays: Iterable[Stay], day: dt.date) -> int:
    """累计: ever entered by ``day``."""
    return sum(stay.entered_on is not None and stay.entered_on <= day for stay in stays)


def entered(stays: Iterable[Stay], start: dt.date, end_before: dt.date) -> int:
    """新增: entered in ``[start, end_before)``."""
    return sum(
        stay.entered_on is not None and start <= stay.entered_on < end_before for stay in stays
    )


def present(stays: Iterable[Stay], day: dt.date) -> int:
    """在库 on ``day``: entered by then, and not left or left later (the day of leaving is out)."""
    return sum(
        stay.entered_on is not None
        and stay.entered_on <= day
        and (stay.left_on is None or stay.left_on > day)
        for stay in stays
    )


def left(stays: Iterable[Stay], day: dt.date) -> int:
    """出库 by ``day``; cumulative = present + left."""
    return sum(
        stay.entered_on is not None
        and stay.entered_on <= day
        and stay.left_on is not None
        and stay.left_on <= day
        for stay in stays
    )


def is_major_by_amount(
    amount: Decimal | None, currency: str, cny: Decimal | None, limits: Mapping[str, Decimal]
) -> bool:
    """重大项目: 内资 ≥ ``limits["cny"]`` yuan, 外资 (in US dollars) ≥ ``limits["usd"]``."""
    if currency == "USD":
        return amount is not None and amount >= limits["usd"]
    return cny is not None and cny >= limits["cny"]
