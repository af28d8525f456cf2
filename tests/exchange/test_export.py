"""Exports hold exactly the person's list, come back unchanged, and never run as a formula."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.core.errors import Refused
from crm.core.models import Event
from crm.core.registries import exchange_kinds
from crm.core.spreadsheets.importing import Row
from crm.core.spreadsheets.writing import harmless
from crm.enterprises.models import Contact
from crm.exchange.exporting import export, rows_of
from crm.leads.models import Lead
from crm.occupancy.models import Zone
from tests.exchange.files import imported, rows_in
from tests.exchange.places import lay_out, spells

pytestmark = pytest.mark.django_db

LEADS = [
    ["team", "title", "enterprise", "owner", "contact_phone", "expected_investment"],
    ["section_one", "线索一", "甲公司", "manager", "13900000001", "1.8亿美元"],
    ["other_section", "线索二", "乙公司", "other_manager", "", "5000万"],
    ["section_two", "线索三", "", "", "", ""],
]
FIGURES = [
    ["enterprise", "year", "kind", "value", "unit", "source", "authorisation"],
    ["甲公司", "2022", "tax", "12.5", "万元", "税务部门", "京税授〔2023〕1号"],
]
CAST = ("manager", "chief", "other_manager", "coordinator", "head", "operator", "stranger")


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def exported(kind: str, folder: Path, suffix: str = "csv", **options) -> Path:
    path = folder / f"{kind}-out.{suffix}"
    export(exchange_kinds[kind], path, by=options.pop("by", None), **options)
    return path


@pytest.mark.parametrize("name", CAST)
def test_an_export_holds_exactly_the_persons_list(tmp_path, people, name):
    rows_in(tmp_path, "leads", LEADS)
    person = getattr(people, name)
    held = {row["number"] for row in read(exported("leads", tmp_path, by=person))}
    assert held == set(Lead.objects.visible_to(person).values_list("number", flat=True))


def test_filters_of_the_list_count(tmp_path, people):
    rows_in(tmp_path, "leads", LEADS)
    path = exported("leads", tmp_path, by=people.coordinator, query="q=甲公司")
    assert [row["enterprise"] for row in read(path)] == ["甲公司"]


def test_a_filter_that_the_list_does_not_have_is_refused(people):
    with pytest.raises(Refused, match="foo"):
        rows_of(exchange_kinds["leads"], people.coordinator, "foo=1")


def test_an_export_is_recorded(tmp_path, people):
    exported("leads", tmp_path, by=people.coordinator)
    event = Event.objects.get(name="exchange.exported")
    assert (event.actor, event.data["kind"]) == (people.coordinator, "leads")


def test_phones_stay_masked_and_a_masked_phone_changes_nothing(tmp_path, people):
    head = ["name", "contact_name", "contact_phone"]
    rows_in(tmp_path, "enterprises", [head, ["甲公司", "王经理", "13912345678"]])
    path = exported("enterprises", tmp_path)
    assert read(path)[0]["contact_phone"] == "139****5678"
    assert imported("enterprises", path)["unchanged"] == 1
    assert Contact.objects.get().phone == "13912345678"


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("heads", ["keys", "zh", "en"])
def test_every_kind_comes_back_unchanged(tmp_path, people, suffix, heads):
    lay_out(tmp_path)
    rows_in(
        tmp_path,
        "leases",
        [
            ["number", "tenant", "start", "end", "price", "price_unit"],
            ["HT-1", "甲公司", "2020-01-01", "2022-12-31", "5.8123", "day"],
        ],
    )
    spells(
        tmp_path,
        ["A", "1601", "L", "2020-01-01", "2021-01-01", "甲公司", "HT-1"],
        ["A", "1601", "L", "2020-01-01", "2021-01-01", "乙公司", "HT-1"],
        ["A", "1602", "H", "2020-01-01", "", "", ""],
        ["B", "0101", "N", "2019-01-01", "2020-01-01", "丙公司", ""],
    )
    rows_in(tmp_path, "leads", LEADS)
    projects = [
        ["team", "name", "enterprise", "investment", "repository_entered", "stage", "owner"],
        ["section_one", "项目一", "甲公司", "1.8亿美元", "2022-05-01", "signed", "manager"],
        ["section_two", "项目二", "", "", "", "", ""],
    ]
    assert rows_in(tmp_path, "projects", projects)["errors"] == []
    rows_in(tmp_path, "yearly_figures", FIGURES)
    for kind in exchange_kinds:
        if kind.key not in KINDS:
            continue
        path = exported(kind.key, tmp_path, suffix, heads=heads)
        answer = imported(kind.key, path)
        found = (answer["errors"], answer["created"], answer["updated"])
        assert found == ([], 0, 0), kind.key
        assert answer["unchanged"] == answer["rows"] > 0


KINDS = [
    "teams",
    "users",
    "zones",
    "buildings",
    "units",
    "spells",
    "enterprises",
    "leases",
    "leads",
    "projects",
    "yearly_figures",
]


def test_text_that_would_run_is_made_harmless_and_comes_back(tmp_path):
    rows_in(tmp_path, "zones", [["code", "name"], ["x", "=HYPERLINK(1)"], ["y", "@甲"]])
    path = exported("zones", tmp_path)
    assert [row["name"] for row in read(path)] == ["'=HYPERLINK(1)", "'@甲"]
    assert imported("zones", path)["unchanged"] == 2


def test_only_sheets_are_written(tmp_path):
    with pytest.raises(Refused):
        export(exchange_kinds["zones"], tmp_path / "a.pdf", by=None)


@given(st.text(max_size=20))
def test_harmless_text_never_begins_like_a_formula(text):
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r"))


NAMES = st.text(
    st.characters(categories=("Lu", "Ll", "Lo", "Nd"), include_characters="=+-@（）·　"),
    min_size=1,
    max_size=12,
)


@settings(max_examples=15)
@given(st.lists(NAMES, min_size=1, max_size=6))
def test_any_names_come_back_unchanged(tmp_path_factory, names):
    folder = tmp_path_factory.mktemp("names")
    Zone.objects.all()._raw_delete("default")
    kind = exchange_kinds["zones"]
    rows = [["code", "name"], *([f"z{at}", name] for at, name in enumerate(names))]
    rows_in(folder, "zones", rows)
    for suffix in ("csv", "xlsx"):
        answer = imported("zones", exported("zones", folder, suffix))
        assert answer["unchanged"] == answer["rows"] == kind.visible_to(None).count()


def test_a_row_knows_which_columns_its_file_has():
    row = Row(2, {"code": None})
    assert row.has("code")
    assert not row.has("name")
