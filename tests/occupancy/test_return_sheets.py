"""Sheets of a return: ours comes back, their own is understood, errors stand at the cell."""

import datetime as dt
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from crm.occupancy import actions
from crm.occupancy.models import MonthlyReturn, MonthlyReturnLine
from crm.occupancy.returns.checks import problems_of
from crm.occupancy.returns.ledger import read_ledger
from crm.occupancy.returns.reading import read_state
from crm.occupancy.returns.reported import Reported, Tenant, of_return
from tests.factories.occupancy import (
    FloorFactory,
    SpellOccupantFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db
END, ON = dt.date(2023, 2, 28), dt.date(2023, 2, 10)


def own(name: str, *args) -> str:
    return reverse(f"desk:occupancy:{name}", args=["2023-02", "LY-7", *args])


def upload(desk, content: bytes, name="台账.xlsx"):
    file = SimpleUploadedFile(name, content, "application/vnd.ms-excel")
    return desk("operator", own("return_upload"), {"file": file})


def test_the_prefilled_sheet_comes_back_as_it_is_and_reports_nothing(desk, let, vacant):
    content = b"".join(desk("operator", own("return_sheet")).streaming_content)
    preview = upload(desk, content, "预填.xlsx").url
    text = desk("operator", preview).content.decode()
    assert "与台账没有差异" in text


def test_changes_in_the_prefilled_sheet_become_lines(desk, let, vacant):
    content = b"".join(desk("operator", own("return_sheet")).streaming_content)
    book = load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_row=2):
        if row[1].value == "0801":
            row[3].value, row[4].value, row[5].value = "L 已租已入驻", "2023-02-10", "云岚科技"
            row[8].value = "2026-02-09"
    changed = BytesIO()
    book.save(changed)
    preview = upload(desk, changed.getvalue()).url
    assert "云岚科技" in desk("operator", preview).content.decode()
    assert not MonthlyReturnLine.objects.exists()
    desk("operator", preview, {})
    line = MonthlyReturnLine.objects.get()
    assert (line.unit, line.state, line.changed_on) == (vacant, "L", ON)
    assert line.last_day == dt.date(2026, 2, 9)


def refilled(desk, **cells) -> str:
    """The prefilled sheet with some cells of 1101 changed, as its preview shows it; columns by
    their letter.
    """
    book = load_workbook(BytesIO(b"".join(desk("operator", own("return_sheet")).streaming_content)))
    sheet = book.worksheets[0]
    (row,) = (row for row in sheet.iter_rows(min_row=2) if row[1].value == "1101")
    for letter, value in cells.items():
        sheet[f"{letter}{row[0].row}"] = value
    changed = BytesIO()
    book.save(changed)
    return upload(desk, changed.getvalue()).url


def taken_over(desk, preview: str) -> list:
    desk("operator", preview, {})
    return of_return(MonthlyReturn.objects.get())


@pytest.mark.parametrize("state", ["V 空置", "H 暂不可租", "S 自用", "O 已售入驻"])
def test_what_the_new_state_leaves_behind_need_not_be_cleared(desk, let, state):
    preview = refilled(desk, D=state, E="2023-02-10", M="说明")
    (said,) = taken_over(desk, preview)
    stays = [let.lease.tenant.name] if state[0] in "SO" else []
    assert (said.state, [one.shown for one in said.tenants]) == (state[0], stays)
    assert (said.lease_number, said.lease_starts_on, said.last_day) == ("", None, None)
    assert problems_of([said], read_ledger(let.unit.building, END), END.replace(day=1)) == {}


def test_another_name_beside_a_vacant_unit_is_an_error_at_its_cell(desk, let):
    text = desk("operator", refilled(desk, D="V 空置", F="另一公司")).content.decode()
    assert "<b>F2</b>" in text
    assert "请改状态，或清空企业名称" in text


def test_a_tenant_typed_into_a_vacant_row_is_not_lost(desk, vacant, let):
    let.ends_before = ON
    let.save()
    text = desk("operator", refilled(desk, F="云岚科技")).content.decode()
    assert "请改状态，或清空企业名称" in text


def test_a_tenant_reported_on_screen_leaves_with_the_sheet(desk, let, people):
    row = actions.begin_return(let.unit.building, END, by=people.operator)
    said = Reported(let.unit, ON, "L", [Tenant("屏幕上填的公司")])
    actions.report_changes(row, [said], by=people.operator)
    (said,) = taken_over(desk, refilled(desk, D="V 空置"))
    assert (said.state, said.tenants) == ("V", [])


