"""租约到期清单, 新入驻与退租清单 and 片区对比 against what the ledger holds."""

import datetime as dt
from decimal import Decimal

import pytest

from crm.core.errors import Refused
from crm.occupancy.actions.closings import close_month
from crm.occupancy.models import Spell
from crm.reports.actions import freeze, kind_of
from crm.reports.printing import document_of
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.occupancy import ZoneFactory
from tests.reports.conftest import FEBRUARY, sit
from tests.reports.sheets import assert_all_printed, print_to

pytestmark = pytest.mark.django_db
KINDS = ("expiry-list", "take-up-list", "zone-comparison")


def drawn_up(key, scope="district"):
    return freeze(kind_of(key), by=None, as_of=FEBRUARY, scope=scope)


def table(snapshot, key):
    return next(one for one in document_of(snapshot).tables if one.key == key)


def value(snapshot, key, row, column):
    found = table(snapshot, key)
    index = [one.key for one in found.columns].index(column)
    return next(one for one in found.rows if one.key == row).cells[index].value


def test_the_ladder_holds_all_let_area_and_the_lists_their_steps(ledger):
    snapshot = drawn_up("expiry-list")
    ladder = {row.key: row.cells[2].value for row in table(snapshot, "ladder").rows}
    assert ladder["total"] == sum(area for key, area in ladder.items() if key != "total")
    soon = table(snapshot, "leases_90").rows
    assert soon[-1].cells[-1].value == ladder["30"] + ladder["60"] + ladder["90"] == 100
    over = table(snapshot, "leases_holdover").rows
    assert (over[0].cells[2].value, over[-1].cells[-1].value) == (-28, ladder["holdover"])


def test_a_lease_over_several_units_stands_once(ledger):
    tenant = EnterpriseFactory(name="跨层企业")
    spell = sit(ledger["units"][8], owner=tenant, last_day=dt.date(2023, 5, 1))
    again = sit(ledger["units"][9], owner=tenant)
    again.lease = spell.lease
    again.save()
    rows = table(drawn_up("expiry-list"), "leases_90").rows
    (row,) = [row for row in rows if row.cells[3].value == "跨层企业"]
    numbers = [ledger["units"][8].number, ledger["units"][9].number]
    assert row.cells[5].text == "、".join(sorted(numbers))
    assert row.cells[6].value == 200


def test_moves_add_up_from_last_month_to_this(ledger):
    sit(ledger["units"][9], start=dt.date(2023, 2, 3), owner=EnterpriseFactory(name="新来企业"))
    snapshot = drawn_up("take-up-list")
    opening, *moved, difference, net, closing = [
        cell.value for cell in table(snapshot, "balance").rows[0].cells
    ]
    assert opening + sum(moved) + difference == closing
    assert net == closing - opening
    arrivals = table(snapshot, "arrivals").rows
    assert "新来企业" in [row.cells[2].value for row in arrivals]
    assert arrivals[-1].cells[4].value == moved[0] + moved[1]
    assert table(snapshot, "departures").rows[-1].cells[4].value == moved[2] + moved[3]


def test_a_move_inside_the_district_and_a_change_of_name_are_told_apart(ledger):
    group = EnterpriseFactory(name="集团")
    for name in ("前公司", "后公司"):
        ledger[name] = EnterpriseFactory(name=name, parent=group)
    units, owner = ledger["units"], EnterpriseFactory(name="搬家企业")
    change = dt.date(2023, 2, 10)
    sit(units[8], end=change, owner=ledger["前公司"])
    sit(units[8], start=change, owner=ledger["后公司"])
    sit(units[9], end=change, owner=owner)
    sit(units[7], start=dt.date(2023, 2, 15), owner=owner)
    rows = table(drawn_up("take-up-list"), "others").rows
    kinds = {row.cells[1].value: row for row in rows}
    assert set(kinds) == {"承租主体变更", "区内搬迁"}
    assert kinds["承租主体变更"].cells[4].value.startswith("后公司（")
    assert units[7].number in kinds["区内搬迁"].cells[4].value
    assert all(row.cells[6].value == 0 for row in rows)


def test_zones_stand_side_by_side_and_add_up(ledger):
    ZoneFactory(code="W", name="西区")
    snapshot = drawn_up("zone-comparison")
    assert [column.label for column in table(snapshot, "areas").columns] == [
        "指标",
        "北区",
        "南区",
        "西区",
        "全区",
    ]
    for row in ("base", "S", "L", "N", "V"):
        parts = [value(snapshot, "areas", row, zone) for zone in "NS"]
        assert sum(parts) == value(snapshot, "areas", row, "total"), row
    assert value(snapshot, "areas", "rate", "W") is None
    district = Decimal(6) / Decimal(14)
    assert value(snapshot, "areas", "rate", "total") == pytest.approx(district)
    for zone in ("S", "total"):
        effects = [
            value(snapshot, "changes", f"month_{name}", zone) for name in ("take_up", "supply")
        ]
        assert sum(effects) == pytest.approx(value(snapshot, "changes", "month_total", zone))
    assert value(snapshot, "changes", "month_total", "N") is None


def test_zones_are_compared_over_the_district_only(ledger):
    with pytest.raises(Refused):
        drawn_up("zone-comparison", "S")


@pytest.mark.parametrize("key", KINDS)
def test_an_empty_district_has_each_of_them(db, key):
    assert list(document_of(drawn_up(key)).blocks)


@pytest.mark.parametrize("key", KINDS)
def test_every_figure_with_rows_opens_a_list(client, people, ledger, key):
    snapshot = drawn_up(key)
    client.force_login(people.statistician)
    assert client.get(snapshot.get_absolute_url()).status_code == 200
    found = snapshot.definition.addresses(snapshot.figures)
    named = {
        cell.rows
        for one in document_of(snapshot).tables
        for row in one.rows
        for cell in row.cells
        if cell.rows
    }
    assert named
    assert named <= set(found)
    for address in found.values():
        assert client.get(address).status_code == 200, address


@pytest.mark.slow
@pytest.mark.parametrize("key", KINDS)
def test_the_sheet_holds_the_whole_document(ledger, key, tmp_path):
    snapshot = drawn_up(key)
    print_to(snapshot, tmp_path / "sheet.pdf")
    assert_all_printed(document_of(snapshot), tmp_path / "sheet.pdf")


def test_a_closed_month_is_listed_as_it_was_closed(ledger):
    before = [drawn_up("expiry-list").figures, drawn_up("building-sheet", "SOUTH-1").figures]
    close_month(FEBRUARY, by=None, without_returns="没有月报")
    spells = Spell.objects.filter(unit__in=ledger["units"][:3])
    for spell in spells.filter(lease__isnull=False):
        spell.lease.last_day = dt.date(2030, 1, 31)
        spell.lease.save()
    spells.filter(unit=ledger["units"][2]).update(state="H")
    after = [drawn_up("expiry-list").figures, drawn_up("building-sheet", "SOUTH-1").figures]
    for open_, closed in zip(before, after, strict=True):
        assert closed["closed"]
        ladders = [{row["key"]: row["area"] for row in one["ladder"]} for one in (open_, closed)]
        assert ladders[0] == ladders[1]
        listed = [
            [(row["last_day"], row["area"], row["units"]) for row in each["leases"]]
            for each in (open_, closed)
        ]
        assert listed[0] == listed[1]
    states = [
        [unit["state"] for floor in each["floors"] for unit in floor["units"]]
        for each in (before[1], after[1])
    ]
    assert states[0] == states[1]
    assert before[1]["row"]["area"] == after[1]["row"]["area"]
