"""A job in chunks: killed, resumed, stopped, all or nothing, and with others writing meanwhile."""

import pytest
from django.db import IntegrityError

from crm.core.errors import NotAllowed, Refused
from crm.core.spreadsheets.importing import Row
from crm.exchange.models import ImportJob
from crm.exchange.results import result
from crm.exchange.running import apply, check
from crm.exchange.spool import ReadRow, Spool
from crm.exchange.undoing import undo
from crm.occupancy.exchange.places import BuildingImporter
from crm.occupancy.exchange.units import UnitImporter
from crm.occupancy.models import Unit, Zone
from tests.exchange.files import begin, differences, dump, imported, rows_in, write_csv
from tests.exchange.places import BUILDINGS, UNITS, ZONES, lay_out

pytestmark = pytest.mark.django_db

MANY = [UNITS[0], *(["A", "2", f"2{n:03d}", "10", "2016-01-01", ""] for n in range(12))]


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr("crm.exchange.spool.CHUNK", 5)


@pytest.fixture
def killed_after_one_chunk(monkeypatch, small_chunks):
    write, calls = UnitImporter.write, []

    def killed(importer):
        calls.append(1)
        if len(calls) == 3:  # the first laid out the district
            raise KeyboardInterrupt
        write(importer)

    monkeypatch.setattr(UnitImporter, "write", killed)


def units(folder):
    lay_out(folder)
    return begin("units", write_csv(folder / "many.csv", MANY))


def kill(job):
    with pytest.raises(KeyboardInterrupt):
        apply(job)
    return ImportJob.objects.get(pk=job.pk)


def test_a_killed_job_goes_on_where_it_stood(tmp_path, killed_after_one_chunk):
    job = kill(units(tmp_path))
    assert (job.position, job.created) == (5, 5)
    apply(job)
    assert (job.created, Unit.objects.filter(floor__label="2").count()) == (12, 12)


def test_a_killed_job_can_be_undone(tmp_path, killed_after_one_chunk):
    job = units(tmp_path)
    before = dump()
    undo(kill(job), by=None)
    assert differences(before, dump()) == []


def test_a_job_stops_after_the_chunk_in_hand(tmp_path, small_chunks, monkeypatch):
    job = units(tmp_path)
    write = UnitImporter.write

    def stop_meanwhile(importer):
        write(importer)
        ImportJob.objects.filter(pk=job.pk).update(stop_asked=True)

    monkeypatch.setattr(UnitImporter, "write", stop_meanwhile)
    apply(job)
    assert (job.state, job.created) == (ImportJob.State.STOPPED, 5)


def test_a_job_is_applied_once(tmp_path):
    job = begin("zones", write_csv(tmp_path / "z.csv", ZONES))
    apply(job)
    with pytest.raises(Refused):
        apply(job)


def test_all_or_nothing_writes_nothing_when_one_row_is_wrong(tmp_path):
    path = write_csv(tmp_path / "z.csv", [*ZONES, ["with space", "坏"]])
    answer = imported("zones", path, all_or_nothing=True)
    assert answer["state"] == ImportJob.State.FAILED
    assert "error" in answer
    assert [error["row"] for error in answer["errors"]] == [4]
    assert not Zone.objects.exists()


def test_all_or_nothing_writes_all_when_all_are_right(tmp_path):
    answer = imported("zones", write_csv(tmp_path / "z.csv", ZONES), all_or_nothing=True)
    assert (answer["created"], Zone.objects.count()) == (2, 2)


def test_a_row_that_somebody_else_wrote_first_is_refused_alone(tmp_path, monkeypatch):
    rows_in(tmp_path, "zones", ZONES)
    job = begin("buildings", write_csv(tmp_path / "b.csv", BUILDINGS))
    write = BuildingImporter.write

    def beaten(self):
        if any(row.code == "B" for row in self.created):
            raise IntegrityError("somebody was first")
        write(self)

    monkeypatch.setattr(BuildingImporter, "write", beaten)
    apply(job)
    answer = result(job)
    assert (answer["created"], [error["row"] for error in answer["errors"]]) == (1, [3])


def test_who_may_not_import_a_kind_is_refused(tmp_path, people):
    path = write_csv(tmp_path / "z.csv", ZONES)
    for person in (people.head, people.operator, people.stranger, people.manager):
        with pytest.raises(NotAllowed):
            begin("zones", path, person)


def test_rows_outside_the_persons_teams_are_refused(tmp_path, people):
    rows = [
        ["team", "title", "enterprise"],
        ["section_one", "线索一", "甲公司"],
        ["other_section", "线索二", "乙公司"],
    ]
    job = begin("leads", write_csv(tmp_path / "l.csv", rows), people.chief)
    apply(job)
    assert (job.created, job.refused) == (1, 1)


def test_a_check_leaves_the_domain_alone(tmp_path):
    lay_out(tmp_path)
    before = dump()
    check(begin("units", write_csv(tmp_path / "many.csv", MANY)))
    assert differences(before, dump()) == []


def test_rows_of_one_group_come_together_wherever_they_stand():
    spool = Spool()
    for number, group in enumerate("abacb"):
        spool.add(ReadRow(Row(number, {})), (group,))
    groups = [[read.row.number for read in group] for chunk in spool.chunks() for group in chunk]
    assert groups == [[0, 2], [1, 4], [3]]
    spool.close()
