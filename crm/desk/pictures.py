"""What the overview draws: the trend, the split of the change, movers, expiries, stages."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from crm.core.charts import Step, waterfall_chart
from crm.core.figure_text import money, rate, wan_area
from crm.desk.svg import ScreenBar, screen_bars
from crm.occupancy import rules
from crm.occupancy.models import ReleasePlanRevision
from crm.projects.models import Project
from crm.projects.rules import ORDER
from crm.reports.formats import difference, share, show
from crm.reports.occupancy_monthly.expiry import BUCKETS
from crm.reports.occupancy_monthly.general import history
from crm.reports.occupancy_monthly.positions import Month, effects

SHOWN = 5
GREY, BLUE, GREEN, RED = "#8a98a6", "#0b5cab", "#1a7f4b", "#b3261e"
LADDER = (
    ("holdover", "neu"),
    ("30", "e90"),
    ("60", "e90"),
    ("90", "e90"),
    ("180", "e180"),
    ("365", "e365"),
)
WITHIN_A_YEAR = ("30", "60", "90", "180", "365")
INWARD, OUTWARD = ("move_in", "expansion"), ("move_out", "contraction")


@dataclass(frozen=True)
class Picture:
    """A drawing with its sentence below."""

    svg: SafeString
    source: str


@dataclass(frozen=True)
class Movers:
    """The largest named moves of one direction; ``others`` says who makes up the ``rest``."""

    rows: list[dict[str, Any]]
    others: str
    rest: Decimal
    total: Decimal


@dataclass(frozen=True)
class Change:
    """The year's change of the rate in two effects, and what lies ahead; None: no year ago."""

    picture: SafeString
    same: str
    outlook: str


def trend(month: Month) -> Picture | None:
    """Two years of month ends."""
    drawn = history(month)
    return Picture(drawn[0].svg, drawn[0].source) if drawn else None


def expiries(month: Month) -> Picture | None:
    """The ladder of lease ends, and what ends within a year."""
    steps = {row["key"]: row for row in month["ladder"]}
    let = sum((Decimal(row["area"]) for row in steps.values()), Decimal(0))
    if not let:
        return None
    bars = [
        ScreenBar(
            BUCKETS[key][0],
            float(steps[key]["area"]),
            wan_area(steps[key]["area"]),
            _("%(number)d leases") % {"number": steps[key]["leases"] or 0},
            css,
        )
        for key, css in LADDER
        if key in steps
    ]
    year = sum((Decimal(steps[key]["area"]) for key in WITHIN_A_YEAR if key in steps), Decimal(0))
    words = _("Within a year %(area)s 万㎡, %(part)s%% of the %(let)s 万㎡ let.")
    said = words % {"area": wan_area(year), "part": rate(share(year, let)), "let": wan_area(let)}
    return Picture(screen_bars(bars, said), said)


def change(month: Month) -> Change | None:
    """同比 in 净吸纳影响 and 分母变动影响, with the like-for-like rate and the outlook."""
    then, at = month.year_ago, month.now
    moved = effects(then, at)
    if moved.total is None or then.rate is None or at.rate is None:
        return None
    middle = float((then.rate + moved.take_up) * 100)
    first, last = float(then.rate * 100), float(at.rate * 100)
    year_ago = f"{month.as_of.year - 1}-{month.as_of:%m}"
    steps = [
        Step(year_ago, 0, first, f"{rate(then.rate)}%", GREY, whole=True),
        Step(_("Take-up"), first, middle, show(moved.take_up, "points"), _tone(moved.take_up)),
        Step(_("New supply"), middle, last, show(moved.supply, "points"), _tone(moved.supply)),
        Step(f"{month.as_of:%Y-%m}", 0, last, f"{rate(at.rate)}%", BLUE, whole=True),
    ]
    label = _("Occupancy went from %(then)s%% to %(now)s%%: take-up %(take_up)s, supply %(supply)s")
    said = label % {
        "then": rate(then.rate),
        "now": rate(at.rate),
        "take_up": show(moved.take_up, "points"),
        "supply": show(moved.supply, "points"),
    }
    svg = waterfall_chart(steps, said, _("percentage points; the axis is broken"))
    return Change(svg, _same(month), _outlook(month))


def _tone(effect: Decimal) -> str:
    return GREEN if effect >= 0 else RED


def _same(month: Month) -> str:
    same = month["like_for_like"]["year"]
    then = share(same["then"]["occupied"], Decimal(same["then"]["base"]))
    at = share(same["now"]["occupied"], Decimal(same["now"]["base"]))
    if then is None or at is None:
        return ""
    words = _("%(number)d buildings in use at both dates: %(then)s%% to %(now)s%% (%(points)s).")
    moved = show(difference(at, then), "points")
    shown = {"number": same["buildings"], "then": rate(then), "now": rate(at), "points": moved}
    return words % shown


def _outlook(month: Month) -> str:
    """What the planned supply of this year would do to the rate on the whole area in use."""
    released, at = planned(month.as_of), month.now
    if not released or not at.gross:
        return ""
    lowest, needed = rules.outlook(at.occupied, at.gross, released)
    words = _(
        "%(area)s 万㎡ more are planned for %(year)d."
        " With no take-up the rate falls to %(lowest)s%%; holding %(now)s%% takes %(needed)s 万㎡."
    )
    return words % {
        "area": wan_area(released),
        "year": month.as_of.year,
        "lowest": rate(lowest),
        "now": rate(at.rate_on_gross),
        "needed": wan_area(needed),
    }


def planned(day: dt.date) -> Decimal:
    """㎡ that the newest revisions known on ``day`` still plan for its year."""
    newest: dict[int, ReleasePlanRevision] = {}
    for revision in ReleasePlanRevision.objects.filter(revised_on__lte=day).order_by("revision"):
        newest[revision.plan_id] = revision
    return sum((one.area for one in newest.values() if one.year == day.year), Decimal("0.00"))


def movers(month: Month, kinds: tuple[str, ...]) -> Movers:
    """The five largest that the month names; all other moves of these kinds in one line."""
    balance = month["balance"]
    total = sum((Decimal(balance[kind]) for kind in kinds), Decimal(0))
    named = [row for row in month["moves"] if row["kind"] in kinds and row["building"]]
    named.sort(key=lambda row: -abs(Decimal(row["area"])))
    rows = [{**row, "area": abs(Decimal(row["area"]))} for row in named[:SHOWN]]
    shown = sum((row["area"] for row in rows), Decimal(0))
    unnamed = [
        row["enterprise"] for row in month["moves"] if row["kind"] in kinds and not row["building"]
    ]
    return Movers(rows, "、".join(unnamed), abs(total) - shown, abs(total))


def stages(user: Any) -> dict[str, Any] | None:
    """Projects under way by stage, today: how many, and how much they intend to invest."""
    rows = (
        Project.objects.visible_to(user)
        .under_way()
        .order_by()
        .values("stage")
        .annotate(number=Count("pk"), total=Sum("investment_cny"))
    )
    found = {row["stage"]: row for row in rows}
    if not found:
        return None
    bars = [
        ScreenBar(
            str(Project.Stage(stage).label),
            found[stage]["number"],
            str(found[stage]["number"]),
            money(found[stage]["total"]) if found[stage]["total"] else "",
        )
        for stage in ORDER
        if stage in found
    ]
    total = sum((row["total"] or Decimal(0) for row in found.values()), Decimal(0))
    svg = screen_bars(bars, _("Projects under way by stage"))
    return {"svg": svg, "count": sum(row["number"] for row in found.values()), "total": total}
