"""The screens of 报送表: who sees what, and the way from a blank to what was sent."""

import pytest
from django.urls import reverse

from crm.reports import demo
from crm.reports.models import SubmissionForm
from crm.reports.submissions import actions
from tests.reports.blanks import opened, upload
from tests.reports.conftest import FEBRUARY

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_statistician(client, people):
    client.force_login(people.statistician)
    return client


def address(name, form, *more):
    return reverse(f"desk:reports:forms:{name}", args=[form.slug, *more])


def test_a_form_is_uploaded_mapped_filled_and_sent_on_screen(as_statistician, ledger):
    data = {
        "code": "SW-07",
        "name": "月报表",
        "agency": "市级部门",
        "frequency": "month",
        "due_day": "8",
        "file": upload(),
    }
    answer = as_statistician.post(reverse("desk:reports:forms:create"), data)
    form = SubmissionForm.objects.get()
    assert answer.url == address("map", form)
    chosen = {
        "sheet": demo.SUMMARY,
        "cell": "C9",
        "source": "occupancy.rate",
        "scope": "district",
        "moment": "now",
        "unit": "%",
    }
    answer = as_statistician.post(address("map", form), chosen)
    page = as_statistician.get(answer.url.partition("#")[0]).content.decode()
    assert "左侧： 入驻率 %" in page
    assert "上方： 本月" in page
    assert 'class="mapped' in page
    answer = as_statistician.post(address("fill", form), {"month": "2023年2月"})
    filing = form.filings.get()
    assert answer.url == filing.get_absolute_url()
    assert "42.8571" in as_statistician.get(answer.url).content.decode()
    content = as_statistician.get(address("filing_file", form, filing.pk))
    assert "%E6%9C%88%E6%8A%A5%E8%A1%A8" in content.headers["Content-Disposition"]
    assert opened(content.content)[demo.SUMMARY]["C9"].value == pytest.approx(300 / 7)
    as_statistician.post(address("filing_sent", form, filing.pk), {"note": "已上报"})
    page = as_statistician.get(form.get_absolute_url()).content.decode()
    assert "已上报" in page
    assert "已报送" in page


def test_what_was_typed_wrong_comes_back(as_statistician, form):
    page = address("map", form)
    wrong = {"sheet": demo.LIST, "cell": "A5", "source": "area.gross", "unit": "%"}
    answer = as_statistician.post(page, wrong)
    assert answer.status_code == 422
    assert answer.context["form"].errors["unit"]
    no_rows = {"sheet": demo.LIST, "cell": "A5", "source": "row.number", "fills_down": "on"}
    assert as_statistician.post(page, no_rows).context["form"].errors["per"]
    assert as_statistician.post(page, {**no_rows, "sheet": "无", "per": "zone"}).status_code == 422
    answer = as_statistician.post(address("fill", form), {"month": "2023-02"})
    assert answer.status_code == 422


def test_a_new_edition_and_retiring_on_screen(as_statistician, mapped):
    answer = as_statistician.post(address("edition", mapped), {"file": upload()})
    fresh = SubmissionForm.objects.get(edition=2)
    assert answer.url == address("map", fresh)
    assert fresh.cells.count() == mapped.cells.count()
    as_statistician.post(address("retire", fresh))
    fresh.refresh_from_db()
    assert not fresh.is_active
    listed = as_statistician.get(reverse("desk:reports:forms:list")).content.decode()
    assert fresh.get_absolute_url() not in listed


def test_facts_are_edited_under_the_lock(as_statistician, form):
    data = {"name": "新名称", "agency": "市级部门", "frequency": "quarter", "due_day": "10"}
    page = address("edit", form)
    assert as_statistician.post(page, {**data, "version": form.version}).status_code == 302
    assert as_statistician.post(page, {**data, "version": form.version}).status_code == 409
    form.refresh_from_db()
    assert (form.name, form.frequency) == ("新名称", "quarter")


@pytest.mark.parametrize("name", ["manager", "head", "steward"])
def test_readers_see_forms_and_change_nothing(client, people, ledger, mapped, name):
    filing = actions.fill_form(mapped, FEBRUARY, by=None)
    client.force_login(getattr(people, name))
    for page in ("page", "blank", "history"):
        assert client.get(address(page, mapped)).status_code == 200
    assert client.get(address("filing_file", mapped, filing.pk)).status_code == 200
    page = client.get(mapped.get_absolute_url()).content.decode()
    assert address("map", mapped) not in page
    for act in ("map", "fill", "edition", "retire"):
        assert client.post(address(act, mapped)).status_code == 403


@pytest.mark.parametrize("name", ["operator", "editor", "stranger"])
def test_others_are_refused(client, people, mapped, name):
    client.force_login(getattr(people, name))
    assert client.get(reverse("desk:reports:forms:list")).status_code == 403
    assert client.get(mapped.get_absolute_url()).status_code == 403


def test_unknown_addresses_are_not_found(as_statistician, mapped):
    for slug in ("SW-01-9", "SW-01", "x", "SW-01-99999999"):
        assert as_statistician.get(f"/desk/reports/forms/{slug}/").status_code == 404
    assert as_statistician.get(address("filing", mapped, 99)).status_code == 404


def test_a_missing_blank_is_told_and_breaks_nothing(as_statistician, mapped):
    mapped.blank.path.unlink()
    assert as_statistician.get(mapped.get_absolute_url()).status_code == 200
    for page in ("map", "blank"):
        assert as_statistician.get(address(page, mapped)).status_code == 302
    answer = as_statistician.post(address("fill", mapped), {"month": "2023-02"})
    assert answer.status_code == 422


def test_lists_and_pages_cost_few_queries(
    as_statistician, ledger, mapped, django_assert_max_num_queries
):
    actions.fill_form(mapped, FEBRUARY, by=None)
    with django_assert_max_num_queries(12):
        as_statistician.get(reverse("desk:reports:forms:list"))
    with django_assert_max_num_queries(16):
        as_statistician.get(mapped.get_absolute_url())
    with django_assert_max_num_queries(30):
        actions.computed(mapped, FEBRUARY)
