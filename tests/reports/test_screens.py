"""The screens of reports: who sees what, what each button does."""

import html
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from crm.core.models import Event
from crm.reports.actions import freeze, issue
from crm.reports.models import PrintJob, Snapshot
from tests.reports.conftest import sit

pytestmark = pytest.mark.django_db
LIST = "desk:reports:list"


@pytest.fixture
def issued(draft, quick_printer):
    return issue(draft, by=None)


@pytest.fixture
def as_statistician(client, people):
    client.force_login(people.statistician)
    return client


@pytest.mark.parametrize("name", ["manager", "chief", "head", "statistician", "steward"])
def test_staff_read_reports(client, people, issued, name):
    client.force_login(getattr(people, name))
    assert client.get(reverse(LIST)).status_code == 200
    page = client.get(issued.get_absolute_url()).content.decode()
    assert "楼宇入驻情况月报" in page
    assert "42.9" in page


@pytest.mark.parametrize("name", ["operator", "editor", "stranger"])
def test_others_are_refused_everywhere(client, people, issued, name):
    client.force_login(getattr(people, name))
    for view in ("page", "pdf", "xlsx", "compare", "history"):
        assert client.get(reverse(f"desk:reports:{view}", args=[issued.slug])).status_code == 403


def test_readers_find_no_button_and_no_way_to_issue(client, people, draft, quick_printer):
    client.force_login(people.manager)
    assert (
        reverse("desk:reports:issue", args=[draft.slug])
        not in client.get(draft.get_absolute_url()).content.decode()
    )
    assert client.post(reverse("desk:reports:issue", args=[draft.slug])).status_code == 403
    assert client.post(reverse("desk:reports:drop", args=[draft.slug])).status_code == 403


def test_a_month_is_drawn_up_as_people_write_it(as_statistician, ledger):
    data = {"kind": "occupancy-monthly", "month": "2023年2月", "scope": "district"}
    answer = as_statistician.post(reverse("desk:reports:create"), data)
    assert answer.url == Snapshot.objects.get().get_absolute_url()


@pytest.mark.parametrize("month", ["2023-13", "二月", "", "9999-12"])
def test_a_wrong_month_comes_back_with_what_was_typed(as_statistician, ledger, month):
    data = {"kind": "occupancy-monthly", "month": month, "scope": "district"}
    answer = as_statistician.post(reverse("desk:reports:create"), data)
    assert answer.status_code == 422
    assert answer.context["form"].errors["month"]


