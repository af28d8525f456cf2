"""Made-up leads: two years that are over, and what is on people's desks today."""

import datetime as dt
import random
from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from crm.core import acts, numbering
from crm.core.models import Team, User
from crm.core.registries import DemoBuilder, demo_builders
from crm.core.working_days import working_calendar
from crm.enterprises.models import Enterprise
from crm.enterprises.rules import phone_key
from crm.leads.clocks import set_clocks
from crm.leads.models import FollowUp, Lead, LeadMove, PromotionEvent
from crm.leads.rules import State
from portal.choices import EnquiryKind
from portal.models import InboxMessage

REASON = "演示数据"
SEED = 20230302
PAST = 1216
FIRST_DAY, LAST_DAY = dt.date(2021, 3, 1), dt.date(2023, 2, 20)
OWNERS = ("manager", "colleague", "manager_two", "colleague_two", "other_manager")
STEPS = (
    "电话回访",
    "发租金方案",
    "邀请参观",
    "确认迁址计划",
    "发选址方案",
    "看房",
    "约企业财务负责人",
)
RESULTS = (
    "企业认可区位，希望了解租金与免租期。",
    "实地看房两处，倾向整层方案。",
    "对接财务负责人，核对投资构成。",
    "介绍政策适用条件，企业将内部研究。",
    "沟通迁址时间表，预计季度末决定。",
)
NOTES = (
    "现址租约年内到期，考虑扩租或迁址。",
    "拟设北方总部，需可注册地址。",
    "看好数字金融氛围，希望与上下游为邻。",
    "新设研发团队，要求连层办公。",
)
SOURCES = ("event", "visit", "partner", "self", "referral", "portal", "higher")


@dataclass
class Desk:
    """What is gathered before it is written at once."""

    chance: random.Random
    people: list[User]
    events: list[PromotionEvent]
    leads: list[Lead] = field(default_factory=list)
    moves: list[LeadMove] = field(default_factory=list)
    follow_ups: list[FollowUp] = field(default_factory=list)


def build(today: dt.date) -> None:
    """About 1,300 leads; the same ones for the same ``today``."""
    with transaction.atomic():
        chance = random.Random(SEED)
        people = [User.objects.get(username=name) for name in OWNERS]
        desk = Desk(chance, people, _events(today))
        firms = list(Enterprise.objects.filter(is_demo=True, registered_address="").order_by("pk"))
        for place in range(PAST):
            _past(desk, firms[place % len(firms)])
        for owner in people:
            _fresh(desk, owner, firms, today)
        _unassigned(desk, firms, today)
        _write(desk, today)
        _enquiries(today)


