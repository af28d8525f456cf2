"""Whether a policy document is in force on a day. Pure: dates and links in, one word out."""

import datetime as dt
from dataclasses import dataclass

PENDING = "pending"  # 未生效
IN_FORCE = "in_force"  # 有效
AMENDED = "amended"  # 已修改
LAPSED = "lapsed"  # 失效
REPEALED = "repealed"  # 废止

STATES = (PENDING, IN_FORCE, AMENDED, LAPSED, REPEALED)
GONE = frozenset({LAPSED, REPEALED})

REPLACES = "replaces"
AMENDS = "amends"


@dataclass(frozen=True)
class Successor:
    """What follows a document: ``relation`` is ``replaces`` or ``amends``; ``effective_on`` may be
    unknown.
    """

    relation: str
    effective_on: dt.date | None


@dataclass(frozen=True)
class Life:
    """The dates of one document. ``last_day`` (有效期至) still counts; ``repealed_on`` does not."""

    effective_on: dt.date | None = None
    last_day: dt.date | None = None
    repealed_on: dt.date | None = None
    successor: Successor | None = None


def validity_on(day: dt.date, life: Life) -> str:
    """The state of a document on ``day``.

    A successor that replaces it takes the document out of force (失效) from the day the successor
    takes effect, also when an act of repeal names the same day: the reader is sent to the
    successor. A repeal without a successor is 废止. A document without dates is in force once it
    is published.
    """
    if followed_on(day, life.successor, REPLACES):
        return LAPSED
    if life.repealed_on is not None and day >= life.repealed_on:
        return REPEALED
    if life.last_day is not None and day > life.last_day:
        return LAPSED
    if life.effective_on is not None and day < life.effective_on:
        return PENDING
    if followed_on(day, life.successor, AMENDS):
        return AMENDED
    return IN_FORCE


def followed_on(day: dt.date, successor: Successor | None, relation: str) -> bool:
    if successor is None or successor.relation != relation:
        return False
    return successor.effective_on is None or day >= successor.effective_on


def turning_days(life: Life) -> list[dt.date]:
    """The days on which the state may change, in order: what a daily tick has to look at."""
    days = {life.effective_on, life.repealed_on}
    if life.last_day is not None:
        days.add(life.last_day + dt.timedelta(days=1))
    if life.successor is not None:
        days.add(life.successor.effective_on)
    return sorted(day for day in days if day is not None)
