"""Returns and closings of the demo: thirteen closed months, and March 2023 in every state."""

import datetime as dt
import random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from crm.core import acts, numbering
from crm.core.attachments import attach
from crm.core.models import User
from crm.core.working_days import working_calendar
from crm.occupancy import actions
from crm.occupancy.days import month_end
from crm.occupancy.models import Building, MonthlyReturn, MonthlyReturnLine
from crm.occupancy.returns import months
from crm.occupancy.returns.duties import due_on, owing
from crm.occupancy.returns.ledger import LedgerBook, Stand, read_ledger
from crm.occupancy.returns.papers import EVIDENCE
from crm.occupancy.returns.reported import Kind, Part, Reported, Reshaping, Tenant, of_return
from crm.occupancy.rules import CENT

REASON = "演示数据"
LAST_CLOSED, CLOSED = dt.date(2023, 2, 1), 13
OPEN = dt.date(2023, 3, 1)
RESPONSIBLE = {
    "operator_a": "乔岚",
    "operator_b": "闻溪",
    "operator_c": "叶临川",
    "operator_d": "祝南星",
}
# What the ten buildings of each operator have done by then: accepted, sent, returned, begun.
STATES = ("sent", "unchanged", "accepted", "returned", "draft", "accepted", "unchanged", "none")


def build(today: dt.date) -> None:
    """Accepted returns and closings up to February 2023, then March."""
    if month_end(OPEN) >= today:
        return
    people = {user.username: user for user in User.objects.filter(username__in=_names())}
    for month in _closed_months():
        _accept_all(month, people)
        closing = actions.close_month(month, by=people["statistician"])
        closing.closed_at = _moment(due_on(month), 16)
        with transaction.atomic():
            acts.change([closing], ["closed_at"], by=None, reason=REASON)
    chance = random.Random(20230331)
    for place, duty in enumerate(owing(OPEN)):
        _march(duty.building, STATES[place % len(STATES)], people, chance)


def _names() -> list[str]:
    return ["statistician", "operator", *(key for key in RESPONSIBLE if key != "operator_a")]


def _closed_months() -> list[dt.date]:
    found = [LAST_CLOSED]
    while len(found) < CLOSED:
        found.insert(0, months.before(found[0]))
    return found


def _moment(day: dt.date, hour: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, 10)))


def _operator_of(building: Building, people: dict[str, User]) -> User:
    code = building.operator.code if building.operator else "operator_a"
    return people["operator" if code == "operator_a" else code]


def _accept_all(month: dt.date, people: dict[str, User]) -> None:
    """The months before the software: nothing that the ledger does not say already."""
    due = due_on(month, working_calendar())
    duties = owing(month)
    with transaction.atomic():
        values = numbering.take_values(f"YB-{month:%Y-%m}", len(duties))
        rows = [
            MonthlyReturn(
                number=f"YB-{month:%Y-%m}-{value:04d}",
                building=duty.building,
                month=month,
                state=MonthlyReturn.State.ACCEPTED,
                is_unchanged=True,
                round=1,
                prepared_by=_operator_of(duty.building, people).name,
                responsible=_operator_of(duty.building, people).name,
                sent_at=_moment(due - dt.timedelta(days=2), 10),
                sent_by=_operator_of(duty.building, people),
                decided_at=_moment(due, 15),
                decided_by=people["statistician"],
            )
            for duty, value in zip(duties, values, strict=True)
        ]
        acts.create(rows, by=None, reason=REASON)


def _march(building: Building, state: str, people: dict[str, User], chance: random.Random) -> None:
    if state == "none":
        return
    operator, reviewer = _operator_of(building, people), people["statistician"]
    row = actions.begin_return(building, OPEN, by=operator)
    if state in ("sent", "returned", "draft"):
        said = _changes(read_ledger(building, month_end(OPEN)), chance, state)
        actions.report_changes(row, said, by=operator)
        _attach_evidence(row, operator)
    if state == "draft":
        return
    names = {"prepared_by": operator.name, "responsible": operator.name}
    unchanged = not row.lines.exists()
    actions.send_return(row, by=operator, **names, unchanged=unchanged)
    row.sent_at = _moment(dt.date(2023, 4, 6), 9)
    with transaction.atomic():
        acts.change([row], ["sent_at"], by=None, reason=REASON)
    if state == "accepted":
        actions.decide_return(row, {}, by=reviewer)
    elif state == "returned":
        verdict = actions.Verdict(MonthlyReturnLine.Decision.RETURNED, "请附退租单或租约。")
        verdicts = {one.key: verdict for one in of_return(row)}
        actions.decide_return(row, verdicts, by=reviewer)


