"""What no screen offers, and people and their scripts send all the same."""

import datetime as dt

import pytest
from django.urls import reverse

from crm.occupancy.days import month_end
from crm.occupancy.frozen import is_month_end
from crm.occupancy.places import district
from crm.occupancy.positions import position

pytestmark = pytest.mark.django_db
FAR = ["0001-01-01", "9999-12-31"]


@pytest.mark.parametrize("act", ["move_out", "release", "put_on_hold"])
@pytest.mark.parametrize("day", FAR)
def test_a_day_that_is_too_far_off_is_a_wrong_field(desk, let, act, day):
    unit = let.unit
    data = {"on": day, "starts_on": day, "reason": "试", "version": unit.version}
    answer = desk("coordinator", reverse(f"desk:occupancy:{act}", args=[unit.pk]), data)
    assert answer.status_code == 422
    assert "年份过远" in answer.content.decode()


@pytest.mark.parametrize("version", ["9" * 5000, "²", "-1", "abc"])
def test_a_version_that_never_was_is_a_stale_form(desk, building, version):
    data = {"version": version, "name": "新名"}
    answer = desk("coordinator", reverse("desk:occupancy:building_edit", args=["LY-7"]), data)
    assert answer.status_code == 409


@pytest.mark.parametrize("version", ["9" * 5000, "²"])
def test_a_review_with_such_a_version_is_answered(desk, sent, version):
    url = reverse("desk:occupancy:return_review", args=[sent.number])
    assert desk("statistician", url, {"version": version, "act": "save"}).status_code < 500


@pytest.mark.parametrize("page", ["9" * 5000, "²", "0"])
def test_a_page_that_never_was_is_the_first(desk, building, page):
    address = f"{reverse('desk:search')}?q=大厦&page={page}"
    assert desk("coordinator", address).status_code == 200


def test_a_lease_is_not_corrected_to_run_for_ever(desk, let):
    lease = let.lease
    url = reverse("desk:occupancy:lease_edit", args=[lease.number])
    data = {"starts_on": lease.starts_on, "last_day": "9999-12-31", "version": lease.version}
    answer = desk("coordinator", url, {**data, "tenant": lease.tenant.name})
    assert answer.status_code == 422
    lease.refresh_from_db()
    assert lease.last_day.year < 2200


def test_months_end_on_their_last_day():
    assert month_end(dt.date(9999, 12, 1)) == dt.date.max
    assert month_end(dt.date(2024, 2, 1)) == dt.date(2024, 2, 29)
    assert is_month_end(dt.date.max)
    assert not is_month_end(dt.date.min)
    assert position(district(), dt.date.max).buildings == []
