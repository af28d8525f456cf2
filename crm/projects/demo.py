"""Made-up projects behind the published totals: 611 entered by 2023-02, 379 in 2022."""

import datetime as dt
import random
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from crm.core import acts, numbering
from crm.core.models import User
from crm.core.registries import DemoBuilder, demo_builders
from crm.leads.demo import REASON, RESULTS, STEPS, write_by_owner
from crm.leads.models import Lead
from crm.leads.rules import State
from crm.occupancy.models import Building
from crm.projects.amounts import settle_investment
from crm.projects.demo_needs import WANTED, plan_areas, reserve, want
from crm.projects.models import (
    Library,
    LibraryEntry,
    MoneyIncrement,
    Project,
    ProjectFollowUp,
    StageMove,
)
from crm.projects.rules import ORDER, EntryState, Side, Stage, rank
from crm.projects.seeds import DEFAULT_LIBRARY

SEED = 20230303
MONTH_END = dt.date(2023, 2, 28)
# Entered the "两区" library: year (or part of it) → how many. 611 by 2023-02-28, 379 in 2022.
ENTRIES = (
    (dt.date(2020, 9, 10), dt.date(2020, 12, 31), 20),
    (dt.date(2021, 1, 4), dt.date(2021, 12, 31), 180),
    (dt.date(2022, 1, 4), dt.date(2022, 12, 31), 379),
    (dt.date(2023, 1, 3), MONTH_END, 32),
)
LEFT_BY_MONTH_END = 143
FRESH = 118
FOREIGN_2022, FOREIGN_2021 = Decimal(180_000_000), Decimal(134_328_000)
RATE = Decimal("6.9500")
KINDS = ("区域总部", "总部", "结算中心", "研发中心", "北方部", "平台", "财富中心")
FUNCTIONS = ("数字金融", "专业服务", "跨国公司总部", "科技研发", "绿色金融", "国际消费")
MODES = ("new", "relocation", "expansion", "branch", "office")


@dataclass
class Ledger:
    """What is gathered before it is written at once."""

    chance: random.Random
    people: list[User]
    reviewer: User
    library: Library
    wanted: list[Building]
    projects: list[Project] = field(default_factory=list)
    moves: list[StageMove] = field(default_factory=list)
    entries: list[LibraryEntry] = field(default_factory=list)
    money: list[MoneyIncrement] = field(default_factory=list)
    follow_ups: list[ProjectFollowUp] = field(default_factory=list)
    years: list[int] = field(default_factory=list)


def build(today: dt.date) -> None:
    """Projects of the past with their course, and some that are under way today."""
    with transaction.atomic():
        people = [
            User.objects.get(username=name)
            for name in ("manager", "colleague", "manager_two", "colleague_two", "other_manager")
        ]
        ledger = Ledger(
            chance=random.Random(SEED),
            people=people,
            reviewer=User.objects.get(username="statistician"),
            library=Library.objects.get(code=DEFAULT_LIBRARY),
            wanted=[Building.objects.select_related("zone").get(code=code) for code in WANTED],
        )
        leads = list(
            Lead.objects.filter(state=State.CONVERTED)
            .select_related("enterprise", "owner__home_team", "team")
            .order_by("closed_at", "pk")
        )
        firms = list(
            Lead.objects.exclude(state=State.CONVERTED)
            .filter(enterprise__isnull=False)
            .select_related("enterprise")
            .order_by("pk")
        )
        _past(ledger, leads, firms, today)
        _fresh(ledger, firms, today)
        _foreign_capital(ledger)
        _write(ledger, today)


def _project(ledger: Ledger, lead: Lead, owner: User, *, linked: bool, day: dt.date) -> Project:
    chance, firm = ledger.chance, lead.enterprise
    foreign = firm.capital_nature in ("foreign", "joint", "hong_kong")
    kind = chance.choice(KINDS)
    amount = Decimal(chance.randrange(3, 120) * (100_000 if foreign else 1_000_000))
    return Project(
        team=owner.home_team,
        owner=owner,
        name=f"{firm.name}{kind}",
        enterprise=firm,
        lead=lead if linked else None,
        landing_mode=chance.choice(MODES),
        source=lead.source,
        industry=firm.industry,
        direction=firm.direction,
        function=chance.choice(FUNCTIONS),
        is_foreign=foreign,
        is_financial="金融" in firm.direction,
        investment_amount=amount,
        investment_currency="USD" if foreign else "CNY",
        investment_rate=RATE if foreign else None,
        investment_rate_on=day if foreign else None,
        need_area_from=Decimal(chance.randrange(3, 45) * 100),
        need_contiguous=chance.random() < 0.4,
        need_registration=chance.random() < 0.6,
        stage=Stage.TALKS,
        stage_since=day,
        side=Side.NONE,
    )


