"""The screens of imports and exports, from the upload to the undo."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from crm.core.heartbeat import PROCESSES, beat
from crm.exchange.models import ImportJob
from crm.occupancy.models import Zone
from tests.exchange.files import begin, rows_in, write_csv
from tests.exchange.places import ZONES

pytestmark = pytest.mark.django_db(transaction=True)

WRONG = [
    ["code", "name", "备注2"],
    ["south", "南区", "x"],
    ["bad code", "坏", ""],
    ["合计", "", ""],
]


def address(name, **kwargs):
    return reverse(f"desk:exchange:{name}", kwargs=kwargs or None)


@pytest.fixture
def statistician(client, people):
    client.force_login(people.statistician)
    return client


def upload(client, rows, kind="zones", folder=None):
    text = "\n".join(",".join(row) for row in rows)
    file = SimpleUploadedFile("片区.csv", text.encode(), content_type="text/csv")
    answer = client.post(address("upload"), {"kind": kind, "file": file})
    assert answer.status_code == 302
    return ImportJob.objects.latest("pk")


def test_the_list_offers_kinds_templates_and_exports(statistician):
    page = statistician.get(address("list")).content.decode()
    assert address("template", kind="workbook") in page
    assert address("export", kind="units") in page


def test_the_upload_warns_against_secrets(statistician):
    assert "严禁" in statistician.get(address("upload")).content.decode()


def test_an_upload_is_checked_at_once_and_writes_nothing(statistician):
    job = upload(statistician, WRONG)
    assert (job.state, job.created, job.refused) == ("checked", 1, 1)
    assert not Zone.objects.exists()
    page = statistician.get(job.get_absolute_url()).content.decode()
    for text in ("bad code", "备注2", "合计", "写入 1 行", job.number):
        assert text in page


def test_what_is_no_spreadsheet_is_refused_in_the_form(statistician):
    file = SimpleUploadedFile("a.xlsx", b"nonsense")
    answer = statistician.post(address("upload"), {"kind": "zones", "file": file})
    assert answer.status_code == 422
    assert not ImportJob.objects.exists()


def test_writing_and_undoing(statistician):
    job = upload(statistician, ZONES)
    statistician.post(address("apply", slug=job.number))
    assert Zone.objects.count() == 2
    assert "2" in statistician.get(address("undo", slug=job.number)).content.decode()
    statistician.post(address("undo", slug=job.number))
    assert not Zone.objects.exists()
    assert statistician.get(job.get_absolute_url()).status_code == 200


def test_a_cell_is_put_right_on_screen(statistician):
    job = upload(statistician, WRONG)
    statistician.post(
        address("cells", slug=job.number), {"fix:code:3:片区": "north", "fix:name:9:片区": ""}
    )
    job.refresh_from_db()
    assert (job.created, job.refused) == (2, 0)


def test_a_column_is_chosen_by_hand(statistician):
    job = upload(statistician, WRONG)
    statistician.post(address("columns", slug=job.number), {"map-0-2": "name_en"})
    job.refresh_from_db()
    assert job.sheets[0]["columns"][2]["key"] == "name_en"


def test_a_duplicate_is_decided_row_by_row(client, people, tmp_path):
    client.force_login(people.coordinator)
    rows_in(tmp_path, "enterprises", [["name"], ["岫云科技有限公司"]])
    job = upload(client, [["企业名称", "注册地址"], ["秀云科技有限公司", "一号"]], "enterprises")
    assert "岫云科技有限公司" in client.get(job.get_absolute_url()).content.decode()
    client.post(address("duplicates", slug=job.number), {"dup:片区!2": "skip"})
    job.refresh_from_db()
    assert (job.created, job.left_out) == (0, 1)


def test_errors_are_downloaded(statistician):
    job = upload(statistician, WRONG)
    answer = statistician.get(address("errors", slug=job.number))
    assert b"".join(answer.streaming_content).startswith(b"PK")


def test_the_progress_stops_when_the_job_rests(statistician):
    job = upload(statistician, ZONES)
    answer = statistician.get(address("progress", slug=job.number))
    assert answer.status_code == 286


def test_a_template_holds_the_heads(statistician):
    answer = statistician.get(address("template", kind="workbook"))
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert statistician.get(address("template", kind="nothing")).status_code == 404


def test_an_export_is_asked_for_and_handed_out(statistician, tmp_path):
    rows_in(tmp_path, "zones", ZONES)
    form = address("export", kind="zones")
    assert "2" in statistician.get(form).content.decode()
    answer = statistician.post(form, {"format": "csv", "heads": "zh"})
    assert "南区" in b"".join(answer.streaming_content).decode("utf-8-sig")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_stranger_to_a_job_gets_404(client, people, tmp_path):
    job = begin("zones", write_csv(tmp_path / "z.csv", ZONES), people.statistician)
    client.force_login(people.other_manager)
    for name in ("job", "progress", "errors", "undo"):
        assert client.get(address(name, slug=job.number)).status_code == 404
    for name in ("apply", "check", "stop", "cells", "columns", "duplicates", "undo"):
        assert client.post(address(name, slug=job.number)).status_code == 404


@pytest.mark.parametrize("name", ["list", "upload"])
def test_who_may_not_import_gets_403(client, people, name):
    client.force_login(people.head)
    assert client.get(address(name)).status_code == 403


def test_who_may_not_see_a_kind_may_not_export_it(client, people):
    client.force_login(people.operator)
    assert client.get(address("export", kind="leads")).status_code == 403
    client.force_login(people.stranger)
    assert client.get(address("export", kind="units")).status_code == 403


@pytest.mark.parametrize(("minutes", "gone"), [(None, True), (10, True), (1, False)])
def test_a_job_that_waits_without_a_worker_says_so(statistician, people, tmp_path, minutes, gone):
    for process in PROCESSES if minutes is not None else ():
        beat(process, timezone.now() - dt.timedelta(minutes=minutes))
    job = begin("zones", write_csv(tmp_path / "z.csv", ZONES), people.statistician)
    job.note(state=ImportJob.State.CHECKING)
    page = statistician.get(address("progress", slug=job.number)).content.decode()
    assert ("后台进程没有运行" in page) is gone
