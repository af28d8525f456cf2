"""Who sits where: overlap, shared spells, lives, leases, enterprises on the way."""

import datetime as dt
from decimal import Decimal

import pytest

from crm.enterprises.models import Enterprise
from crm.occupancy.models import Lease, Spell, SpellOccupant
from tests.exchange.files import looked_at, rows_in, write_csv, write_xlsx
from tests.exchange.places import BUILDINGS, SPELLS, UNITS, ZONES, lay_out, spells

pytestmark = pytest.mark.django_db

LEASES = ["number", "tenant", "start", "end", "price", "price_unit"]


@pytest.fixture(autouse=True)
def _district(tmp_path):
    lay_out(tmp_path)


def test_an_unknown_enterprise_is_recorded_as_unverified_and_listed(tmp_path):
    answer = spells(tmp_path, ["A", "1601", "L", "2020-01-01", "", "甲公司", ""])
    assert answer["new_enterprises"] == ["甲公司"]
    assert Enterprise.objects.get().is_verified is False


def test_a_known_enterprise_is_not_recorded_again(tmp_path):
    spells(tmp_path, ["A", "1601", "L", "2020-01-01", "", "甲公司", ""])
    answer = spells(tmp_path, ["A", "1602", "L", "2020-01-01", "", "甲　公司", ""])
    assert answer["new_enterprises"] == []
    assert Enterprise.objects.count() == 1


def test_overlap_says_who_sits_there_and_until_when(tmp_path):
    spells(tmp_path, ["A", "1601", "L", "2020-01-01", "2022-01-01", "甲公司", ""])
    answer = spells(tmp_path, ["A", "1601", "L", "2021-06-01", "", "乙公司", ""])
    (error,) = answer["errors"]
    assert "甲公司" in error["message"]
    assert "2022-01-01" in error["message"]


def test_a_refused_row_leaves_no_enterprise_behind(tmp_path):
    spells(tmp_path, ["A", "1601", "L", "2020-01-01", "", "甲公司", ""])
    answer = spells(tmp_path, ["A", "1601", "L", "2021-06-01", "", "乙公司", ""])
    assert answer["new_enterprises"] == []
    assert not Enterprise.objects.filter(name="乙公司").exists()


def test_of_overlapping_rows_in_one_file_the_earlier_wins(tmp_path):
    answer = spells(
        tmp_path,
        ["A", "1601", "L", "2021-01-01", "2022-01-01", "乙公司", ""],
        ["A", "1602", "S", "2021-01-01", "", "", ""],
        ["A", "1601", "L", "2020-01-01", "2021-02-01", "甲公司", ""],
    )
    assert [error["row"] for error in answer["errors"]] == [4]
    assert "乙公司" in answer["errors"][0]["message"]
    assert SpellOccupant.objects.get(spell__unit__number="1601").enterprise.name == "乙公司"


def test_periods_that_touch_do_not_overlap(tmp_path):
    answer = spells(
        tmp_path,
        ["A", "1601", "L", "2020-01-01", "2021-01-01", "甲公司", ""],
        ["A", "1601", "L", "2021-01-01", "", "乙公司", ""],
    )
    assert answer["created"] == 2


def test_rows_of_one_period_are_one_shared_spell(tmp_path):
    shared = ["A", "1601", "L", "2020-01-01", "2021-01-01"]
    answer = spells(
        tmp_path,
        [*shared, "甲公司", ""],
        ["A", "1602", "S", "2020-01-01", "", "", ""],
        [*shared, "乙公司", ""],
    )
    assert (answer["created"], Spell.objects.count()) == (3, 2)
    sharers = SpellOccupant.objects.filter(spell__unit__number="1601")
    assert [one.area_share for one in sharers] == [None, None]


def test_a_stated_share_is_kept(tmp_path):
    head = [*SPELLS, "area_share"]
    shared = ["A", "1601", "L", "2020-01-01", "2021-01-01"]
    answer = spells(
        tmp_path, [*shared, "甲公司", "", "600㎡"], [*shared, "乙公司", "", "400"], head=head
    )
    assert answer["errors"] == []
    shares = set(SpellOccupant.objects.values_list("area_share", flat=True))
    assert shares == {Decimal("600.00"), Decimal("400.00")}


def test_shares_that_do_not_fit_the_unit_are_refused(tmp_path):
    head = [*SPELLS, "area_share"]
    row = ["A", "1601", "L", "2020-01-01", "2021-01-01", "甲公司", "", "1000.01"]
    answer = spells(tmp_path, row, head=head)
    assert [error["column"] for error in answer["errors"]] == ["area_share"]


def test_a_shared_spell_again_changes_nothing(tmp_path):
    shared = ["A", "1601", "L", "2020-01-01", "2021-01-01"]
    rows = [[*shared, "甲公司", ""], [*shared, "乙公司", ""]]
    spells(tmp_path, *rows)
    answer = spells(tmp_path, *rows)
    assert (answer["unchanged"], answer["updated"]) == (2, 0)


