"""Signed scans and archive packages: what goes in, with hashes, and that nothing changes after."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from crm.core.errors import NotAllowed, Refused
from crm.core.models import Event
from crm.reports import actions
from crm.reports.archive_jobs import run_archive_job
from crm.reports.archiving import archivable, archive, attach_scan, scans_of
from crm.reports.canonical import digest_of
from crm.reports.models import ArchiveJob, ArchivePackage, Snapshot
from tests.reports.conftest import FEBRUARY, sit

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + b"0" * 64


def scan(name="签字页.pdf", content=PDF, kind="application/pdf"):
    return SimpleUploadedFile(name, content, content_type=kind)


@pytest.fixture
def issued(draft, quick_printer):
    return actions.issue(draft, by=None)


@pytest.fixture
def package(issued, people):
    return archive(2023, name="2023年报告", retention="30年", by=people.coordinator)


def opened(package):
    return zipfile.ZipFile(io.BytesIO(package.file.path.read_bytes()))


@pytest.fixture
def as_coordinator(client, people):
    client.force_login(people.coordinator)
    return client


def test_a_signed_scan_hangs_on_the_issued_report(as_coordinator, issued):
    address = reverse("desk:reports:scan", args=[issued.slug])
    assert as_coordinator.post(address, {"file": scan()}).status_code == 302
    (kept,) = scans_of(issued)
    assert (kept.kind, kept.file.path.read_bytes()) == ("signed_scan", PDF)
    assert "签字页.pdf" in as_coordinator.get(issued.get_absolute_url()).content.decode()


@pytest.mark.parametrize("name", ["签字页.docx", "签字页.exe"])
def test_a_scan_of_another_kind_is_refused(as_coordinator, issued, name):
    answer = as_coordinator.post(
        reverse("desk:reports:scan", args=[issued.slug]), {"file": scan(name)}
    )
    assert answer.status_code == 422
    assert not scans_of(issued)


def test_a_draft_has_no_signed_sheet(draft, people):
    with pytest.raises(Refused, match="已签发"):
        attach_scan(draft, scan(), by=people.coordinator)


def test_readers_attach_nothing(client, people, issued):
    client.force_login(people.manager)
    address = reverse("desk:reports:scan", args=[issued.slug])
    assert address not in client.get(issued.get_absolute_url()).content.decode()
    assert client.post(address, {"file": scan()}).status_code == 403


def test_the_package_holds_sheets_workbooks_scans_and_contents(issued, people):
    attach_scan(issued, scan(), by=people.coordinator)
    package = archive(2023, name="2023年报告", retention="永久", by=people.coordinator)
    pack, folder = opened(package), f"001 {issued.number}"
    assert sorted(pack.namelist()) == sorted(
        [
            f"{folder}/{issued.number}.pdf",
            f"{folder}/{issued.number}.xlsx",
            f"{folder}/签字扫描件1.pdf",
            "目录.xlsx",
        ]
    )
    assert pack.read(f"{folder}/{issued.number}.pdf") == issued.pdf.path.read_bytes()
    for item in package.manifest:
        assert digest_of(pack.read(item["path"])) == item["sha256"]


def test_the_contents_say_title_date_pages_retention_and_hash(package, issued):
    rows = list(load_workbook(io.BytesIO(opened(package).read("目录.xlsx"))).active.values)
    assert rows[0] == ("件号", "题名", "编号", "日期", "页数", "保管期限", "文件", "SHA-256")
    first = rows[1]
    assert first[0] == 1
    assert first[1] == "丽泽商务区楼宇入驻月报（2023年2月）"
    assert first[2:6] == (issued.number, issued.issued_on.isoformat(), 3, "30年")
    assert first[7] == issued.pdf.sha256


def test_what_is_archived_no_longer_changes(package, issued, people):
    issued.refresh_from_db()
    assert issued.archived_in == package
    with pytest.raises(Refused, match="已归档"):
        attach_scan(issued, scan(), by=people.coordinator)
    assert archivable(2023) == []


def test_a_correction_after_archiving_is_a_report_of_its_own(
    package, issued, ledger, monthly, quick_printer
):
    before = issued.pdf.path.read_bytes()
    sit(ledger["units"][8])
    later = actions.freeze(monthly, by=None, as_of=FEBRUARY, scope="district")
    corrected = actions.issue(later, by=None, note="补报")
    issued.refresh_from_db()
    assert (corrected.supersedes, issued.state) == (issued, "corrected")
    assert issued.pdf.path.read_bytes() == before
    assert archivable(2023) == [corrected]
    assert archive(2023, name="补充", retention="30年", by=None).number == "GD-2023-02"


def test_a_year_without_reports_is_refused(db, people):
    with pytest.raises(Refused, match="2019"):
        archive(2019, name="2019年报告", retention="30年", by=people.coordinator)
    assert not ArchivePackage.objects.exists()


def test_a_file_that_was_changed_is_not_archived(issued, people):
    issued.pdf.path.write_bytes(b"other")
    with pytest.raises(Refused, match=issued.number):
        archive(2023, name="2023年报告", retention="30年", by=people.coordinator)
    assert not Snapshot.objects.filter(archived_in__isnull=False).exists()


def test_who_may_not_archive_makes_no_package(issued, people):
    with pytest.raises(NotAllowed):
        archive(2023, name="2023年报告", retention="30年", by=people.manager)


def test_the_screens_lead_from_the_list_to_the_zip(as_coordinator, issued):
    page = as_coordinator.get(reverse("desk:reports:list")).content.decode()
    assert reverse("desk:reports:archives") in page
    form = as_coordinator.get(reverse("desk:reports:archive_create") + "?year=2023")
    assert issued.number in form.content.decode()
    data = {"year": 2023, "name": "2023年报告", "retention": "30年"}
    waiting = as_coordinator.post(reverse("desk:reports:archive_create"), data)
    job = ArchiveJob.objects.get()
    assert waiting.url == reverse("desk:reports:archive_job", args=[job.pk])
    run_archive_job.func(job.pk)
    package = ArchivePackage.objects.get()
    address = reverse("desk:reports:archive", args=[package.number])
    assert address in as_coordinator.get(waiting.url).content.decode()
    assert package.manifest[0]["path"] in as_coordinator.get(address).content.decode()
    assert package.number in as_coordinator.get(reverse("desk:reports:archives")).content.decode()
    zipped = as_coordinator.get(reverse("desk:reports:archive_zip", args=[package.number]))
    assert b"".join(zipped.streaming_content) == package.file.path.read_bytes()
    assert Event.objects.filter(name="reports.archive_read").count() == 1


def test_readers_see_the_package_and_do_not_fetch_it(client, people, package):
    client.force_login(people.manager)
    page = client.get(reverse("desk:reports:archive", args=[package.number])).content.decode()
    address = reverse("desk:reports:archive_zip", args=[package.number])
    assert address not in page
    assert client.get(address).status_code == 403
