"""The commands import and export: one JSON document, exit status 1 when refused."""

import json

import pytest
from django.core.management import call_command

from crm.occupancy.models import Zone
from tests.exchange.files import write_csv
from tests.exchange.places import ZONES

pytestmark = pytest.mark.django_db


def run(capsys, *arguments, status=0):
    try:
        call_command(*map(str, arguments), "--json")
        code = 0
    except SystemExit as end:
        code = end.code
    assert code == status
    return json.loads(capsys.readouterr().out)


def test_the_columns_of_a_kind(capsys):
    columns = {one["key"]: one for one in run(capsys, "import", "spells", "--columns")}
    assert columns["to"]["label_zh"] == "结束日（当日不计）"
    assert columns["state"]["choices"] == ["S", "L", "N", "O", "H"]
    assert columns["unit"]["required"] is True


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("teams", "code name parent"),
        ("users", "username name team roles"),
        ("zones", "code name name_en"),
        (
            "buildings",
            "code name zone in_use_from gross_area grade floors_above floors_below operator",
        ),
        ("units", "building floor number area life_from life_to"),
        ("spells", "building unit state from to enterprise uscc lease_number reason area_share"),
        ("leases", "number tenant uscc start end price price_unit rent_free_months"),
        (
            "enterprises",
            "name uscc country capital_nature industry registered_address"
            " registered_in_district founded contact_name contact_phone",
        ),
        (
            "leads",
            "number team title enterprise uscc contact_name contact_phone source event need_area"
            " need_budget expected_investment owner received_at note",
        ),
        (
            "projects",
            "number team name landing_mode enterprise uscc stage repository_entered"
            " repository_left investment currency signed_on owner",
        ),
    ],
)
def test_every_installation_has_these_keys(capsys, kind, keys):
    found = {one["key"] for one in run(capsys, "import", kind, "--columns")}
    assert set(keys.split()) <= found


def test_apply_and_undo(capsys, tmp_path):
    path = write_csv(tmp_path / "z.csv", ZONES)
    answer = run(capsys, "import", "zones", path, "--apply")
    assert (answer["kind"], answer["rows"], answer["created"]) == ("zones", 2, 2)
    assert Zone.objects.count() == 2
    undone = run(capsys, "import", "--undo", answer["job"])
    assert (undone["state"], undone["refused"]) == ("undone", [])
    assert not Zone.objects.exists()


def test_a_dry_run_writes_nothing(capsys, tmp_path):
    path = write_csv(tmp_path / "z.csv", [*ZONES, ["bad code", "坏"]])
    answer = run(capsys, "import", "zones", path, "--dry-run")
    assert (answer["valid"], len(answer["errors"])) == (2, 1)
    assert not Zone.objects.exists()


def test_all_or_nothing_is_refused_with_status_1(capsys, tmp_path):
    path = write_csv(tmp_path / "z.csv", [*ZONES, ["bad code", "坏"]])
    answer = run(capsys, "import", "zones", path, "--apply", "--all-or-nothing", status=1)
    assert answer["error"]
    assert len(answer["errors"]) == 1


def test_what_cannot_be_is_refused_with_status_1(capsys, tmp_path, people):
    path = write_csv(tmp_path / "z.csv", ZONES)
    assert run(capsys, "import", "nothing", path, "--apply", status=1)["error"]
    assert run(capsys, "import", "zones", tmp_path / "no.csv", "--apply", status=1)["error"]
    assert run(capsys, "import", "zones", path, "--apply", "--by", "head", status=1)["error"]
    assert run(capsys, "import", "--undo", 99, status=1)["error"]


def test_export_says_rows_file_and_hash(capsys, tmp_path, people):
    call_command("import", "zones", str(write_csv(tmp_path / "z.csv", ZONES)), "--apply", "--json")
    capsys.readouterr()
    out = tmp_path / "out.xlsx"
    answer = run(capsys, "export", "zones", "--out", out, "--as", "manager")
    assert (answer["rows"], answer["file"], len(answer["sha256"])) == (2, str(out), 64)


def test_an_unwritable_folder_is_one_sentence(capsys, tmp_path):
    answer = run(capsys, "export", "zones", "--out", tmp_path / "no" / "a.csv", status=1)
    assert "a.csv" in answer["error"]


def test_a_template_is_written(capsys, tmp_path):
    out = tmp_path / "t.xlsx"
    run(capsys, "import", "workbook", "--template", out)
    assert out.stat().st_size > 1000
