"""Printing in the background: progress, stopping, and jobs whose worker died."""

import datetime as dt

import pytest
from django.urls import reverse

from crm.core.clock import now
from crm.core.heartbeat import PROCESSES, beat
from crm.core.models import DatedSetting
from crm.reports import actions, jobs
from crm.reports.dated import PAGES_A_PART
from crm.reports.models import PrintJob, Snapshot
from crm.reports.pdf import Printed
from tests.factories.reports import PrintJobFactory

pytestmark = pytest.mark.django_db
State, Purpose = PrintJob.State, PrintJob.Purpose
LONG_AGO = dt.timedelta(minutes=30)


@pytest.fixture
def as_statistician(client, people):
    client.force_login(people.statistician)
    return client


def ask(draft, people, purpose=Purpose.PRINT):
    return actions.ask_for_print(draft, by=people.statistician, purpose=purpose)


def silent(draft, people, state=State.RUNNING, purpose=Purpose.PRINT, attempts=1):
    """A job that has not stirred for half an hour."""
    job = ask(draft, people, purpose)
    PrintJob.objects.filter(pk=job.pk).update(
        state=state, alive_at=now() - LONG_AGO, attempts=attempts
    )
    job.refresh_from_db()
    return job


def address(draft, job, name="stop"):
    return reverse(f"desk:reports:{name}", args=[draft.slug, job.pk])


def test_a_job_says_when_it_began_and_that_it_lives(draft, people, quick_printer):
    job = ask(draft, people)
    jobs.run_print_job.func(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.DONE, 1)
    assert job.started_at <= job.alive_at


def test_a_waiting_job_stops_at_once(as_statistician, draft, people):
    job = ask(draft, people)
    as_statistician.post(address(draft, job))
    job.refresh_from_db()
    assert job.state == State.STOPPED
    jobs.run_print_job.func(job.pk)
    job.refresh_from_db()
    assert job.state == State.STOPPED


def test_a_running_job_stops_between_two_pages_and_issues_nothing(
    as_statistician, draft, people, monkeypatch
):
    job = ask(draft, people, Purpose.ISSUE)
    printed = []

    def to_pdf(html, *, progress=None):
        for page in range(1, 50):
            printed.append(page)
            if page == 8:
                as_statistician.post(address(draft, job))
            progress(f"Step 5 - Creating layout - Page {page}")
        return Printed(b"never", 49)

    monkeypatch.setattr(actions, "to_pdf", to_pdf)
    jobs.run_print_job.func(job.pk)
    job.refresh_from_db()
    assert (job.state, printed[-1]) == (State.STOPPED, 10)
    assert not Snapshot.objects.filter(number__isnull=False).exists()
    page = as_statistician.get(address(draft, job, "job")).content.decode()
    assert "已停止打印" in page


def test_the_page_shows_how_far_of_about_how_many(
    as_statistician, draft, people, quick_printer, monthly
):
    actions.issue(draft, by=None)
    later = actions.freeze(monthly, by=None, as_of=dt.date(2023, 1, 31), scope="district")
    job = ask(later, people)
    PrintJob.objects.filter(pk=job.pk).update(state=State.RUNNING, pages=2)
    page = as_statistician.get(address(later, job, "job")).content.decode()
    assert "第2页，约3页" in page
    assert address(later, job) in page


def test_only_who_asked_or_issues_may_stop(client, draft, people):
    job = ask(draft, people)
    client.force_login(people.manager)
    assert address(draft, job) not in client.get(address(draft, job, "job")).content.decode()
    assert client.post(address(draft, job)).status_code == 403
    client.force_login(people.coordinator)
    assert client.post(address(draft, job)).status_code == 302


def test_what_is_over_cannot_be_stopped(as_statistician, draft, people, quick_printer):
    job = ask(draft, people)
    jobs.run_print_job.func(job.pk)
    answer = as_statistician.post(address(draft, job), follow=True)
    assert "已经结束" in answer.content.decode()


def test_a_lost_job_starts_again_once(
    draft, people, quick_printer, django_capture_on_commit_callbacks
):
    job = silent(draft, people)
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.recover(now()) == 1
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.DONE, 2)
    assert jobs.recover(now()) == 0


def test_a_job_lost_twice_says_so(draft, people):
    job = silent(draft, people, attempts=2)
    jobs.recover(now())
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert "中断" in job.message


def test_a_job_that_lives_is_left_alone(draft, people):
    job = ask(draft, people)
    PrintJob.objects.filter(pk=job.pk).update(state=State.RUNNING, alive_at=now())
    assert jobs.recover(now()) == 0


def test_a_lost_issue_that_was_in_force_is_done(draft, people, quick_printer):
    job = silent(draft, people, purpose=Purpose.ISSUE)
    issued = actions.issue(draft, by=people.statistician)
    jobs.recover(now())
    job.refresh_from_db()
    assert (job.state, job.file) == (State.DONE, issued.pdf)


def test_a_lost_job_that_was_to_stop_is_stopped(draft, people):
    job = silent(draft, people)
    PrintJob.objects.filter(pk=job.pk).update(stop_asked_at=now())
    jobs.recover(now())
    job.refresh_from_db()
    assert job.state == State.STOPPED


def test_a_job_nobody_took_is_handed_over_again(
    draft, people, quick_printer, django_capture_on_commit_callbacks
):
    job = PrintJobFactory(snapshot=draft, asked_by=people.statistician)
    PrintJob.objects.filter(pk=job.pk).update(asked_at=now() - LONG_AGO)
    with django_capture_on_commit_callbacks(execute=True):
        jobs.recover(now())
    job.refresh_from_db()
    assert job.state == State.DONE


def test_a_long_draft_is_one_zip_of_body_and_parts(as_statistician, draft, people, quick_printer):
    DatedSetting.objects.create(key=PAGES_A_PART, value=2, effective_from=dt.date(2020, 1, 1))
    job = ask(draft, people)
    jobs.run_print_job.func(job.pk)
    answer = as_statistician.get(address(draft, job, "job_pdf"))
    assert answer["Content-Type"] == "application/zip"
    assert answer.content.startswith(b"PK")


@pytest.mark.parametrize(("beats", "shown"), [(False, True), (True, False)])
def test_the_page_says_that_no_worker_runs(as_statistician, draft, people, beats, shown):
    job = ask(draft, people)
    if beats:
        for process in PROCESSES:
            beat(process, now())
    for name in ("job", "progress"):
        text = as_statistician.get(address(draft, job, name)).content.decode()
        assert ("后台进程没有运行" in text) == shown
