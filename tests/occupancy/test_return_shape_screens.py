"""Reporting splits and mergers on screen and in the sheet; the statistician's view of them."""

import datetime as dt
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from crm.core.models import Attachment
from crm.occupancy import actions
from crm.occupancy.models import MonthlyReturn, MonthlyReturnLine, Unit
from crm.occupancy.returns.reported import of_return
from tests.factories.occupancy import (
    FloorFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db
WHO = {"prepared_by": "乔岚", "responsible": "乔总"}
PDF = b"%PDF-1.4\n%%EOF\n"
HEADS = ("房号", "面积", "状态", "变动日期", "企业名称", "由哪些房号拆分或合并而来")


def own(name: str, *args) -> str:
    return reverse(f"desk:occupancy:{name}", args=["2023-02", "LY-7", *args])


@pytest.fixture
def pair(building):
    floor = FloorFactory(building=building, label="8A")
    return [
        UnitFactory(building=building, floor=floor, number=number, area=Decimal(area))
        for number, area in (("0801", "60.00"), ("0802", "40.00"))
    ]


def parts(*values: dict) -> dict:
    """The posted form of the parts."""
    found = {"count": len(values)}
    for at, value in enumerate(values):
        found |= {f"part-{at}-{name}": text for name, text in value.items()}
    return found


def two(let, **second) -> dict:
    name = let.lease.tenant.name
    first = {"number": "1101", "area": "70", "state": "L", "tenants": name}
    return parts(first, {"number": "1102", "area": "30", "state": "V", **second})


def upload(desk, *rows) -> str:
    book = Workbook()
    for row in (HEADS, *rows):
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    file = SimpleUploadedFile("台账.xlsx", out.getvalue(), "application/vnd.ms-excel")
    return desk("operator", own("return_upload"), {"file": file}).url


def test_the_page_of_the_return_leads_to_both_forms(desk, let):
    text = desk("operator", own("return")).content.decode()
    assert own("return_split", let.unit.pk) in text
    assert own("return_merge", let.unit.pk) in text
    form = desk("operator", own("return_split", let.unit.pk)).content.decode()
    assert let.lease.tenant.name in form
    assert "100.00 ㎡" in form


def test_a_split_is_reported_edited_and_shown(desk, let):
    url = own("return_split", let.unit.pk)
    plan = SimpleUploadedFile("隔断图.pdf", PDF, "application/pdf")
    data = {"on": "2023-02-10", "note": "隔断", **two(let)}
    assert desk("operator", url, {**data, "evidence": plan}).url == own("return")
    text = desk("operator", own("return")).content.decode()
    assert "1101 → 1101、1102" in text
    assert f"{url}?on=2023-02-10" in text
    assert 'value="1102"' in desk("operator", f"{url}?on=2023-02-10").content.decode()
    desk("operator", f"{url}?on=2023-02-10", {**data, **two(let, number="1103")})
    (said,) = of_return(MonthlyReturn.objects.get())
    assert [part.number for part in said.parts] == ["1101", "1103"]
    assert Attachment.objects.get().record in said.lines


def test_what_is_wrong_with_a_part_is_said_at_its_field_and_above(desk, let, pair):
    data = {"on": "2023-02-10", **two(let, number="0801", area="29.99", tenants="甲公司")}
    answer = desk("operator", own("return_split", let.unit.pk), data)
    text = answer.content.decode()
    assert answer.status_code == 422
    for said in ("还差 +0.01 ㎡", "已有另一套房源 0801", "请改状态，或清空企业名称", "新房源 2："):
        assert said in text, said
    assert 'value="29.99"' in text
    assert not MonthlyReturnLine.objects.exists()


def test_a_part_more_keeps_what_was_typed(desk, let):
    data = {"on": "2023-02-10", "act": "more", **two(let, number="我的号")}
    answer = desk("operator", own("return_split", let.unit.pk), data)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="我的号"' in text
    assert 'name="part-2-number"' in text
    assert "is-invalid" not in text


def test_a_tenant_filled_in_beforehand_need_not_be_cleared(desk, let):
    url = own("return_split", let.unit.pk)
    data = {"on": "2023-02-10", **two(let), "part-0-state": "V"}
    assert desk("operator", url, data).status_code == 302
    (said,) = of_return(MonthlyReturn.objects.get())
    assert [part.tenants for part in said.parts] == [[], []]


def test_a_merger_is_reported_reviewed_and_accepted(desk, pair, people):
    url = own("return_merge", pair[0].pk)
    assert "0802，40.00 ㎡，V" in desk("operator", url).content.decode()
    data = {"on": "2023-02-10", "others": [pair[1].pk], "part-0-last_day": "2026-02-09"}
    first = {"number": "0801", "state": "L", "tenants": "云岚科技"}
    assert desk("operator", url, {**data, **parts(first), "count": 1}).status_code == 302
    row = actions.send_return(MonthlyReturn.objects.get(), by=people.operator, **WHO)
    review = reverse("desk:occupancy:return_review", args=[row.number])
    text = desk("statistician", review).content.decode()
    for shown in ("0801、0802 → 0801", "+100.00", "云岚科技"):
        assert shown in text, shown
    (said,) = of_return(row)
    row.refresh_from_db()
    verdict = {"version": row.version, "act": "decide", f"decision-{said.key}": "accepted"}
    assert desk("statistician", review, verdict).status_code == 302
    assert Unit.objects.get(number="0801", ends_before=None).area == Decimal("100.00")
    assert "0801、0802" in desk("statistician", review).content.decode()


def test_a_split_and_a_merger_in_the_sheet(desk, let, pair):
    preview = upload(
        desk,
        ("1101", 70, "L", "2023-02-10", let.lease.tenant.name, "1101"),
        ("1102", 30, "V", None, None, "1101室"),
        ("0801", 100, "L", "2023-02-15", "云岚科技", "0801、0802"),
    )
    text = desk("operator", preview).content.decode()
    assert "1101 → 1101、1102" in text
    assert "0801、0802 → 0801" in text
    desk("operator", preview, {})
    merged, cut = of_return(MonthlyReturn.objects.get())
    assert (merged.on, cut.on) == (dt.date(2023, 2, 15), dt.date(2023, 2, 10))
    assert [(part.number, part.area, part.state) for part in cut.parts] == [
        ("1101", Decimal("70.00"), "L"),
        ("1102", Decimal("30.00"), "V"),
    ]


def test_what_is_wrong_with_them_is_said_at_the_cell(desk, let, pair):
    preview = upload(
        desk,
        ("1101", 70, "L", "2023-02-10", let.lease.tenant.name, "1101"),
        ("0801", 29.99, "V", None, "甲公司", "1101"),
        ("0900", 60, "V", None, None, "0801"),
        ("0901", 60, "V", None, None, "9999"),
    )
    text = desk("operator", preview).content.decode()
    for cell in ("A3", "B3", "E3", "F4"):
        assert f"<b>{cell}</b>" in text, cell
    assert '<td class="strong">F5</td>' in text


def test_the_prefilled_sheet_shows_what_was_reported_and_comes_back_the_same(desk, let, pair):
    desk("operator", own("return_split", let.unit.pk), {"on": "2023-02-10", **two(let)})
    before = [line.part for line in MonthlyReturnLine.objects.order_by("pk")]
    content = b"".join(desk("operator", own("return_sheet")).streaming_content)
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    origins = {row[1]: row[13] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert origins == {"1101": "1101", "1102": "1101", "0801": None, "0802": None}
    file = SimpleUploadedFile("预填.xlsx", content, "application/vnd.ms-excel")
    preview = desk("operator", own("return_upload"), {"file": file}).url
    desk("operator", preview, {})
    assert [line.part for line in MonthlyReturnLine.objects.order_by("pk")] == before


def test_others_find_no_form(desk, let):
    for name in ("return_split", "return_merge"):
        assert desk("other_operator", own(name, let.unit.pk)).status_code == 404
        assert desk("manager", own(name, let.unit.pk)).status_code == 403
        assert desk("operator", own(name, let.unit.pk + 99)).status_code == 404