def test_issuing_runs_in_the_background_and_ends_with_the_sheet(
    as_statistician, draft, quick_printer, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = as_statistician.post(reverse("desk:reports:issue", args=[draft.slug]))
    job = PrintJob.objects.get()
    assert (job.state, job.pages) == ("done", 3)
    assert "OCC-202302-01" in as_statistician.get(answer.url).content.decode()
    progress = answer.url + "progress/"
    assert as_statistician.get(progress).status_code == 286


def test_a_correction_on_screen_asks_what_it_corrects(
    as_statistician, issued, ledger, monthly, quick_printer
):
    sit(ledger["units"][8])
    data = {"kind": "occupancy-monthly", "month": "2023-02", "scope": "district"}
    page = as_statistician.post(reverse("desk:reports:create"), data).url
    answer = as_statistician.post(f"{page}issue/", {"note": ""})
    assert answer.status_code == 422
    assert answer.context["form"].errors["note"]


def test_drawing_up_equal_figures_again_says_that_nothing_changed(as_statistician, draft):
    data = {"kind": "occupancy-monthly", "month": "2023-02", "scope": "district"}
    answer = as_statistician.post(reverse("desk:reports:create"), data)
    assert answer.url == draft.get_absolute_url()
    assert "数字没有变化" in as_statistician.get(answer.url).content.decode()


def test_a_refusal_in_the_background_is_told_on_the_job(
    as_statistician, draft, quick_printer, django_capture_on_commit_callbacks
):
    address = reverse("desk:reports:issue", args=[draft.slug])
    with django_capture_on_commit_callbacks(execute=True):
        as_statistician.post(address)
        as_statistician.post(address)
    late = PrintJob.objects.order_by("pk").last()
    assert late.state == "failed"
    assert "OCC-202302-01" in late.message


def test_a_draft_is_printed_without_a_number(
    as_statistician, draft, quick_printer, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = as_statistician.post(reverse("desk:reports:print", args=[draft.slug]))
    sheet = as_statistician.get(answer.url + "pdf/")
    assert sheet.status_code == 200
    assert "草稿" in sheet.content.decode()


def test_the_issued_sheet_comes_as_it_is_and_is_noted(as_statistician, issued):
    answer = as_statistician.get(reverse("desk:reports:pdf", args=[issued.slug]))
    assert answer.content == issued.pdf.path.read_bytes()
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert Event.objects.filter(name="reports.read_file", actor__username="statistician").exists()


def test_the_address_of_a_draft_leads_to_the_number_once_it_has_one(as_statistician, draft, issued):
    answer = as_statistician.get(reverse("desk:reports:page", args=[f"draft-{issued.pk}"]))
    assert answer.url == reverse("desk:reports:page", args=["OCC-202302-01"])


def test_two_reports_are_compared_figure_by_figure(
    as_statistician, issued, ledger, monthly, quick_printer
):
    sit(ledger["units"][8])
    data = {"kind": "occupancy-monthly", "month": "2023-02", "scope": "district"}
    later = as_statistician.post(reverse("desk:reports:create"), data).url
    page = as_statistician.get(f"{later}compare/", {"with": "OCC-202302-01"}).content.decode()
    assert "总体指标·入驻率·本月" in page
    assert "+7.1" in page
    assert as_statistician.get(f"{later}compare/", {"with": "OCC-1"}).status_code == 404


def test_the_earlier_report_stands_first_from_whichever_page_one_compares(
    as_statistician, issued, ledger, monthly, quick_printer
):
    sit(ledger["units"][8])
    later = freeze(monthly, by=None, as_of=issued.as_of, scope="district")
    issue(later, by=None, note="补录一户")
    seen = []
    for one, other in ((issued, later), (later, issued)):
        address = reverse("desk:reports:compare", args=[one.slug])
        answer = as_statistician.get(address, {"with": Snapshot.objects.get(pk=other.pk).number})
        seen.append((answer.context["earlier"], answer.context["later"]))
        assert '+7.1 <span class="muted small">百分点</span>' in answer.content.decode()
    assert seen == [(issued, later)] * 2


def test_unknown_addresses_are_not_found(as_statistician, issued):
    for slug in ("draft-99999", "draft-x", "OCC-202302-99", "draft-" + "9" * 18):
        assert as_statistician.get(reverse("desk:reports:page", args=[slug])).status_code == 404
    job = reverse("desk:reports:job", args=[issued.slug, 7])
    assert as_statistician.get(job).status_code == 404


def test_pages_cost_few_queries(as_statistician, issued, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        as_statistician.get(reverse(LIST))
    with django_assert_max_num_queries(18):
        as_statistician.get(issued.get_absolute_url())


def test_figures_open_into_their_rows_and_the_lists_answer(as_statistician, issued):
    page = as_statistician.get(issued.get_absolute_url())
    links = set(re.findall(r'href="(/desk/occupancy/[^"]+)"', page.content.decode()))
    assert len(links) > 10
    for link in links:
        assert as_statistician.get(html.unescape(link)).status_code == 200, link


def test_the_list_behind_the_occupied_area_holds_what_the_figure_counts(as_statistician, issued):
    address = issued.definition.addresses(issued.figures)["occupied"]
    rows = as_statistician.get(address).context["page"].rows
    occupied = sum(Decimal(issued.figures["now"]["area"][state]) for state in "SLO")
    assert sum(row.area for row in rows) == occupied