def test_the_reason_of_a_hold_stays_behind_with_it(desk, let):
    let.occupants.all().delete()
    let.lease, let.state, let.reason = None, "H", "消防改造"
    let.save()
    (said,) = taken_over(desk, refilled(desk, D="V 空置"))
    assert (said.state, said.note, said.ends_before) == ("V", "", None)


def shared(desk, let, first: str, second: str) -> str:
    """Two enterprises share 1101 half and half; the preview after their states are changed."""
    SpellOccupantFactory(spell=let, area_share=Decimal("50.00"))
    let.occupants.filter(area_share=None).update(area_share=Decimal("50.00"))
    book = load_workbook(BytesIO(b"".join(desk("operator", own("return_sheet")).streaming_content)))
    sheet = book.worksheets[0]
    sheet["D2"], sheet["D3"] = first, second
    changed = BytesIO()
    book.save(changed)
    return upload(desk, changed.getvalue()).url


def test_one_of_two_who_leaves_asks_for_the_split_of_the_rest(desk, let):
    text = desk("operator", shared(desk, let, "V", "L")).content.decode()
    assert "请报该房源已拆分" in text


def test_two_states_of_one_unit_are_an_error_at_the_cell(desk, let):
    text = desk("operator", shared(desk, let, "L", "S")).content.decode()
    assert "D3" in text
    assert "只能有一种状态" in text


def test_every_wrong_cell_of_a_row_is_named_and_its_unit_reports_nothing(desk, let):
    text = desk("operator", refilled(desk, C="一百平", E="二月底", D="？")).content.decode()
    for cell in ("C2", "D2", "E2"):
        assert f'<td class="strong">{cell}</td>' in text
    assert "与台账没有差异" in text


def own_sheet() -> bytes:
    """As an operator keeps it: a title, a head of two rows, merged cells, subtotals."""
    book = Workbook()
    sheet = book.active
    sheet["A1"] = "示例大厦2023年2月租户台账"
    sheet.merge_cells("A1:F1")
    heads = ["楼层", "房间", "承租方", "租赁情况", None, "租赁状态"]
    for at, head in enumerate(heads, 1):
        sheet.cell(2, at, head)
    sheet.merge_cells("D2:E2")
    sheet["D3"], sheet["E3"] = "租赁面积（㎡）", "到期日期"
    rows = [
        ("8层", "801室", "云岚科技", 60, "2026.2.9", "在租"),
        ("8层", None, "景和数据", 40, "2026.2.9", "在租"),
        ("8层", "小计", None, 100, None, None),
        ("11层", "1101", "空置", 100, None, "待租"),
        ("12层", "9999", "某公司", 1, None, "在租"),
        ("合计", None, None, 200, None, None),
    ]
    for at, row in enumerate(rows, 4):
        for column, value in enumerate(row, 1):
            sheet.cell(at, column, value)
    sheet.merge_cells("B4:B5")
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_their_own_sheet_is_understood_as_it_is(desk, let, vacant):
    preview = upload(desk, own_sheet()).url
    text = desk("operator", preview).content.decode().replace("&nbsp;", " ")
    assert "云岚科技 60.00 ㎡、景和数据 40.00 ㎡" in text
    assert "B8" in text
    assert "没有该房源" in text
    desk("operator", preview, {})
    said = {one.unit.number: one for one in of_return(MonthlyReturn.objects.get())}
    assert set(said) == {"0801", "1101"}
    assert (said["1101"].state, said["1101"].on) == ("V", END)
    assert [one.area_share for one in said["0801"].tenants] == [Decimal("60"), Decimal("40")]


def test_what_the_checks_find_in_a_sheet_is_said_at_the_cell(desk, let, vacant):
    SpellOccupantFactory(spell__unit=vacant, spell__starts_on=dt.date(2023, 3, 20))
    book = Workbook()
    sheet = book.active
    for row in (
        ("房号", "状态", "企业名称", "起租日期", "到期日期", "变动日期"),
        ("0801", "L", "云岚科技", "2023-02-10", "2023-01-31", "2023-02-10"),
        ("1101", "L", "别家公司", None, None, "2023-03-05"),
    ):
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    text = desk("operator", upload(desk, out.getvalue()).url).content.decode()
    assert "<b>E2</b>" in text  # ends before it begins
    assert "<b>F2</b>" in text  # would overlap the tenant of March
    assert "<b>F3</b>" in text  # lies after the month
    assert "应填更晚的日期" in text


