"""Drafts freeze, issue numbers without a gap, and what was issued stays as it was."""

import datetime as dt

import pytest
from django.db import transaction

from crm.core.errors import NotAllowed, Refused
from crm.core.models import DatedSetting
from crm.reports import actions
from crm.reports.actions import drop, freeze, issue, printed_bytes, review
from crm.reports.dated import REVIEW_REQUIRED
from tests.factories.occupancy import UnitFactory
from tests.reports.conftest import FEBRUARY, sit

pytestmark = pytest.mark.django_db


def test_a_draft_keeps_its_figures_when_the_ledger_changes(draft, ledger):
    before = draft.figures["now"]["area"]["L"]
    sit(ledger["units"][8])
    draft.refresh_from_db()
    assert draft.figures["now"]["area"]["L"] == before


def test_equal_figures_make_no_second_draft(draft, monthly):
    assert freeze(monthly, by=None, as_of=FEBRUARY, scope="district") == draft


def test_other_figures_drop_the_open_draft(draft, ledger, monthly):
    sit(ledger["units"][8])
    fresh = freeze(monthly, by=None, as_of=FEBRUARY, scope="district")
    draft.refresh_from_db()
    assert (draft.state, fresh.state) == ("dropped", "draft")


def test_numbers_of_a_month_have_no_gap_whatever_the_scope(draft, monthly, quick_printer):
    zone = freeze(monthly, by=None, as_of=FEBRUARY, scope="S")
    january = freeze(monthly, by=None, as_of=dt.date(2023, 1, 31), scope="district")
    numbers = [issue(row, by=None).number for row in (draft, zone, january)]
    assert numbers == ["OCC-202302-01", "OCC-202302-02", "OCC-202301-01"]


def test_a_failure_while_putting_in_force_takes_no_number(
    draft, monthly, quick_printer, monkeypatch
):
    def full_disk(*args, **kwargs):
        raise OSError("no space left")

    with monkeypatch.context() as broken:
        broken.setattr(actions, "keep", full_disk)
        with pytest.raises(OSError, match="no space"):
            issue(draft, by=None)
    draft.refresh_from_db()
    assert draft.number is None
    assert issue(draft, by=None).number == "OCC-202302-01"


def test_a_number_taken_by_another_is_printed_anew(draft, monthly, quick_printer, monkeypatch):
    other = freeze(monthly, by=None, as_of=FEBRUARY, scope="S")
    expected, asked = actions.expected_number, []

    def overtaken(prefix, as_of):
        number = expected(prefix, as_of)
        if not asked:
            asked.append(number)
            with transaction.atomic():
                actions.take_number(prefix, as_of)
        return number

    monkeypatch.setattr(actions, "expected_number", overtaken)
    issued = issue(other, by=None)
    assert issued.number == "OCC-202302-02"
    assert b"OCC-202302-02" in issued.pdf.path.read_bytes()
    assert b"OCC-202302-01" not in issued.pdf.path.read_bytes()


def test_an_issued_report_gives_the_same_bytes_each_time(draft, quick_printer):
    issued = issue(draft, by=None)
    first = printed_bytes(issued, by=None)
    assert printed_bytes(issued, by=None) == first
    assert issued.sha256.encode() in first


def test_a_file_that_was_changed_is_not_given_out(draft, quick_printer):
    issued = issue(draft, by=None)
    issued.pdf.path.write_bytes(b"%PDF something else")
    with pytest.raises(Refused, match="改动过"):
        printed_bytes(issued, by=None)
    issued.pdf.path.unlink()
    with pytest.raises(Refused, match="不在了"):
        printed_bytes(issued, by=None)


def test_what_is_issued_is_not_issued_twice(draft, quick_printer):
    issue(draft, by=None)
    with pytest.raises(Refused, match="OCC-202302-01"):
        issue(draft, by=None)


def test_a_correction_has_a_note_a_number_and_an_edition_of_its_own(
    draft, ledger, monthly, quick_printer
):
    first = issue(draft, by=None)
    sit(ledger["units"][8])
    later = freeze(monthly, by=None, as_of=FEBRUARY, scope="district")
    with pytest.raises(Refused):
        issue(later, by=None)
    corrected = issue(later, by=None, note="补报甲楼1户")
    first.refresh_from_db()
    assert (corrected.number, corrected.edition) == ("OCC-202302-02", 2)
    assert (first.state, corrected.supersedes) == ("corrected", first)
    assert "补报甲楼1户".encode() in corrected.pdf.path.read_bytes()


def test_nobody_reviews_their_own_draft(ledger, monthly, people):
    own = freeze(monthly, by=people.statistician, as_of=FEBRUARY, scope="district")
    with pytest.raises(Refused):
        review(own, by=people.statistician)
    assert review(own, by=people.coordinator).state == "reviewed"


def test_where_review_is_required_a_draft_is_not_issued(draft, people, quick_printer):
    DatedSetting.objects.create(key=REVIEW_REQUIRED, value=True, effective_from=dt.date(2020, 1, 1))
    with pytest.raises(Refused, match="先审核"):
        issue(draft, by=people.statistician)
    review(draft, by=people.coordinator)
    assert issue(draft, by=people.statistician).number == "OCC-202302-01"


@pytest.mark.parametrize("name", ["manager", "head", "operator", "stranger"])
def test_who_may_not_issue_does_not(draft, people, quick_printer, name):
    with pytest.raises(NotAllowed):
        issue(draft, by=getattr(people, name))
    draft.refresh_from_db()
    assert draft.number is None


def test_a_dropped_draft_is_not_issued(draft, quick_printer):
    drop(draft, by=None)
    with pytest.raises(Refused):
        issue(draft, by=None)


def test_a_month_that_is_not_over_has_no_report(ledger, monthly, time_machine):
    time_machine.move_to("2023-02-27 12:00:00+08:00")
    with pytest.raises(Refused):
        freeze(monthly, by=None, as_of=FEBRUARY, scope="district")


def test_an_open_month_is_marked_on_every_page(draft, ledger, quick_printer):
    UnitFactory(building=ledger["old"])
    printed = actions.print_draft(draft, by=None).content.decode()
    assert 'data-stamp="未结账　草稿"' in printed
    assert "（未结账）" in printed
