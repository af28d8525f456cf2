"""结账: freeze a month, and correct a closed one in a new edition."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crm.core.acts import announce, authorise, create
from crm.core.canonical import canonical_json, digest
from crm.core.clock import now, today
from crm.core.errors import Refused
from crm.core.models import User
from crm.occupancy import closing_figures, openings, sittings, terms
from crm.occupancy.days import month_end
from crm.occupancy.frozen import ONE_DAY, latest_on
from crm.occupancy.models import Building, ClosedDue, ClosedPosition, MonthClose
from crm.occupancy.places import district
from crm.occupancy.renewals import DueIn, dues
from crm.occupancy.returns.duties import Duty, unfinished
from crm.occupancy.sittings import Sitting
from crm.occupancy.spans import year_before
from crm.occupancy.terms import Terms

CLOSE, CORRECT = "occupancy.close_month", "occupancy.correct_month"
BATCH = 1_000
NAMED = 12


def close_month(month: dt.date, *, by: User | None, without_returns: str = "") -> MonthClose:
    """Freeze ``month`` (any day of it): figures of every building and who sits where.

    A month that is closed stays as it is and is given back. Refuses a month that is not over, and
    one with open returns, unless ``without_returns`` says why it is closed without them. Readers
    are not held up.
    """
    authorise(by, CLOSE)
    first = month.replace(day=1)
    _refuse_running(first)
    closed = _latest(first)
    if closed is not None:
        return closed
    waiting = unfinished(first)
    if waiting and not without_returns.strip():
        raise Refused(open_message(waiting), code="open_returns")
    note = _without(waiting, without_returns.strip()) if waiting else ""
    try:
        with transaction.atomic():
            return _freeze(first, 1, by=by, note=note, name="occupancy.month_closed")
    except IntegrityError:
        closed = _latest(first)
        if closed is None:
            raise
        return closed


def correct_month(month: dt.date, *, by: User | None, note: str) -> MonthClose:
    """Freeze a closed month anew in the next edition; the earlier ones stay as they are.

    Refuses without a note, and when nothing differs from the latest edition.
    """
    authorise(by, CORRECT)
    first = month.replace(day=1)
    if not note.strip():
        raise Refused(_("Say what is corrected and why."), field="note")
    latest = _latest(first)
    if latest is None:
        raise Refused(_("The month %(month)s is not closed.") % {"month": f"{first:%Y-%m}"})
    try:
        with transaction.atomic():
            edition = latest.edition + 1
            fresh = _freeze(
                first, edition, by=by, note=note.strip(), name="occupancy.month_corrected"
            )
            if fresh.sha256 == latest.sha256:
                raise Refused(
                    _("Nothing differs from edition %(edition)s: there is nothing to correct.")
                    % {"edition": latest.edition}
                )
            return fresh
    except IntegrityError as error:
        raise Refused(_("Somebody corrected this month just now. Look at that first.")) from error


def open_message(waiting: Sequence[Duty]) -> str:
    """Which returns keep the month open."""
    return _("%(count)d returns are still open: %(names)s. Say why to close without them.") % {
        "count": len(waiting),
        "names": _names(waiting),
    }


def _without(waiting: Sequence[Duty], reason: str) -> str:
    text = _("Closed without the returns of %(count)d buildings (%(names)s): %(reason)s") % {
        "count": len(waiting),
        "names": _names(waiting),
        "reason": reason,
    }
    return text[:500]


def _names(waiting: Sequence[Duty]) -> str:
    names = "、".join(duty.building.name for duty in waiting[:NAMED])
    return names + ("…" if len(waiting) > NAMED else "")


def _latest(first: dt.date) -> MonthClose | None:
    return MonthClose.objects.filter(month=first).order_by("-edition").first()


def _refuse_running(first: dt.date) -> None:
    end = month_end(first)
    if end >= today():
        raise Refused(
            _("The month %(month)s is not over: it can be closed from %(day)s on.")
            % {"month": f"{first:%Y-%m}", "day": end + ONE_DAY},
            field="month",
        )


def _freeze(first: dt.date, edition: int, *, by: User | None, note: str, name: str) -> MonthClose:
    end = month_end(first)
    buildings = _in_use(end)
    kept = _read([building.pk for building in buildings], end)
    at = sittings.standing(district(), buildings, [row for row, _ in kept.seats], end)
    figures = closing_figures.statement(at, kept.lines())
    opening = _opening(first)
    if opening is not None:
        figures["opening"] = opening
    text = canonical_json(figures)
    closing = MonthClose(
        month=first,
        edition=edition,
        closed_at=now(),
        closed_by=by,
        note=note,
        figures=figures,
        sha256=digest(text),
    )
    create([closing], by=by, reason=note[:100])
    _store(closing, kept)
    announce(
        name, [closing], by=by, reason=note, data={"edition": edition, "sha256": closing.sha256}
    )
    return closing


def _opening(first: dt.date) -> dict[str, Any] | None:
    day = first - ONE_DAY
    earlier = latest_on(day)
    if earlier is None:
        return None
    buildings = _in_use(day)
    rows = sittings.from_ledger([building.pk for building in buildings], day)
    then = sittings.standing(district(), buildings, rows, day)
    entries = {part.building.code: closing_figures.entry(part) for part in then.buildings}
    return openings.to_store(earlier, rows, entries)


def _in_use(day: dt.date) -> list[Building]:
    return list(Building.objects.in_use_on(day).select_related("zone").order_by("code"))


@dataclass(frozen=True)
class _Kept:
    """All rows that a closing stores."""

    seats: list[tuple[Sitting, Terms]]
    dues: list[DueIn]

    def lines(self) -> Iterator[tuple]:
        """Plain values, in the order in which they are stored."""
        yield from (row + more for row, more in self.seats)
        yield from self.dues


def _read(building_ids: list[int], end: dt.date) -> _Kept:
    return _Kept(terms.from_ledger(building_ids, end), dues(building_ids, year_before(end), end))


def _store(closing: MonthClose, kept: _Kept) -> None:
    """The rows by place: the fields of ClosedPosition stand in the order of both tuples."""
    ClosedPosition.objects.bulk_create(
        (ClosedPosition(None, closing.pk, *row, *more) for row, more in kept.seats),
        batch_size=BATCH,
    )
    ClosedDue.objects.bulk_create(
        (ClosedDue(close=closing, **due._asdict()) for due in kept.dues), batch_size=BATCH
    )
