"""The bureau head's page as of a month's end: an issued report's figures, or the live ledger's."""

import datetime as dt
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.utils.dateparse import parse_datetime

from crm.core.clock import now
from crm.core.registries.figures import Figure, figures
from crm.occupancy.places import DISTRICT
from crm.reports.brief.figures import KIND as BRIEF
from crm.reports.canonical import plain
from crm.reports.layout import Items
from crm.reports.models import Snapshot
from crm.reports.months import FIRST_YEAR, LAST_YEAR, month_end
from crm.reports.occupancy_monthly.figures import KIND
from crm.reports.occupancy_monthly.figures import figures as ledger_figures
from crm.reports.occupancy_monthly.positions import Month
from crm.reports.printing import document_of

_DAY = re.compile(r"(\d{4})\D+(\d{1,2})(?:\D+(\d{1,2}))?\D*$")
KEPT_SECONDS, FIGURES_KEPT_SECONDS = 600, 60
MISSING = object()
RENEWED_AFTER = dt.timedelta(minutes=5)


@dataclass(frozen=True)
class Overview:
    """``snapshot`` is the issued report that the figures come from; None: the live ledger, as it
    was at ``computed_at``.
    """

    month: Month
    snapshot: Snapshot | None
    computed_at: dt.datetime


def read(as_of: dt.date) -> Overview:
    """The figures of the month that ends on ``as_of``. The live ones are up to ten minutes old."""
    snapshot = in_force(as_of)
    if snapshot is not None:
        return frozen(snapshot)
    return _cached(as_of) or compute(as_of)


def newest(day: dt.date) -> Overview:
    """What the page opens on: the newest issued report, else the last month that has ended."""
    snapshot = newest_report(day)
    return frozen(snapshot) if snapshot is not None else read(last_month_end(day))


def frozen(snapshot: Snapshot) -> Overview:
    """The figures of an issued report, as they were frozen."""
    return Overview(Month(json.loads(snapshot.canonical)), snapshot, snapshot.frozen_at)


def compute(as_of: dt.date) -> Overview:
    """Read the ledger now; some hundred queries, which is why the worker does it ahead."""
    values, moment = plain(ledger_figures(as_of, DISTRICT)), now()
    cache.set(_key(as_of), {"figures": values, "at": moment.isoformat()}, KEPT_SECONDS)
    return Overview(Month(values), None, moment)


def renew(as_of: dt.date) -> bool:
    """Compute ahead of the readers; False when an issued report or a fresh result is there."""
    if in_force(as_of) is not None:
        return False
    found = _cached(as_of)
    if found and now() - found.computed_at < RENEWED_AFTER:
        return False
    compute(as_of)
    return True


def in_force(as_of: dt.date) -> Snapshot | None:
    """The issued occupancy report of the district for that day."""
    return Snapshot.objects.filter(
        kind=KIND, scope_code=DISTRICT, as_of=as_of, state=Snapshot.State.ISSUED
    ).first()


def newest_report(day: dt.date) -> Snapshot | None:
    """The newest issued occupancy report of the district."""
    issued = Snapshot.objects.filter(
        kind=KIND, scope_code=DISTRICT, as_of__lte=day, state=Snapshot.State.ISSUED
    )
    return issued.order_by("-as_of").first()


def _key(as_of: dt.date) -> str:
    return f"desk.overview.{as_of.isoformat()}"


def _cached(as_of: dt.date) -> Overview | None:
    found = cache.get(_key(as_of))
    if found is None:
        return None
    return Overview(Month(found["figures"]), None, parse_datetime(found["at"]))  # type: ignore[arg-type]


def figures_of(user: Any, as_of: dt.date) -> dict[str, Figure]:
    """By key every registered figure that this person may see and that has something to say.

    Those of occupancy are left out: the page has them from the month that it reads, frozen or live.
    A person's figures of a past day are kept for a minute.
    """
    key = f"desk.figures.{user.pk}.{as_of.isoformat()}"
    found = cache.get(key)
    if found is None:
        computed = {
            definition.key: definition.compute(user, as_of)
            for definition in figures
            if user.can(definition.action) and not definition.key.startswith("occupancy.")
        }
        found = {name: figure for name, figure in computed.items() if figure is not None}
        cache.set(key, found, FIGURES_KEPT_SECONDS)
    return found


def kept_for(user: Any, name: str, as_of: dt.date, compute: Callable[[], Any]) -> Any:
    """What a panel shows this person about a past day, reckoned once a minute."""
    key = f"desk.{name}.{user.pk}.{as_of.isoformat()}"
    found = cache.get(key, MISSING)
    if found is MISSING:
        found = compute()
        cache.set(key, found, FIGURES_KEPT_SECONDS)
    return found


def brief_of(as_of: dt.date) -> Snapshot | None:
    """The issued one-page brief of the district for that day."""
    return Snapshot.objects.filter(
        kind=BRIEF, scope_code=DISTRICT, as_of=as_of, state=Snapshot.State.ISSUED
    ).first()


def matters_of(brief: Snapshot) -> list[str]:
    """提请研究事项 in the words of the issued brief."""
    blocks = document_of(brief).blocks
    return [
        one.text
        for block in blocks
        if isinstance(block, Items) and block.key == "matters"
        for one in block.items
    ]


def last_month_end(day: dt.date) -> dt.date:
    """The last day of the newest month that has ended by ``day``."""
    return month_end(day) if month_end(day) == day else month_end(day, 1)


def parse_month_end(text: str, latest: dt.date) -> dt.date | None:
    """The month's end that a month or a day, as typed in an office, stands for.

    Never a month that has not ended by ``latest``; None when the text cannot be read, or names a
    year that no ledger reaches.
    """
    match = _DAY.match(text.strip())
    if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        return None
    try:
        day = dt.date(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError:
        return None
    wanted = month_end(day) if match[3] is None else last_month_end(day)
    return min(wanted, last_month_end(latest))
