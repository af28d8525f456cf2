"""manage.py report: one JSON document, and a plain sentence when it says no."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from crm.reports import fonts
from crm.reports.models import Snapshot
from tests.reports.conftest import sit

pytestmark = pytest.mark.django_db
MONTHLY = ("occupancy-monthly", "--month", "2023-02")


def report(*arguments):
    """The answer, and whether it was refused."""
    output = io.StringIO()
    try:
        call_command("report", *map(str, arguments), "--json", stdout=output, stderr=io.StringIO())
    except CommandError:
        return json.loads(output.getvalue()), True
    return json.loads(output.getvalue()), False


def test_a_draft_is_drawn_up_and_printed(ledger, quick_printer, tmp_path):
    answer, refused = report(*MONTHLY, "--pdf", tmp_path / "a.pdf", "--xlsx", tmp_path / "a.xlsx")
    assert not refused
    assert (answer["number"], answer["state"], answer["as_of"]) == (None, "draft", "2023-02-28")
    assert answer["figures"]["now"]["area"]["gross_in_use"] == "1500.00"
    assert (tmp_path / "a.pdf").read_bytes()
    assert load_workbook(tmp_path / "a.xlsx").sheetnames[0] == "封面"


def test_issue_and_reprint_give_the_same_bytes(ledger, quick_printer, people, tmp_path):
    first, last = tmp_path / "a.pdf", tmp_path / "b.pdf"
    issued, _ = report(*MONTHLY, "--issue", "--by", "statistician", "--pdf", first)
    again, _ = report("--reprint", issued["number"], "--pdf", last)
    assert first.read_bytes() == last.read_bytes()
    assert issued["pdf_sha256"] == again["pdf_sha256"]
    assert (issued["number"], issued["version"], issued["state"]) == ("OCC-202302-01", 1, "issued")


def test_issuing_equal_figures_again_gives_the_report_that_there_is(ledger, quick_printer):
    first, _ = report(*MONTHLY, "--issue")
    again, refused = report(*MONTHLY, "--issue")
    assert not refused
    assert again["number"] == first["number"]
    assert Snapshot.objects.count() == 1


def test_changed_figures_are_issued_as_a_correction(ledger, quick_printer):
    report(*MONTHLY, "--issue")
    sit(ledger["units"][8])
    answer, _ = report(*MONTHLY, "--issue")
    assert (answer["version"], answer["supersedes"]) == (2, "OCC-202302-01")
    found, _ = report("--compare", "OCC-202302-01", "OCC-202302-02")
    rate = next(row for row in found["differences"] if row["figure"] == "overview/rate/now")
    assert (rate["label"], found["identical"]) == ("总体指标·入驻率·本月", False)
    assert rate["difference"].startswith("0.0714")


def test_the_kinds_are_listed(db):
    answer, _ = report("--kinds")
    assert [kind["kind"] for kind in answer] == [
        "occupancy-monthly",
        "brief",
        "building-sheet",
        "zone-comparison",
        "expiry-list",
        "take-up-list",
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("occupancy-monthly", "--month", "2023-13"), "2023-13"),
        (("occupancy-monthly", "--month", "二月"), "二月"),
        (("occupancy-monthly",), "月份"),
        (("occupancy-monthly", "--month", "2999-01"), "2999-01-31"),
        (("occupancy-monthly", "--month", "2023-02", "--scope", "NOWHERE"), "NOWHERE"),
        (("occupancy-monthly", "--month", "2023-02", "--by", "nobody"), "nobody"),
        (("occupancy-yearly", "--month", "2023-02"), "occupancy-monthly"),
        ((), "occupancy-monthly"),
        (("--reprint", "OCC-209901-07"), "OCC-209901-07"),
        (("--compare", "OCC-1", "OCC-2"), "OCC-1"),
        (("occupancy-monthly", "--month", "2023-02", "--pdf", "/nowhere/a.pdf"), "/nowhere"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_stored(ledger, quick_printer, arguments, words):
    answer, refused = report(*arguments)
    assert refused
    assert words in answer["error"]
    assert not Snapshot.objects.exclude(state="draft").exists()


def test_who_may_not_is_told_so(ledger, quick_printer, people):
    answer, refused = report(*MONTHLY, "--issue", "--by", "manager")
    assert refused
    assert "manager" in answer["error"]
    assert not Snapshot.objects.exists()


def test_without_the_chinese_font_the_package_is_named(ledger, quick_printer, monkeypatch):
    monkeypatch.setattr(fonts, "_known_families", fonts.cache(lambda: frozenset({"DejaVu Sans"})))
    answer, refused = report(*MONTHLY, "--issue")
    assert refused
    assert "fonts-noto-cjk" in answer["error"]
    assert not Snapshot.objects.filter(number__isnull=False).exists()