def _events(today: dt.date) -> list[PromotionEvent]:
    team = Team.objects.get(code="coordination")
    days = [dt.date(2021 + place // 4, 1 + 3 * (place % 4), 12) for place in range(8)]
    days += [dt.date(2023, 1, 6), today - dt.timedelta(days=9)]
    rows = [
        PromotionEvent(
            code=f"TJH-{day:%Y%m}",
            name=f"{day.year}年{day.month}月推介会（演示）",
            held_on=day,
            place="丽泽会客厅（演示）",
            team=team,
        )
        for day in days
    ]
    return acts.create(rows, by=None, reason=REASON)


def _lead(desk: Desk, firm: Enterprise, owner: User | None, received: dt.datetime) -> Lead:
    chance, source = desk.chance, desk.chance.choice(SOURCES)
    held = [event for event in desk.events if event.held_on <= received.date()]
    amount = chance.choice((None, *(chance.randrange(5, 400) * 1_000_000 for _ in range(4))))
    phone = f"1990001{len(desk.leads):04d}"
    return Lead(
        team=owner.home_team if owner else Team.objects.get(code="coordination"),
        owner=owner,
        title=firm.name,
        enterprise=firm,
        contact_name=f"{chance.choice('方程林苏顾沈许何')}某",
        contact_title=chance.choice(("财务总监", "行政总监", "选址负责人")),
        contact_phone=phone,
        phone_key=phone_key(phone),
        source=source if source != "event" or held else "self",
        event=held[-1] if source == "event" and held else None,
        industry=firm.industry,
        direction=firm.direction,
        need_area=chance.choice((None, *(chance.randrange(3, 40) * 100 for _ in range(5)))),
        expected_investment_amount=amount,
        expected_investment_cny=amount,
        note=chance.choice(NOTES),
        received_at=received,
        state_since=received,
        state=State.UNASSIGNED if owner is None else State.UNANSWERED,
        assigned_at=received if owner else None,
    )


def _at(day: dt.date, chance: random.Random) -> dt.datetime:
    clock = dt.time(9 + chance.randrange(8), chance.randrange(60))
    return timezone.make_aware(dt.datetime.combine(day, clock))


def _past(desk: Desk, firm: Enterprise) -> None:
    chance = desk.chance
    span = (LAST_DAY - FIRST_DAY).days
    received = _at(FIRST_DAY + dt.timedelta(days=chance.randrange(span)), chance)
    lead = _lead(desk, firm, chance.choices(desk.people, (5, 4, 5, 4, 2))[0], received)
    end = chance.choices(
        (State.CONVERTED, State.INVALID, State.HANDED_OVER, State.MERGED), (46, 46, 5, 3)
    )[0]
    _answer(desk, lead, received + dt.timedelta(hours=chance.randrange(2, 30)))
    _assess(desk, lead, received + dt.timedelta(days=chance.randrange(2, 5)))
    for step in range(chance.randrange(1, 4)):
        _contact(desk, lead, received + dt.timedelta(days=6 + 11 * step))
    closed = received + dt.timedelta(days=40 + chance.randrange(30))
    lead.next_step, lead.next_step_on = "", None
    lead.closed_at = closed
    if end == State.INVALID:
        lead.invalid_reason = chance.choice(
            (Lead.InvalidReason.NO_NEED, Lead.InvalidReason.ELSEWHERE, Lead.InvalidReason.UNFIT)
        )
    if end == State.HANDED_OVER:
        lead.handed_to = "邻区投资促进部门（演示）"
    _move(desk, lead, end, closed)
    desk.leads.append(lead)


def _fresh(desk: Desk, owner: User, firms: list[Enterprise], today: dt.date) -> None:
    """A desk of today: late, due today, new, and later ones."""
    plan = (
        ("assess_late", 1),
        ("follow_late", 1),
        ("today", 2),
        ("new", 2),
        ("assess", 2),
        ("later", 6),
    )
    for kind, count in plan:
        for _ in range(count if owner.username != "other_manager" else 1):
            _one_fresh(desk, owner, desk.chance.choice(firms), today, kind)


def _one_fresh(desk: Desk, owner: User, firm: Enterprise, today: dt.date, kind: str) -> None:
    chance = desk.chance
    ages = {"new": 0, "assess": 1, "assess_late": 9, "follow_late": 40, "today": 25, "later": 18}
    received = _at(today - dt.timedelta(days=ages[kind]), chance)
    if kind == "new":
        received = min(received, timezone.now())
    lead = _lead(desk, firm, owner, received)
    desk.leads.append(lead)
    if kind == "new":
        return
    _answer(desk, lead, received + dt.timedelta(minutes=40))
    if kind in ("assess", "assess_late"):
        return
    _assess(desk, lead, received + dt.timedelta(days=2))
    last = {"follow_late": 20, "today": 8, "later": 4}[kind]
    _contact(desk, lead, _at(today - dt.timedelta(days=last), chance))
    due = {"follow_late": -2, "today": 0, "later": chance.randrange(1, 10)}[kind]
    lead.next_step = chance.choice(STEPS)
    lead.next_step_on = today + dt.timedelta(days=due)


def _unassigned(desk: Desk, firms: list[Enterprise], today: dt.date) -> None:
    for place in range(9):
        received = _at(today - dt.timedelta(days=place % 4), desk.chance)
        lead = _lead(desk, desk.chance.choice(firms), None, min(received, timezone.now()))
        desk.leads.append(lead)


def _enquiries(today: dt.date) -> None:
    """What waits in the portal's inbox."""
    asked = (
        ("渟澜数据（演示）", "数据服务", 600, 900, "想看可注册的整层办公，希望了解免租期。"),
        ("缃屿传媒（演示）", "文化传媒", 300, 450, "团队约 30 人，计划季度末入驻。"),
        ("晏岑再保险（演示）", "保险", 1200, 1500, "考察北方总部选址，需要连层。"),
    )
    InboxMessage.objects.bulk_create(
        InboxMessage(
            number=f"DEMO-{place + 1:04d}",
            kind=EnquiryKind.INVESTMENT,
            language="zh-hans",
            company=company,
            industry=industry,
            area_from=low,
            area_to=high,
            contact_name="某女士",
            phone=f"1990002000{place}",
            message=message,
            consented_at=timezone.now(),
            received_at=timezone.now() - dt.timedelta(hours=5 * place + 2),
            sender_hash=f"demo-{place}",
            is_demo=True,
        )
        for place, (company, industry, low, high, message) in enumerate(asked)
    )


def _answer(desk: Desk, lead: Lead, at: dt.datetime) -> None:
    lead.responded_at = at
    _contact(desk, lead, at)
    _move(desk, lead, State.ASSESSING, at)


def _assess(desk: Desk, lead: Lead, at: dt.datetime) -> None:
    lead.assessed_at, lead.assessment = at, "符合地方产业方向，未见负面清单事项（演示）。"
    _move(desk, lead, State.FOLLOWING, at)


def _contact(desk: Desk, lead: Lead, at: dt.datetime) -> None:
    kind = desk.chance.choice(("phone", "meeting", "visit", "viewing", "message"))
    step = desk.chance.choice(STEPS)
    desk.follow_ups.append(
        FollowUp(
            lead=lead,
            kind=kind,
            at=at,
            result=desk.chance.choice(RESULTS),
            next_step=step,
        )
    )
    lead.followed_up_at, lead.next_step = at, step


def _move(desk: Desk, lead: Lead, state: State, at: dt.datetime) -> None:
    desk.moves.append(
        LeadMove(
            lead=lead,
            moved_at=at,
            from_state=lead.state,
            to_state=state,
            from_owner=lead.owner,
            to_owner=lead.owner,
            from_team=lead.team,
            to_team=lead.team,
        )
    )
    lead.state, lead.state_since = state, at


def _write(desk: Desk, today: dt.date) -> None:
    by_year: dict[int, list[Lead]] = defaultdict(list)
    for lead in sorted(desk.leads, key=lambda lead: lead.received_at):
        by_year[timezone.localtime(lead.received_at).year].append(lead)
    for year, rows in by_year.items():
        for lead, number in zip(rows, numbering.take("XS", year, len(rows)), strict=True):
            lead.number = number
    set_clocks(desk.leads, day=today, calendar=working_calendar())
    first = [
        LeadMove(
            lead=lead,
            moved_at=lead.received_at,
            to_state=State.UNANSWERED if lead.owner else State.UNASSIGNED,
            to_owner=lead.owner,
            to_team=lead.team,
        )
        for lead in desk.leads
    ]
    write_by_owner(desk.leads, lambda lead: lead.owner)
    write_by_owner([*first, *desk.moves], lambda move: move.lead.owner)
    write_by_owner(desk.follow_ups, lambda row: row.lead.owner)
    _keep_with_team(desk.leads)


def _keep_with_team(leads: list[Lead]) -> None:
    """An enterprise is kept by the section that follows its latest lead."""
    firms = {}
    for lead in sorted(leads, key=lambda lead: lead.received_at):
        lead.enterprise.team = lead.team
        firms[lead.enterprise_id] = lead.enterprise
    acts.change(list(firms.values()), ["team"], by=None, reason=REASON)


def write_by_owner(rows: list, owner_of) -> None:
    """Store rows as their owners' own work, so that timelines name somebody."""
    groups: dict[User | None, list] = defaultdict(list)
    for row in rows:
        groups[owner_of(row)].append(row)
    for owner, found in groups.items():
        acts.create(found, by=owner, reason=REASON)


demo_builders.register(DemoBuilder("leads", build, order=50))
