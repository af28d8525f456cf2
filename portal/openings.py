"""Application windows joined with their clause and guide, as of a day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from portal.models import ApplicationGuide, Clause, Window
from portal.rules import validity
from portal.rules.windows import ALL_YEAR, LATER, WindowState, reading_order, window_on
from portal.visible import Hidden

SOON_DAYS = 14


@dataclass(frozen=True)
class Opening:
    window: Window
    guide: ApplicationGuide
    clause: Clause
    state: WindowState


def openings_on(day: dt.date, hidden: Hidden) -> list[Opening]:
    """Open, all year, or opening within two weeks: soonest deadline first. Costs two queries."""
    soon = day + dt.timedelta(days=SOON_DAYS)
    taking = (
        Q(all_year=True) | Q(last_day__gte=day) | Q(last_day__isnull=True, opens_on__isnull=False)
    )
    return _joined(Window.objects.filter(taking).exclude(opens_on__gt=soon), day, hidden)


def windows_of(codes: Iterable[str], day: dt.date, hidden: Hidden) -> dict[str, Opening]:
    """The window that matters most for each clause code: open before future before closed."""
    return _first(_joined(Window.objects.filter(clause_code__in=list(codes)), day, hidden))


def windows_of_clauses(
    clauses: Iterable[Clause], slugs: Iterable[str], day: dt.date, hidden: Hidden
) -> dict[str, Opening]:
    """The same for clauses that are at hand with their pages, which have these slugs. Costs one
    query.
    """
    of_documents = Q(pk__in=[])
    for slug in slugs:
        of_documents |= Q(clause_code__startswith=f"{slug}/")
    known = {clause.code: clause for clause in clauses}
    return _first(_joined(Window.objects.filter(of_documents), day, hidden, known))


def _first(openings: list[Opening]) -> dict[str, Opening]:
    found: dict[str, Opening] = {}
    for opening in openings:
        found.setdefault(opening.clause.code, opening)
    return found


def _joined(
    windows: QuerySet, day: dt.date, hidden: Hidden, clauses: dict[str, Clause] | None = None
) -> list[Opening]:
    rows = [
        row
        for row in windows.select_related("guide")
        if row.guide.live and not hidden.holds(row.guide)
    ]
    if clauses is None:
        clauses = _clauses({row.clause_code for row in rows})
    openings = [
        Opening(
            row,
            row.guide,
            clauses[row.clause_code],
            window_on(day, row.opens_on, row.last_day, row.all_year),
        )
        for row in rows
        if row.clause_code in clauses
        and clauses[row.clause_code].page.validity_state not in validity.GONE
    ]
    # Of two closed windows the later one is the one to speak of.
    return sorted(openings, key=lambda one: (reading_order(one.state), -_closing(one.window)))


def _clauses(codes: set[str]) -> dict[str, Clause]:
    if not codes:
        return {}
    rows = Clause.objects.filter(code__in=codes, page__live=True, retired_on__isnull=True)
    return {clause.code: clause for clause in rows.select_related("page__package")}


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
