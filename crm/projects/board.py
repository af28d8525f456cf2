"""The board: columns by stage with count and sum, cards by last change."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet

from crm.core.fields import from_cents, sum_cents
from crm.core.keyset import page_of
from crm.projects.actions.moving import facts_of
from crm.projects.models import Project
from crm.projects.rules import ORDER, Side, Stage, is_backwards, missing_for
from crm.projects.words import MISSING

FIRST, PAGE = 8, 20
OPEN_COLUMNS = (
    Stage.TALKS,
    Stage.INTENT,
    Stage.SIGNED,
    Stage.REGISTERED,
    Stage.FITTING_OUT,
)


@dataclass
class Target:
    """A stage that a card may be moved to, and what stands in the way."""

    stage: str
    label: Any
    backwards: bool
    missing: list[Any] = field(default_factory=list)


@dataclass
class Column:
    """One stage (or the paused ones). A closed column has no cards, only its figures."""

    key: str
    label: Any
    count: int
    total: Decimal
    is_open: bool = False
    cards: list[Project] = field(default_factory=list)
    after: str | None = None

    @property
    def rest(self) -> int:
        """How many are not shown yet after the first page."""
        return max(self.count - len(self.cards), 0)


def columns_of(rows: QuerySet, opened: set[str]) -> list[Column]:
    """Every column; one query for the figures and one for each open column."""
    figures = {
        (row["stage"], row["side"]): row
        for row in rows.order_by()
        .values("stage", "side")
        .annotate(number=Count("pk"), cents=sum_cents("investment_cny"))
    }
    columns = [
        _column(rows, figures, stage, stage in opened or stage in OPEN_COLUMNS) for stage in ORDER
    ]
    paused = [row for (_stage, side), row in figures.items() if side == Side.PAUSED]
    columns.append(
        Column(
            key=Side.PAUSED,
            label=Project.Side(Side.PAUSED).label,
            count=sum(row["number"] for row in paused),
            total=from_cents(sum(row["cents"] or 0 for row in paused)),
            is_open=Side.PAUSED in opened,
        )
    )
    if columns[-1].is_open:
        fill(columns[-1], rows.filter(side=Side.PAUSED))
    return columns


def _column(rows: QuerySet, figures: dict, stage: Stage, is_open: bool) -> Column:
    row = figures.get((stage, Side.NONE), {"number": 0, "cents": 0})
    column = Column(
        key=stage,
        label=Project.Stage(stage).label,
        count=row["number"],
        total=from_cents(row["cents"]),
        is_open=is_open,
    )
    if is_open and column.count:
        fill(column, rows.filter(stage=stage, side=Side.NONE))
    return column


def rows_of(rows: QuerySet, key: str) -> QuerySet:
    """The projects of one column."""
    if key == Side.PAUSED:
        return rows.filter(side=Side.PAUSED)
    return rows.filter(stage=key, side=Side.NONE)


def fill(column: Column, rows: QuerySet, after: str = "") -> None:
    """Put the first few cards, or the next page after a cursor, into a column."""
    page = page_of(
        rows.select_related("owner"), "-updated_at", size=PAGE if after else FIRST, after=after
    )
    column.cards, column.after = page.rows, page.after


def targets_of(project: Project) -> list[Target]:
    """Where a card can go, with what is missing: the neighbours first, then further on."""
    now, facts = Stage(project.stage), facts_of(project)
    return [
        Target(
            stage=stage,
            label=Project.Stage(stage).label,
            backwards=is_backwards(now, stage),
            missing=[]
            if is_backwards(now, stage)
            else [MISSING[code] for code in missing_for(stage, facts)],
        )
        for stage in ORDER
        if stage is not now
    ]
