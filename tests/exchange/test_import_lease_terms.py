"""Columns of leases and units beyond the first ones: chains, sublets, terms, use, disposition."""

import datetime as dt

import pytest

from crm.exchange.models import ImportJob
from crm.exchange.undoing import undo
from crm.occupancy.models import Lease, Unit, UnitDisposition, UnitUse
from tests.exchange.files import differences, dump, imported, rows_in
from tests.exchange.places import lay_out
from tests.exchange.test_export import exported

pytestmark = pytest.mark.django_db

LEASES = ["number", "tenant", "start", "end", "tenant_role", "payment_months", "deposit", "renews"]
OLD = ["HT-1", "甲公司", "2020-01-01", "2022-12-31", "operator", "3", "100000", ""]
NEW = ["HT-2", "甲公司", "2023-01-01", "2025-12-31", "", "", "", "HT-1"]
UNITS = ["building", "floor", "number", "area", "life_from", "use", "way"]


def latest() -> ImportJob:
    return ImportJob.objects.latest("pk")


def test_a_chain_comes_in_one_file_with_its_terms(tmp_path):
    answer = rows_in(tmp_path, "leases", [LEASES, OLD, NEW])
    assert answer["errors"] == []
    old, new = Lease.objects.order_by("number")
    assert (old.tenant_role, old.payment_months, int(old.deposit)) == ("operator", 3, 100000)
    assert (new.renews, new.tenant_role) == (old, "occupier")


def test_a_sublet_names_its_master_lease(tmp_path):
    heads = [*LEASES, "sublet_of"]
    sublet = ["HT-3", "乙公司", "2020-02-01", "2021-01-31", "", "", "", "", "HT-1"]
    rows_in(tmp_path, "leases", [heads, [*OLD, ""], sublet])
    assert Lease.objects.get(number="HT-3").sublet_of.number == "HT-1"


@pytest.mark.parametrize("renews", ["HT-9", "HT-2"])
def test_an_unknown_predecessor_is_an_error_at_its_cell(tmp_path, renews):
    answer = rows_in(tmp_path, "leases", [LEASES, OLD, [*NEW[:-1], renews]])
    assert [(error["row"], error["column"]) for error in answer["errors"]] == [(3, "renews")]
    assert Lease.objects.count() == 1


def test_chains_and_terms_come_back_unchanged_and_are_undone(tmp_path):
    before = dump()
    rows_in(tmp_path, "leases", [LEASES, OLD, NEW])
    job = latest()
    path = exported("leases", tmp_path, "xlsx")
    assert imported("leases", path)["unchanged"] == 2
    undo(job, by=None)
    assert differences(before, dump()) == []


def test_use_and_disposition_hold_from_the_first_day_of_a_new_unit(tmp_path):
    lay_out(tmp_path)
    answer = rows_in(
        tmp_path,
        "units",
        [UNITS, ["A", "1", "0101", "100", "2020-01-01", "retail", "kept"]],
    )
    assert answer["errors"] == []
    unit = Unit.objects.get(building__code="A", number="0101")
    assert (unit.uses.get().use, unit.uses.get().starts_on) == ("retail", dt.date(2020, 1, 1))
    assert unit.dispositions.get().way == "kept"
    path = exported("units", tmp_path, "xlsx")
    again = imported("units", path)
    assert (again["errors"], again["updated"], again["created"]) == ([], 0, 0)


def test_another_use_of_a_known_unit_holds_from_today_and_is_undone(tmp_path):
    lay_out(tmp_path)
    row = ["A", "1", "0101", "100", "2020-01-01"]
    rows_in(tmp_path, "units", [UNITS, [*row, "retail", ""]])
    before = dump()
    answer = rows_in(tmp_path, "units", [UNITS, [*row, "research", "for_sale"]])
    assert answer["updated"] == 1
    assert list(UnitUse.objects.order_by("starts_on").values_list("use", flat=True)) == [
        "retail",
        "research",
    ]
    assert UnitDisposition.objects.get().way == "for_sale"
    undo(latest(), by=None)
    assert differences(before, dump()) == []
