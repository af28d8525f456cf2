"""The confirmation of a monthly return: what it is called, what it prints, who may print it."""

import datetime as dt
import subprocess
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from crm.core.actions import set_dated_value
from crm.core.attachments import attach
from crm.core.errors import Refused
from crm.core.models import Event
from crm.occupancy import actions
from crm.occupancy.dated import FORM_FACTS, SCAN_REQUIRED
from crm.occupancy.models import Unit
from crm.occupancy.returns.papers import CONFIRMATION
from crm.occupancy.returns.reported import Part, Reported, Reshaping, Tenant, of_return
from crm.reports.confirmation.sheet import context_of, title_of, to_sheet
from tests.factories.occupancy import BuildingFactory, UnitFactory

pytestmark = pytest.mark.django_db
MONTH, ON = dt.date(2023, 2, 1), dt.date(2023, 2, 10)
WHO = {"prepared_by": "乔岚", "responsible": "乔总"}


@pytest.fixture
def row(people):
    building = BuildingFactory(operator=people.team("operator_a"), name="示例大厦")
    unit = UnitFactory(building=building, number="0801")
    UnitFactory(building=building, number="0802")
    found = actions.begin_return(building, MONTH, by=people.operator)
    said = Reported(unit, ON, "L", [Tenant("云岚科技")], last_day=dt.date(2026, 2, 9))
    return actions.report_changes(found, [said], by=people.operator)


def words_of(row, tmp_path) -> str:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(to_sheet(row).content)
    out = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    return out.stdout.decode()


def test_it_prints_the_differences_and_room_for_signatures_and_the_seal(row, people, tmp_path):
    actions.send_return(row, by=people.operator, **WHO)
    text = words_of(row, tmp_path)
    for word in (
        "工作台账",
        "示例大厦",
        "0801",
        "云岚科技",
        "填报人：乔岚",
        "负责人：乔总",
        "公章",
    ):
        assert word in text, word
    assert "统计调查" not in text
    assert "+100.00" in text


def test_nothing_changed_is_said_in_a_sentence(people, tmp_path):
    building = BuildingFactory(operator=people.team("operator_a"), name="示例大厦")
    row = actions.begin_return(building, MONTH, by=people.operator)
    actions.send_return(row, by=people.operator, **WHO, unchanged=True)
    assert "零变动" in words_of(row, tmp_path)


def test_only_a_statistics_offices_form_drops_the_working_ledger(row):
    assert title_of(row) == "楼宇运营月报（工作台账）"
    values = ("丰统Ⅰ01表", "区统计局", "丰统〔2023〕1号", "2024-12-31")
    for key, value in list(zip(FORM_FACTS, values, strict=True))[:3]:
        set_dated_value(key=key, value=value, effective_from=MONTH, note="x", by=None)
    assert title_of(row) == "楼宇运营月报（工作台账）"
    set_dated_value(key=FORM_FACTS[3], value=values[3], effective_from=MONTH, note="x", by=None)
    assert title_of(row) == "楼宇运营月报"
    assert [value for _label, value in context_of(row)["facts"]] == list(values)


def test_a_required_scan_holds_the_return_back(row, people):
    set_dated_value(key=SCAN_REQUIRED, value=True, effective_from=MONTH, note="x", by=None)
    with pytest.raises(Refused, match="请先上传"):
        actions.send_return(row, by=people.operator, **WHO)
    assert context_of(row)["stamp"] == ""
    scan(row, people)
    actions.report_changes(row, of_return(row), by=people.operator)
    with pytest.raises(Refused, match="早于最近一次修改"):
        actions.send_return(row, by=people.operator, **WHO)
    scan(row, people)
    assert actions.send_return(row, by=people.operator, **WHO).state == "sent"


def scan(row, people):
    upload = SimpleUploadedFile("确认表.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    attach(row, upload, by=people.operator, kind=CONFIRMATION)


def test_the_paper_says_which_sending_it_is_about(row, people):
    assert [context_of(row)[name] for name in ("round", "stamp")] == [1, "未报送"]
    actions.send_return(row, by=people.operator, **WHO)
    assert [context_of(row)[name] for name in ("round", "stamp")] == [1, ""]
    actions.decide_return(row, {}, by=people.statistician, reason="请核对", send_back=True)
    assert [context_of(row)[name] for name in ("round", "stamp")] == [2, "未报送"]


def test_a_split_prints_what_became_of_the_unit(row, people, tmp_path):
    unit = Unit.objects.get(number="0802")
    cut = [Part(unit, ON, "V", area=Decimal(50), number=name) for name in ("0802A", "0802B")]
    said = Reshaping(unit, ON, "", kind="split", units=[unit], parts=cut)
    actions.report_changes(row, [said], by=people.operator)
    text = words_of(row, tmp_path)
    plain = text.replace("\n", "").replace(" ", "")
    assert "拆分为" in plain
    assert "0802A（50.00㎡）V空置" in plain


def test_who_may_print_it_and_that_it_is_logged(row, people, client):
    url = reverse("desk:reports:confirmation", args=[row.number])
    for name, status in (("other_operator", 404), ("manager", 403), ("head", 403)):
        client.force_login(getattr(people, name))
        assert client.get(url).status_code == status
    client.force_login(people.operator)
    answer = client.get(url)
    assert (answer.status_code, answer.content[:4]) == (200, b"%PDF")
    assert Event.objects.filter(name="occupancy.confirmation_printed").count() == 1


@pytest.mark.parametrize("count", [9, 10, 11, 12])
def test_the_signatures_never_stand_alone_on_a_page(row, people, tmp_path, count):
    units = [UnitFactory(building=row.building, number=f"11{n:02d}") for n in range(count)]
    said = [Reported(unit, ON, "H", note="消防改造，至年底完成验收") for unit in units]
    actions.report_changes(row, said, by=people.operator)
    last = words_of(row, tmp_path).rstrip("\f\n ").split("\f")[-1]
    assert "公章" in last
    assert "消防改造" in last
