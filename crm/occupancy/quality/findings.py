"""What the checks find in a place as of a day, and what of it was verified."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crm.core.figure_text import area as in_square_metres
from crm.occupancy.models import Building, QualityWaiver
from crm.occupancy.places import Place
from crm.occupancy.quality.checks import QualityCheck, quality_checks
from crm.occupancy.quality.faults import Finding
from crm.occupancy.quality.sources import Sources


@dataclass(frozen=True)
class Found:
    """A finding with its check, its building and, when somebody verified it, the waiver."""

    finding: Finding
    check: QualityCheck
    building: Building | None
    waiver: QualityWaiver | None

    @property
    def words(self) -> str:
        """What is wrong, in a sentence."""
        values = {key: _shown(key, value) for key, value in self.finding.values.items()}
        return str(self.check.words) % values

    @property
    def url(self) -> str:
        """Where it is put right."""
        return self.check.fix(self.finding, self.building)


@dataclass(frozen=True)
class Board:
    """Everything found; ``open`` waits for somebody, ``verified`` is right as it is."""

    day: dt.date
    open: list[Found]
    verified: list[Found]

    @property
    def by_check(self) -> list[tuple[QualityCheck, int, int]]:
        """Every check with how many findings are open and verified."""
        waiting = Counter(one.check.key for one in self.open)
        right = Counter(one.check.key for one in self.verified)
        return [(check, waiting[check.key], right[check.key]) for check in quality_checks]

    @property
    def by_building(self) -> list[tuple[Building, int]]:
        """Buildings with open findings, the most first."""
        counts = Counter(one.building for one in self.open if one.building is not None)
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].code))


def board(place: Place, day: dt.date, checks: Iterable[QualityCheck] | None = None) -> Board:
    """Run the checks: at most fifteen queries, however many units there are."""
    sources = Sources(place, day)
    found = [
        one
        for check in (quality_checks if checks is None else checks)
        for one in check.judge(getattr(sources, check.source), day)
    ]
    buildings, waivers = sources.rows, _waivers(found, day)
    rows = [
        Found(
            one,
            quality_checks[one.check],
            buildings.get(one.building) if one.building else None,
            waivers.get((one.check, one.subject)),
        )
        for one in found
    ]
    return Board(
        day,
        [one for one in rows if one.waiver is None],
        [one for one in rows if one.waiver is not None],
    )


def findings_count(place: Place, day: dt.date) -> int:
    """How many findings are open: printed on the 口径 page of a report."""
    return len(board(place, day).open)


def _waivers(found: list[Finding], day: dt.date) -> dict[tuple[str, str], QualityWaiver]:
    if not found:
        return {}
    rows = QualityWaiver.objects.select_related("created_by")
    return {
        (row.check_key, row.subject): row for row in rows if row.until is None or row.until >= day
    }


def _shown(key: str, value: Any) -> Any:
    if isinstance(value, Decimal):
        return in_square_metres(value)
    if key == "month":
        return f"{value:%Y-%m}"
    return value
