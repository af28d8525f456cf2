"""Application windows joined with their clause and guide, as of a day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from portal.models import ApplicationGuide, Clause, Window
from portal.rules import validity
from portal.rules.windows import ALL_YEAR, LATER, WindowState, reading_order, window_on
from portal.visible import shown

SOON_DAYS = 14


@dataclass(frozen=True)
class Opening:
    window: Window
    guide: ApplicationGuide
    clause: Clause
    state: WindowState


def openings_on(day: dt.date, hidden: Q) -> list[Opening]:
    """Open, all year, or opening within two weeks: soonest deadline first. Costs three queries."""
    soon = day + dt.timedelta(days=SOON_DAYS)
    taking = (
        Q(all_year=True) | Q(last_day__gte=day) | Q(last_day__isnull=True, opens_on__isnull=False)
    )
    windows = Window.objects.filter(taking).exclude(opens_on__gt=soon)
    return _joined(windows, day, hidden)


def windows_of(codes: Iterable[str], day: dt.date, hidden: Q) -> dict[str, Opening]:
    """The window that matters most for each clause code: open before future before closed."""
    found: dict[str, Opening] = {}
    for opening in _joined(Window.objects.filter(clause_code__in=list(codes)), day, hidden):
        found.setdefault(opening.clause.code, opening)
    return found


def _joined(windows: QuerySet, day: dt.date, hidden: Q) -> list[Opening]:
    rows = list(windows)
    if not rows:
        return []
    guides = {
        guide.pk: guide
        for guide in shown(ApplicationGuide, hidden).filter(pk__in={row.guide_id for row in rows})
    }
    rows = [row for row in rows if row.guide_id in guides]
    clauses = {
        clause.code: clause
        for clause in Clause.objects.filter(
            code__in={row.clause_code for row in rows}, page__live=True, retired_on__isnull=True
        ).select_related("page__package")
    }
    openings = [
        Opening(
            row,
            guides[row.guide_id],
            clauses[row.clause_code],
            window_on(day, row.opens_on, row.last_day, row.all_year),
        )
        for row in rows
        if row.clause_code in clauses
        and clauses[row.clause_code].page.validity_state not in validity.GONE
    ]
    # Of two closed windows the later one is the one to speak of.
    return sorted(openings, key=lambda one: (reading_order(one.state), -_closing(one.window)))


def _closing(window: Window) -> int:
    return window.last_day.toordinal() if window.last_day else 0


def tally(openings: list[Opening]) -> dict[str, int]:
    """How many are open, all year, and about to open."""
    states = [opening.state.state for opening in openings]
    return {
        "open": sum(state not in (ALL_YEAR, LATER) for state in states),
        "all_year": states.count(ALL_YEAR),
        "later": states.count(LATER),
    }
