"""Leads over four years, most of them closed, as a register that has been used for long."""

import datetime as dt
import random
from collections.abc import Callable
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from crm.core import acts, numbering
from crm.core.models import User
from crm.desk.operation.scale.names import company
from crm.desk.operation.scale.people import REASON
from crm.leads.models import Lead

CHUNK = 2_000
DAYS = 4 * 365
State, Clock = Lead.State, Lead.Clock
# state → share of the rows, the clock that runs in it
MIX = (
    (State.UNASSIGNED, 1, Clock.ASSIGN),
    (State.UNANSWERED, 3, Clock.RESPOND),
    (State.ASSESSING, 4, Clock.ASSESS),
    (State.FOLLOWING, 22, Clock.FOLLOW_UP),
    (State.POOL, 15, ""),
    (State.CONVERTED, 20, ""),
    (State.INVALID, 35, ""),
)


def add_leads(
    count: int, people: list[User], today: dt.date, chance: random.Random, progress: Callable
) -> int:
    """``count`` leads in chunks; each chunk is one transaction."""
    done = 0
    while done < count:
        size = min(CHUNK, count - done)
        with transaction.atomic():
            rows = [_lead(people, today, chance) for _row in range(size)]
            for year in sorted({row.received_at.year for row in rows}):
                of_year = [row for row in rows if row.received_at.year == year]
                numbers = numbering.take("XS", year, len(of_year))
                for row, number in zip(of_year, numbers, strict=True):
                    row.number = number
            acts.create(rows, by=None, reason=REASON)
        done += size
        progress("leads", done)
    return done


def _lead(people: list[User], today: dt.date, chance: random.Random) -> Lead:
    owner = chance.choice(people)
    state, _share, clock = chance.choices(MIX, weights=[row[1] for row in MIX])[0]
    running = bool(clock)
    age = chance.randrange(20) if running else chance.randrange(20, DAYS)
    received = _moment(today - dt.timedelta(days=age), chance)
    owned = state not in (State.UNASSIGNED, State.POOL)
    phone = f"139{chance.randrange(10**8):08d}"
    return Lead(
        team=owner.home_team,
        title=company(chance),
        contact_name=chance.choice("赵钱孙李周吴郑王") + "先生",
        contact_phone=phone,
        phone_key=phone,
        source=chance.choice(Lead.Source.values),
        need_area=Decimal(chance.randrange(100, 5000)),
        owner=owner if owned else None,
        state=state,
        state_since=received,
        received_at=received,
        assigned_at=received if owned else None,
        due_clock=clock,
        due_at=received + dt.timedelta(days=chance.randrange(1, 30)) if running else None,
        closed_at=received if state in (State.INVALID, State.CONVERTED) else None,
        invalid_reason="no_need" if state == State.INVALID else "",
    )


def _moment(day: dt.date, chance: random.Random) -> dt.datetime:
    clock = dt.time(chance.randrange(9, 18), chance.randrange(60))
    return timezone.make_aware(dt.datetime.combine(day, clock))