def _changes(book: LedgerBook, chance: random.Random, state: str) -> list[Reported]:
    """A few that the ledger can take: units on which nothing is recorded after the day."""
    day = dt.date(2023, 3, chance.randrange(6, 28))
    free = [stand for stand in book.stands.values() if _is_free(book, stand, day)]
    vacant = [stand for stand in free if stand.state == "V"]
    signed = [stand for stand in free if stand.state == "N"]
    let = [stand for stand in free if stand.state == "L" and len(stand.names) == 1]
    found = [_vacated(stand, day) for stand in let[:1]]
    if state == "sent":
        found += [_moved_in(stand, day) for stand in signed[:1]]
        found += [_signed(stand, day) for stand in vacant[:1]]
        found += [_held(stand, day) for stand in vacant[1:2]]
        found += [_measured(stand, day) for stand in let[1:2]]
        found += [_split(stand, day) for stand in vacant[2:3]]
    return found


def _is_free(book: LedgerBook, stand: Stand, day: dt.date) -> bool:
    spell, unit = book.spell_on(stand.unit, day), stand.unit
    is_steady = spell is None if stand.state == "V" else spell == stand.spell
    lasts = spell is None or (spell.ends_before is None and spell.starts_on < day)
    return (
        is_steady
        and lasts
        and book.later_spell(unit, day) is None
        and unit.ends_before is None
        and unit.starts_on < day
        and not book.holds.get(unit.pk)
    )


def _vacated(stand: Stand, day: dt.date) -> Reported:
    return Reported(stand.unit, day, "V", note="提前退租")


def _moved_in(stand: Stand, day: dt.date) -> Reported:
    return Reported(stand.unit, day, "L", _tenants(stand))


def _signed(stand: Stand, day: dt.date) -> Reported:
    return Reported(
        stand.unit,
        day,
        "N",
        [Tenant("北京珞樱设计有限公司（演示）")],
        lease_starts_on=dt.date(2023, 4, 20),
        last_day=dt.date(2026, 4, 19),
    )


def _held(stand: Stand, day: dt.date) -> Reported:
    return Reported(stand.unit, day, "H", ends_before=dt.date(2023, 7, 1), note="消防改造")


def _measured(stand: Stand, day: dt.date) -> Reported:
    area = stand.area - 10
    note = "实测报告（演示）2023-07号"
    return Reported(stand.unit, day, "L", _tenants(stand), area=area, note=note)


def _split(stand: Stand, day: dt.date) -> Reported:
    """Two rooms, the second of them for a new tenant."""
    unit, note = stand.unit, "隔断图（演示）2023-03号"
    first = (stand.area / 2).quantize(CENT)
    parts = [
        Part(unit, day, "V", area=first, number=f"{unit.number}-1", note=note),
        Part(
            unit,
            day,
            "L",
            [Tenant("北京云岚设计咨询有限公司（演示）")],
            last_day=dt.date(2026, 3, 31),
            area=stand.area - first,
            number=f"{unit.number}-2",
            note=note,
        ),
    ]
    return Reshaping(unit, day, "", note=note, kind=Kind.SPLIT, units=[unit], parts=parts)


def _tenants(stand: Stand) -> list[Tenant]:
    return [Tenant(one.name, one) for one in stand.occupants]


def _attach_evidence(row: MonthlyReturn, by: User) -> None:
    for one in of_return(row)[:2]:
        name = {"V": "退租单", "N": "租约", "H": "施工许可"}.get(one.state, "交付单")
        content = f"{REASON}：{name}".encode()
        upload = SimpleUploadedFile(f"{name}（演示）.txt", content, "text/plain")
        attach(one.lines[0], upload, by=by, kind=EVIDENCE)