def test_a_column_can_be_mapped_by_hand(desk, let, vacant):
    preview = upload(desk, own_sheet()).url
    text = desk("operator", f"{preview}?map-2=").content.decode()
    assert "云岚科技 60" not in text


def test_what_is_no_list_of_units_is_refused_in_words(desk, vacant):
    book = Workbook()
    book.active["A1"] = "只有一句话"
    out = BytesIO()
    book.save(out)
    answer = upload(desk, out.getvalue())
    assert answer.status_code == 422
    assert "房号列" in answer.content.decode()


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("在租", "L"),
        ("已租（续租）", "L"),
        ("已签约未入驻", "N"),
        ("已租待装修", "N"),
        ("待出租", "V"),
        ("未租", "V"),
        ("可售", "V"),
        ("已退租", "V"),
        ("暂不可租", "H"),
        ("消防改造中", "H"),
        ("已售", "O"),
        ("业主自用", "S"),
        ("s", "S"),
        ("V空置", "V"),
        ("洽谈中", None),
        ("即将退租", None),
        ("？", None),
    ],
)
def test_states_are_understood_by_what_their_words_contain(words, state):
    assert read_state(words, ["某公司"]) == state


def nameless(*rows) -> bytes:
    book = Workbook()
    for row in (("房屋", "面积", "状态", "企业名称"), *rows):
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_sheet_without_a_known_unit_column_is_mapped_by_hand(desk, let, vacant):
    preview = upload(desk, nameless(("0801", 100, "自用", "甲公司"))).url
    text = desk("operator", preview).content.decode()
    assert "没有找到房号列" in text
    assert "采用" not in text
    assert "甲公司" in desk("operator", f"{preview}?map-0=unit").content.decode()
    (said,) = of_return_after(desk, preview, {"map-0": "unit"})
    assert (said.unit, said.state) == (vacant, "S")


def of_return_after(desk, preview: str, data: dict) -> list:
    desk("operator", preview, data)
    return of_return(MonthlyReturn.objects.get())


def test_skipped_rows_and_units_that_are_not_named_are_listed(desk, let, vacant):
    text = desk("operator", upload(desk, own_sheet()).url).content.decode()
    assert "第6行合计" in text
    prefilled = desk("operator", upload(desk, nameless(("1101", 1, "V", None))).url + "?map-0=unit")
    assert "<p>0801</p>" in prefilled.content.decode()


@pytest.fixture
def row_of_units(building):
    floor = FloorFactory(building=building, label="9A")
    return [
        UnitFactory(building=building, floor=floor, number=f"090{at}", area=Decimal(100))
        for at in range(1, 5)
    ]


def rows_of(*rows) -> bytes:
    book = Workbook()
    for row in (("房号", "面积", "状态", "企业名称"), *rows):
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("written", "area", "count"),
    [("0901、0902", 200, 2), ("901-903室", 300, 3), ("0902至04", None, 3), ("0901/0904", 200, 2)],
)
def test_a_cell_may_name_several_units(desk, row_of_units, written, area, count):
    preview = upload(desk, rows_of((written, area, "在租", "云岚科技"))).url
    said = of_return_after(desk, preview, {})
    assert [(one.state, one.names, one.area) for one in said] == [("L", "云岚科技", None)] * count


def test_their_area_together_has_to_fit(desk, row_of_units):
    rows = (("0901-0903", 310, "在租", "甲公司"), ("0901-1199", 1, "V"), ("0901-2", 1, "V"))
    preview = upload(desk, rows_of(*rows)).url
    text = desk("operator", preview).content.decode()
    assert "这3套房源合计 300.00 ㎡" in text
    assert '<td class="strong">B2</td>' in text
    assert '<td class="strong">A3</td>' in text
    assert '<td class="strong">A4</td>' in text


def test_a_sheet_that_is_wrong_all_over_shows_its_first_cells_and_counts_the_rest(desk, vacant):
    rows = [(vacant.number, 100, "在租"), *((f"X{at}", 1, "在租") for at in range(260))]
    book = Workbook()
    for row in (("房号", "面积", "状态"), *rows):
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    text = desk("operator", upload(desk, content.getvalue()).url).content.decode()
    assert text.count('<td class="strong">B') + text.count('<td class="strong">A') <= 201
    assert "另有" in text
