"""What the overview draws and lists: the split of the change, movers, expiries, stages."""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from crm.core.figure_text import money, rate, wan_area
from crm.desk.svg import ScreenBar, ScreenStep, screen_bars, screen_steps
from crm.enterprises.models import Enterprise
from crm.occupancy import rules
from crm.occupancy.models import ReleasePlanRevision
from crm.occupancy.stacking import short_name
from crm.projects.models import Project
from crm.projects.rules import ORDER
from crm.reports.formats import difference, share, show
from crm.reports.occupancy_monthly.expiry import BUCKETS
from crm.reports.occupancy_monthly.positions import Month, effects

SHOWN = 5
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
# What the report writes where it puts the smaller moves of a kind into one line.
TOGETHER = re.compile(r"^其他(\d+)家")


@dataclass(frozen=True)
class Picture:
    """A drawing with its sentence below and the rows behind it."""

    svg: SafeString
    source: str
    url: str = ""


@dataclass(frozen=True)
class Movers:
    """The largest named moves of one direction; ``others`` is how many make up the ``rest``."""

    rows: list[dict[str, Any]]
    others: int
    rest: Decimal
    total: Decimal
    url: str


@dataclass(frozen=True)
class Change:
    """The year's change of the rate in two effects, and what lies ahead; None: no year ago."""

    picture: SafeString
    same: str
    outlook: str
    url: str


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
            _leases(month, key),
        )
        for key, css in LADDER
        if key in steps
    ]
    year = sum((Decimal(steps[key]["area"]) for key in WITHIN_A_YEAR if key in steps), Decimal(0))
    words = _("Within a year %(area)s 万㎡, %(part)s%% of the %(let)s 万㎡ let.")
    said = words % {"area": wan_area(year), "part": rate(share(year, let)), "let": wan_area(let)}
    return Picture(screen_bars(bars, said), said, _within(month, "365"))


def _leases(month: Month, key: str) -> str:
    """The leases of one step of the ladder alone, so that they add up to its figure."""
    query = _query(month, {"running": "over"} if key == "holdover" else {"step": key})
    return f"{reverse('desk:occupancy:leases')}?{query}"


def _within(month: Month, days: str) -> str:
    """The leases that end within so many days."""
    return f"{reverse('desk:occupancy:leases')}?{_query(month, {'ending': days})}"


def _query(month: Month, asked: dict[str, str]) -> str:
    return urlencode({"as_of": month.as_of.isoformat(), **asked})


def span_query(month: Month, months: int) -> str:
    """The months before the overview's up to it, as the comparison asks for them."""
    earlier = month.previous if months == 1 else month.year_ago
    return urlencode({"from": str(earlier["as_of"]), "to": month.as_of.isoformat()})


def change(month: Month) -> Change | None:
    """同比 in 净吸纳影响 and 分母变动影响, with the like-for-like rate and the outlook."""
    then, at = month.year_ago, month.now
    moved = effects(then, at)
    if moved.total is None or then.rate is None or at.rate is None:
        return None
    first, middle, last = (
        float(value * 100) for value in (then.rate, then.rate + moved.take_up, at.rate)
    )
    year_ago = f"{month.as_of.year - 1}-{month.as_of:%m}"
    shown = {
        "then": rate(then.rate),
        "now": rate(at.rate),
        "take_up": show(moved.take_up, "points"),
        "supply": show(moved.supply, "points"),
    }
    steps = [
        ScreenStep(year_ago, 0, first, f"{shown['then']}%", "neu", whole=True),
        ScreenStep(_("Take-up"), first, middle, shown["take_up"], _tone(moved.take_up)),
        ScreenStep(_("New supply"), middle, last, shown["supply"], _tone(moved.supply)),
        ScreenStep(f"{month.as_of:%Y-%m}", 0, last, f"{shown['now']}%", "pri", whole=True),
    ]
    label = _("Occupancy went from %(then)s%% to %(now)s%%: take-up %(take_up)s, supply %(supply)s")
    url = f"{reverse('desk:occupancy:comparison')}?{span_query(month, 12)}"
    return Change(screen_steps(steps, label % shown), _same(month, "year"), _outlook(month), url)


def _tone(effect: Decimal) -> str:
    return "pos" if effect >= 0 else "neg"


def since_last_month(month: Month) -> str:
    """环比 in its two effects, and the same buildings at both dates: why it rose or fell."""
    then, at = month.previous, month.now
    moved = effects(then, at)
    if moved.total is None or then.rate is None or at.rate is None:
        return ""
    words = _(
        "Occupancy %(then)s%% to %(now)s%% (%(points)s): take-up %(take_up)s, supply %(supply)s."
    )
    shown = {
        "then": rate(then.rate),
        "now": rate(at.rate),
        "points": show(moved.total, "points"),
        "take_up": show(moved.take_up, "points"),
        "supply": show(moved.supply, "points"),
    }
    return words % shown + _same(month, "month")


def _same(month: Month, span: str) -> str:
    same = month["like_for_like"][span]
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
    """The five largest that the month names; all other moves of these kinds in one line.

    ``number`` is that of the enterprise of the same name, empty when the ledger knows none;
    ``short`` the name without legal form, for a narrow column.
    """
    balance = month["balance"]
    total = sum((Decimal(balance[kind]) for kind in kinds), Decimal(0))
    listed = [row for row in month["moves"] if row["kind"] in kinds]
    together = [match for row in listed if (match := TOGETHER.match(row["enterprise"]))]
    named = [row for row in listed if not TOGETHER.match(row["enterprise"])]
    named.sort(key=lambda row: -abs(Decimal(row["area"])))
    names = [row["enterprise"] for row in named[:SHOWN]]
    numbers = dict(Enterprise.objects.filter(name__in=names).values_list("name", "number"))
    rows = [
        {
            **row,
            "area": abs(Decimal(row["area"])),
            "number": numbers.get(row["enterprise"], ""),
            "short": short_name(row["enterprise"]),
        }
        for row in named[:SHOWN]
    ]
    shown = sum((row["area"] for row in rows), Decimal(0))
    others = len(named) - len(rows) + sum(int(match[1]) for match in together)
    kinds_asked = urlencode([("kind", kind) for kind in kinds])
    url = f"{reverse('desk:occupancy:moves')}?{span_query(month, 1)}&{kinds_asked}"
    return Movers(rows, others, abs(total) - shown, abs(total), url)


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
    listed = reverse("desk:projects:list")
    bars = [
        ScreenBar(
            str(Project.Stage(stage).label),
            found[stage]["number"],
            str(found[stage]["number"]),
            money(found[stage]["total"]) if found[stage]["total"] else "",
            url=f"{listed}?{urlencode({'side': 'under_way', 'stage': stage})}",
        )
        for stage in ORDER
        if stage in found
    ]
    total = sum((row["total"] or Decimal(0) for row in found.values()), Decimal(0))
    svg = screen_bars(bars, _("Projects under way by stage"))
    count = sum(row["number"] for row in found.values())
    return {"svg": svg, "count": count, "total": total, "url": f"{listed}?side=under_way"}