def test_the_same_row_twice_counts_once(tmp_path):
    row = ["A", "1601", "L", "2020-01-01", "", "甲公司", ""]
    answer = spells(tmp_path, row, row)
    assert (answer["created"], answer["unchanged"], Spell.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("state", ["S", "L", "N", "O", "H", "自用", "已租已入驻"])
def test_states_without_an_enterprise_are_allowed(tmp_path, state):
    assert spells(tmp_path, ["A", "1601", state, "2020-01-01", "", "", ""])["created"] == 1


def test_a_wrong_state_says_what_is_allowed(tmp_path):
    answer = spells(tmp_path, ["A", "1601", "V", "2020-01-01", "", "", ""])
    assert "N" in answer["errors"][0]["message"]


def test_a_unit_is_the_life_that_covers_the_whole_period(tmp_path):
    answer = spells(
        tmp_path,
        ["B", "0101", "L", "2018-01-01", "2020-01-01", "甲公司", ""],
        ["B", "0101", "L", "2020-01-01", "", "乙公司", ""],
        ["B", "0101", "L", "2019-01-01", "2021-01-01", "丙公司", ""],
        ["B", "0101", "L", "2016-01-01", "2016-06-01", "丁公司", ""],
    )
    assert [error["row"] for error in answer["errors"]] == [4, 5]
    areas = [spell.unit.area for spell in Spell.objects.order_by("starts_on")]
    assert areas == [Decimal("300.00"), Decimal("310.00")]


def test_an_unknown_unit_names_those_that_there_are(tmp_path):
    answer = spells(tmp_path, ["A", "1699", "L", "2020-01-01", "", "", ""])
    assert answer["errors"][0]["column"] == "unit"
    assert "1601" in answer["errors"][0]["message"]


def test_an_unknown_lease_is_an_error_an_empty_one_is_not(tmp_path):
    rows_in(
        tmp_path, "leases", [LEASES, ["HT-1", "甲公司", "2020-01-01", "2022-12-31", "5.8", "day"]]
    )
    answer = spells(
        tmp_path,
        ["A", "1601", "L", "2020-01-01", "", "甲公司", "HT-1"],
        ["A", "1602", "L", "2020-01-01", "", "甲公司", "HT-2"],
    )
    assert [(e["row"], e["column"]) for e in answer["errors"]] == [(3, "lease_number")]
    assert Spell.objects.get().lease.building.code == "A"


def test_the_end_of_a_lease_is_its_last_day(tmp_path):
    rows_in(tmp_path, "leases", [LEASES, ["HT-1", "甲公司", "2020-01-01", "2022-12-31", "5.8", ""]])
    assert Lease.objects.get().last_day == dt.date(2022, 12, 31)
    answer = rows_in(tmp_path, "leases", [LEASES, ["HT-2", "甲公司", "2020-01-01", "2019-12-31"]])
    assert answer["errors"][0]["column"] == "end"


def test_an_update_makes_room_for_the_next_tenant(tmp_path):
    spells(tmp_path, ["A", "1601", "L", "2020-01-01", "", "甲公司", ""])
    answer = spells(
        tmp_path,
        ["A", "1601", "L", "2022-01-01", "", "乙公司", ""],
        ["A", "1601", "L", "2020-01-01", "2022-01-01", "甲公司", ""],
    )
    assert (answer["created"], answer["updated"], answer["errors"]) == (1, 1, [])


def test_an_empty_period_is_refused(tmp_path):
    answer = spells(tmp_path, ["A", "1601", "L", "2020-01-01", "2020-01-01", "甲公司", ""])
    assert [error["column"] for error in answer["errors"]] == ["to"]


def test_a_wrong_credit_code_is_refused(tmp_path):
    head = ["building", "unit", "state", "from", "enterprise", "uscc"]
    row = ["A", "1601", "L", "2020-01-01", "甲公司", "91110106MA0DEM0219"]
    answer = spells(tmp_path, row, head=head)
    assert [error["column"] for error in answer["errors"]] == ["uscc"]
    assert not Enterprise.objects.exists()


def test_a_dry_run_sees_what_earlier_sheets_would_bring(tmp_path):
    buildings = [BUILDINGS[0], ["C", "丙楼", "south", "2016-01-01", "1"]]
    units = [UNITS[0], ["C", "1", "0101", "10", "2016-01-01", ""]]
    rows = [
        SPELLS,
        ["C", "0101", "L", "2020-01-01", "2021-01-01", "甲公司", ""],
        ["C", "0101", "L", "2020-06-01", "", "乙公司", ""],
    ]
    sheets = {"zones": ZONES, "buildings": buildings, "units": units, "spells": rows}
    answer = looked_at("workbook", write_xlsx(tmp_path / "w.xlsx", sheets))
    assert [(e["sheet"], e["row"]) for e in answer["errors"]] == [("spells", 3)]
    assert answer["new_enterprises"] == ["甲公司"]


def test_rows_of_gb18030_hold_their_names(tmp_path):
    rows = [SPELLS, ["A", "1601", "L", "2020年1月1日", "", "㵄岫律师事务所", ""]]
    answer = looked_at("spells", write_csv(tmp_path / "s.csv", rows, "gb18030"))
    assert answer["new_enterprises"] == ["㵄岫律师事务所"]
