"""An undo restores every domain table; what others touched since stays and is listed."""

import pytest

from crm.core.acts import change
from crm.enterprises.models import Enterprise
from crm.exchange.models import ImportJob
from crm.exchange.undoing import preview, undo
from crm.occupancy.models import Building, Spell, Unit, Zone
from tests.exchange.files import differences, dump, imported, rows_in, write_xlsx
from tests.exchange.places import BUILDINGS, SPELLS, UNITS, ZONES, lay_out, spells

pytestmark = pytest.mark.django_db

ENTERPRISES = ["name", "uscc", "registered_address", "contact_name", "contact_phone"]


def latest() -> ImportJob:
    return ImportJob.objects.latest("pk")


def workbook(folder):
    sheets = {
        "zones": [["code", "name"], ["south", "南片区"], ["east", "东区"]],
        "buildings": [*BUILDINGS, ["C", "丙楼", "east", "2018-01-01", "100"]],
        "units": [*UNITS, ["C", "1", "0101", "50", "2018-01-01", ""]],
        "enterprises": [ENTERPRISES, ["甲公司", "", "新地址1号", "王经理", "13900000001"]],
        "leases": [
            ["number", "tenant", "start", "end"],
            ["HT-1", "乙公司", "2020-01-01", "2022-12-31"],
        ],
        "spells": [
            SPELLS,
            ["A", "1601", "L", "2020-01-01", "2021-01-01", "甲公司", ""],
            ["A", "1601", "L", "2021-01-01", "", "丙公司", "HT-1"],
            ["C", "0101", "O", "2019-01-01", "", "乙公司", ""],
            ["C", "0101", "O", "2019-01-01", "", "丁公司", ""],
        ],
    }
    return write_xlsx(folder / "w.xlsx", sheets)


def test_the_tables_equal_their_dump_before_the_job(tmp_path):
    lay_out(tmp_path)
    rows_in(tmp_path, "enterprises", [["name"], ["甲公司"]])
    spells(tmp_path, ["A", "1601", "L", "2020-01-01", "", "甲公司", ""])
    before = dump()
    answer = imported("workbook", workbook(tmp_path))
    assert answer["errors"] == []
    assert differences(before, dump())
    done = undo(latest(), by=None)
    assert done.refused == []
    assert differences(before, dump()) == []
    assert latest().state == ImportJob.State.UNDONE


def test_a_row_changed_since_is_refused_one_by_one(tmp_path):
    lay_out(tmp_path)
    rows_in(tmp_path, "zones", [["code", "name"], ["east", "东区"], ["west", "西区"]])
    zone = Zone.objects.get(code="east")
    zone.name = "东片区"
    change([zone], ["name"], by=None)
    done = undo(latest(), by=None)
    assert [note.value for note in done.refused] == [f"{zone._meta.verbose_name} 东片区"]
    assert set(Zone.objects.values_list("code", flat=True)) == {"south", "north", "east"}


def test_an_update_changed_since_keeps_the_later_value(tmp_path):
    lay_out(tmp_path)
    rows_in(tmp_path, "zones", [["code", "name"], ["south", "南片区"]])
    zone = Zone.objects.get(code="south")
    zone.name = "南部"
    change([zone], ["name"], by=None)
    assert len(undo(latest(), by=None).refused) == 1
    assert Zone.objects.get(code="south").name == "南部"


def test_a_row_used_since_is_refused(tmp_path):
    rows_in(tmp_path, "zones", ZONES)
    job = latest()
    rows_in(tmp_path, "buildings", BUILDINGS[:2])
    done = undo(job, by=None)
    assert [note.data["model"] for note in done.refused] == ["occupancy.Zone"]
    assert Zone.objects.get().code == "south"
    assert job.state == ImportJob.State.PARTLY_UNDONE


def test_what_was_refused_can_be_undone_later(tmp_path):
    rows_in(tmp_path, "zones", ZONES)
    job = latest()
    rows_in(tmp_path, "buildings", BUILDINGS[:2])
    buildings = latest()
    undo(job, by=None)
    undo(buildings, by=None)
    assert undo(job, by=None).refused == []
    assert not Zone.objects.exists()


def test_undone_twice_is_refused(tmp_path):
    rows_in(tmp_path, "zones", ZONES)
    undo(latest(), by=None)
    with pytest.raises(Exception, match="DR-"):
        undo(latest(), by=None)


def test_accounts_and_roles_are_taken_back(tmp_path, people):
    before = dump()
    rows = [
        ["username", "name", "team", "roles"],
        ["fresh", "新人（演示）", "section_one", "manager、policy_editor"],
        ["stranger", "改名（演示）", "section_one", "chief"],
    ]
    assert rows_in(tmp_path, "users", rows)["errors"] == []
    assert undo(latest(), by=None).refused == []
    assert differences(before, dump()) == []


def test_teams_and_their_places_are_taken_back(tmp_path, people):
    before = dump()
    rows = [
        ["code", "name", "parent"],
        ["fresh", "新科", "bureau"],
        ["section_one", "一科", "district"],
    ]
    answer = rows_in(tmp_path, "teams", rows)
    assert (answer["created"], answer["updated"]) == (1, 1)
    assert undo(latest(), by=None).refused == []
    assert differences(before, dump()) == []


def test_the_preview_counts_what_would_go(tmp_path):
    lay_out(tmp_path)
    counts = preview(latest())
    assert counts["occupancy.Unit"]["removed"] == len(UNITS) - 1
    assert Unit.objects.count() == len(UNITS) - 1


def test_new_enterprises_go_too(tmp_path):
    lay_out(tmp_path)
    spells(tmp_path, ["A", "1601", "L", "2020-01-01", "", "甲公司", ""])
    undo(latest(), by=None)
    assert not Enterprise.objects.exists()
    assert not Spell.objects.exists()
    assert Building.objects.count() == 2