def _past(ledger: Ledger, leads: list[Lead], firms: list[Lead], today: dt.date) -> None:
    days = []
    for first, last, count in ENTRIES:
        span = (last - first).days
        days += [
            first + dt.timedelta(days=span * place // max(count - 1, 1)) for place in range(count)
        ]
    waiting = list(leads)
    for place, entered in enumerate(days):
        linked = bool(waiting) and waiting[0].closed_at.date() <= entered
        lead = waiting.pop(0) if linked else firms[place % len(firms)]
        owner = lead.owner or ledger.people[place % len(ledger.people)]
        began = lead.closed_at.date() if linked else entered - dt.timedelta(days=14)
        project = _project(ledger, lead, owner, linked=linked, day=began)
        want(project, place, began, ledger.wanted)
        _enter(ledger, project, entered)
        _run_through(ledger, project, began, today)
        ledger.projects.append(project)
        ledger.years.append(entered.year)
    left = ledger.chance.sample(range(len(days) - 60), LEFT_BY_MONTH_END)
    for place in left:
        entry = ledger.entries[place]
        span = max((MONTH_END - entry.entered_on).days, 1)
        entry.state = EntryState.LEFT
        entry.left_on = entry.entered_on + dt.timedelta(
            days=span // 2 + ledger.chance.randrange(span // 2 + 1)
        )
        entry.leave_reason = ledger.chance.choice(("landed", "landed", "ended", "handed_over"))


def _enter(ledger: Ledger, project: Project, day: dt.date) -> None:
    ledger.entries.append(
        LibraryEntry(
            project=project,
            library=ledger.library,
            state=EntryState.IN,
            requested_on=day,
            reviewer=ledger.reviewer,
            entered_on=day,
            official_number=f"LQ{day:%Y}{len(ledger.entries) + 1:04d}",
        )
    )


def _run_through(ledger: Ledger, project: Project, began: dt.date, today: dt.date) -> None:
    """The whole course of a project of the past: most operate by now, some have ended."""
    chance = ledger.chance
    goal = chance.choices(
        (Stage.TALKS, Stage.INTENT, Stage.SIGNED, Stage.OPERATING, Stage.FULFILLED),
        (8, 10, 8, 50, 24),
    )[0]
    _start(ledger, project, began)
    day = began
    for stage in ORDER[1 : rank(goal) + 1]:
        day += dt.timedelta(days=chance.randrange(25, 95))
        if day > today:
            break
        _step(ledger, project, stage, day)
    if rank(Stage(project.stage)) < rank(Stage.REGISTERED):
        day = min(day + dt.timedelta(days=chance.randrange(40, 160)), today)
        _end(ledger, project, day)
    _pay(ledger, project, today)


def _start(ledger: Ledger, project: Project, day: dt.date) -> None:
    ledger.moves.append(
        StageMove(project=project, moved_on=day, to_stage=Stage.TALKS, to_side=Side.NONE)
    )


def _step(ledger: Ledger, project: Project, stage: Stage, day: dt.date) -> None:
    ledger.moves.append(
        StageMove(project=project, moved_on=day, from_stage=project.stage, to_stage=stage)
    )
    project.stage, project.stage_since = stage, day
    if stage is Stage.SIGNED:
        project.signed_on = day
    if stage is Stage.REGISTERED:
        project.landed_on = day


def _end(ledger: Ledger, project: Project, day: dt.date) -> None:
    code = ledger.chance.choice(StageMove.EndReason.values[:4])
    ledger.moves.append(
        StageMove(
            project=project,
            moved_on=day,
            from_stage=project.stage,
            to_stage=project.stage,
            to_side=Side.ENDED,
            reason_code=code,
        )
    )
    project.side, project.side_since = Side.ENDED, day


def _pay(ledger: Ledger, project: Project, today: dt.date) -> None:
    if project.signed_on is None:
        return
    contract = MoneyIncrement.Kind.CONTRACT_FOREIGN if project.is_foreign else "contract"
    ledger.money.append(_amount(project, contract, project.signed_on, project.investment_amount))
    if project.landed_on and not project.is_foreign:
        part = (project.investment_amount * ledger.chance.randrange(20, 70) / 100).quantize(
            Decimal("0.01")
        )
        day = min(project.landed_on + dt.timedelta(days=30), today)
        row = _amount(project, MoneyIncrement.Kind.PAID_IN, day, part)
        row.paid_as = "capital"
        ledger.money.append(row)


def _amount(project: Project, kind: str, day: dt.date, amount: Decimal) -> MoneyIncrement:
    foreign = project.investment_currency != "CNY"
    rate = RATE if foreign else Decimal(1)
    return MoneyIncrement(
        project=project,
        kind=kind,
        happened_on=day,
        amount=amount,
        currency=project.investment_currency,
        rate=rate,
        rate_on=day if foreign else None,
        cny=(amount * rate).quantize(Decimal("0.01")),
        voucher="演示凭据",
    )


def _foreign_capital(ledger: Ledger) -> None:
    """Foreign capital received: US$ 1.8亿 in 2022, and its base in 2021, shared by contract."""
    for year, total in ((2021, FOREIGN_2021), (2022, FOREIGN_2022)):
        end = dt.date(year, 12, 1)
        chosen = [row for row in ledger.projects if row.is_foreign and _signed_by(row, end)]
        whole, rest = sum(row.investment_amount for row in chosen), total
        for place, project in enumerate(chosen):
            last = place == len(chosen) - 1
            share = (total * project.investment_amount / whole).quantize(Decimal(1))
            amount = rest if last else share
            rest -= amount
            first = max(project.signed_on, dt.date(year, 1, 15))
            row = _amount(project, MoneyIncrement.Kind.FOREIGN_RECEIVED, first, amount)
            row.means = ("spot", "renminbi", "profit")[place % 3]
            ledger.money.append(row)


def _signed_by(project: Project, day: dt.date) -> bool:
    return project.signed_on is not None and project.signed_on <= day


def _fresh(ledger: Ledger, firms: list[Lead], today: dt.date) -> None:
    """Projects under way today, spread over the stages, with next steps due around today."""
    chance = ledger.chance
    for place in range(FRESH):
        owner = ledger.people[place % len(ledger.people)]
        goal = chance.choices(ORDER[:6], (38, 25, 17, 13, 10, 6))[0]
        days = [today - dt.timedelta(days=chance.randrange(2, 46))]
        for _ in range(rank(goal)):
            days.append(days[-1] - dt.timedelta(days=chance.randrange(14, 50)))
        began = days.pop()
        lead = firms[(place * 7 + 3) % len(firms)]
        project = _project(ledger, lead, owner, linked=False, day=began)
        _start(ledger, project, began)
        for stage in ORDER[1 : rank(goal) + 1]:
            _step(ledger, project, stage, days.pop())
        _pay(ledger, project, today)
        contact = timezone.make_aware(
            dt.datetime.combine(today - dt.timedelta(days=3), dt.time(10))
        )
        project.followed_up_at = contact
        project.next_step = chance.choice(STEPS)
        project.next_step_on = today + dt.timedelta(days=chance.randrange(-1, 20))
        ledger.follow_ups.append(
            ProjectFollowUp(
                project=project,
                kind="meeting",
                at=contact,
                result=chance.choice(RESULTS),
                next_step=project.next_step,
                next_step_on=project.next_step_on,
            )
        )
        want(project, place, began, ledger.wanted)
        ledger.projects.append(project)
        ledger.years.append(began.year)
        if place % 9 == 4:
            project.side, project.side_since = Side.PAUSED, today - dt.timedelta(days=10)
            project.review_on = today + dt.timedelta(days=30)
        elif place % 3 == 0 and began.year == today.year:
            _enter(ledger, project, min(began + dt.timedelta(days=10), today))


def _write(ledger: Ledger, today: dt.date) -> None:
    by_year: dict[int, list[Project]] = {}
    for project, year in zip(ledger.projects, ledger.years, strict=True):
        by_year.setdefault(year, []).append(project)
    for year, rows in sorted(by_year.items()):
        for project, number in zip(rows, numbering.take("XM", year, len(rows)), strict=True):
            project.number = number
    settle_investment(ledger.projects, day=today)
    write_by_owner(ledger.projects, lambda row: row.owner)
    for rows in (ledger.moves, ledger.money, ledger.follow_ups):
        write_by_owner(rows, lambda row: row.project.owner)
    acts.create(ledger.entries, by=ledger.reviewer, reason=REASON)
    reserve(ledger.moves)
    plan_areas(ledger.wanted[0].zone)


demo_builders.register(DemoBuilder("projects", build, order=60))
