"""Making a package in the background: progress, stopping, and jobs whose worker died."""

import datetime as dt

import pytest
from django.urls import reverse

from crm.core.clock import now
from crm.core.errors import NotAllowed, Refused
from crm.core.models import Role, RoleGrant
from crm.reports import archive_jobs
from crm.reports.actions import issue
from crm.reports.archive_jobs import (
    ask_for_archive,
    recover_archives,
    run_archive_job,
    stop_archive,
)
from crm.reports.models import ArchiveJob, ArchivePackage, Snapshot
from tests.people import LONG_AGO

pytestmark = pytest.mark.django_db
State = ArchiveJob.State


@pytest.fixture
def issued(people, draft, quick_printer) -> Snapshot:
    return issue(draft, by=None)


def ask(people, year=2023) -> ArchiveJob:
    return ask_for_archive(year, name="2023年报告", retention="30年", by=people.coordinator)


def silent(people, state=State.RUNNING, attempts=1) -> ArchiveJob:
    job = ask(people)
    long_ago = now() - dt.timedelta(minutes=30)
    ArchiveJob.objects.filter(pk=job.pk).update(state=state, alive_at=long_ago, attempts=attempts)
    return job


def address(job: ArchiveJob, name="archive_job") -> str:
    return reverse(f"desk:reports:{name}", args=[job.pk])


@pytest.mark.both_databases
def test_the_job_makes_the_package_and_says_how_much_it_holds(client, people, issued):
    job = ask(people)
    run_archive_job.func(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (State.DONE, 1, 1)
    issued.refresh_from_db()
    assert job.package == issued.archived_in
    client.force_login(people.coordinator)
    assert job.package.number in client.get(address(job)).content.decode()
    assert client.get(address(job, "archive_progress")).status_code == 286


def test_a_second_call_makes_no_second_package(people, issued):
    job = ask(people)
    for _ in range(2):
        run_archive_job.func(job.pk)
    assert ArchivePackage.objects.count() == 1


def test_while_it_is_made_nobody_asks_for_the_same_year(people, issued):
    ask(people)
    with pytest.raises(Refused, match="正在生成"):
        ask(people)
    assert ArchiveJob.objects.count() == 1


def test_a_year_without_reports_is_refused_at_the_field(client, people):
    client.force_login(people.coordinator)
    data = {"year": 2019, "name": "2019年报告", "retention": "30年"}
    answer = client.post(reverse("desk:reports:archive_create"), data)
    assert answer.status_code == 422
    assert "year" in answer.context["form"].errors


def test_a_waiting_job_stops_at_once(client, people, issued):
    job = ask(people)
    client.force_login(people.coordinator)
    client.post(address(job, "archive_stop"))
    run_archive_job.func(job.pk)
    job.refresh_from_db()
    assert job.state == State.STOPPED
    assert not ArchivePackage.objects.exists()


def test_a_running_job_stops_between_two_reports_and_archives_none(people, issued, monkeypatch):
    job = ask(people)
    note = archive_jobs._note

    def stopped_meanwhile(row, done, total):
        if done == 1:
            stop_archive(job, by=people.coordinator)
        note(row, done, total)

    monkeypatch.setattr(archive_jobs, "_note", stopped_meanwhile)
    run_archive_job.func(job.pk)
    job.refresh_from_db()
    assert job.state == State.STOPPED
    assert not Snapshot.objects.filter(archived_in__isnull=False).exists()


def test_what_is_over_is_not_stopped(people, issued):
    job = ask(people)
    run_archive_job.func(job.pk)
    with pytest.raises(Refused, match="已经结束"):
        stop_archive(job, by=people.coordinator)


def test_a_lost_job_starts_again_once_and_then_says_so(
    people, issued, django_capture_on_commit_callbacks
):
    job = silent(people)
    with django_capture_on_commit_callbacks(execute=True):
        assert recover_archives(now()) == 1
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.DONE, 2)
    assert recover_archives(now()) == 0


def test_a_job_lost_twice_gives_up(people, issued):
    job = silent(people, attempts=2)
    recover_archives(now())
    job.refresh_from_db()
    assert job.state == State.FAILED


def test_a_job_lost_after_the_package_was_made_is_done(people, issued, monkeypatch):
    job = ask(people)
    with monkeypatch.context() as killed:
        killed.setattr("crm.reports.background.finish", lambda *args: None)
        run_archive_job.func(job.pk)
    ArchiveJob.objects.filter(pk=job.pk).update(alive_at=now() - dt.timedelta(minutes=30))
    assert recover_archives(now()) == 1
    job.refresh_from_db()
    assert (job.state, ArchivePackage.objects.count()) == (State.DONE, 1)
    assert job.package == ArchivePackage.objects.get()


@pytest.mark.parametrize(
    ("name", "status"), [("coordinator", 200), ("statistician", 200), ("manager", 403)]
)
def test_who_sees_the_job(client, people, issued, name, status):
    job = ask(people)
    client.force_login(getattr(people, name))
    assert client.get(address(job)).status_code == status


def test_an_archivist_of_another_body_does_not_reach_it(client, people, issued):
    job = ask(people)
    other = people.other_manager
    other.grants.all().delete()
    role = Role.objects.get(code="coordinator")
    RoleGrant(user=other, role=role, team=people.team("other_park"), starts_on=LONG_AGO).save()
    client.force_login(other)
    assert client.get(address(job)).status_code == 404
    assert client.post(address(job, "archive_stop")).status_code == 404
    with pytest.raises(NotAllowed):
        stop_archive(job, by=people.other_manager)


def test_without_a_worker_the_page_says_so(client, people, issued):
    job = ask(people)
    client.force_login(people.coordinator)
    assert "后台进程没有运行" in client.get(address(job)).content.decode()
    form = client.get(reverse("desk:reports:archive_create"))
    assert address(job) in form.content.decode()
