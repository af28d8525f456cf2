"""Screens of closed months: close, correct, compare, open the frozen rows."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from crm.core.models import Event
from crm.occupancy import actions
from crm.occupancy.models import MonthClose

pytestmark = pytest.mark.django_db
MONTH, ON = dt.date(2023, 2, 1), dt.date(2023, 2, 10)


def address(name: str, *args) -> str:
    return reverse(f"desk:occupancy:{name}", args=args)


def test_a_month_is_closed_corrected_and_compared_on_screen(desk, let, building, people):
    url = address("close_month", "2023-02")
    assert "示例大厦" in desk("statistician", url).content.decode()
    assert desk("statistician", url, {"without_returns": ""}).status_code == 422
    assert desk("statistician", url, {"without_returns": "运营方停业"}).status_code == 302
    actions.move_out([let], by=None, on=ON)
    assert (
        desk("statistician", address("correct_month", "2023-02"), {"note": ""}).status_code == 422
    )
    desk("statistician", address("correct_month", "2023-02"), {"note": "补录退租"})
    text = desk("head", address("closing", "2023-02")).content.decode()
    assert "补录退租" in text
    assert let.lease.tenant.name in text
    assert "第2版与第1版的差异" in text
    assert MonthClose.objects.count() == 2
    assert (
        address("closing", "2023-02") in desk("statistician", address("closings")).content.decode()
    )


def test_correcting_without_the_right_is_refused_and_logged(desk, let):
    actions.close_month(MONTH, by=None, without_returns="x")
    assert desk("chief", address("correct_month", "2023-02"), {"note": "x"}).status_code == 403
    event = Event.objects.get(name="core.refused", actor__username="chief")
    assert event.data["action"] == "occupancy.correct_month"
    assert MonthClose.objects.count() == 1


def test_a_frozen_figure_opens_into_its_rows(desk, let, building):
    actions.close_month(MONTH, by=None, without_returns="x")
    actions.move_out([let], by=None, on=ON)
    url = f"{address('closing_rows', '2023-02', 1)}?state=SLO"
    assert let.lease.tenant.name in desk("head", url).content.decode()
    assert desk("head", address("closing_rows", "2023-02", 2)).status_code == 404
    assert let.lease.tenant.name in desk("operator", url).content.decode()
    assert let.lease.tenant.name not in desk("other_operator", url).content.decode()
    listed = desk("head", f"{address('buildings')}?as_of=2023-02-28").content.decode()
    assert f"{address('closing_rows', '2023-02', 1)}?place=district&amp;state=SLO" in listed


def test_the_building_page_says_which_edition_it_reads(desk, let, building):
    actions.close_month(MONTH, by=None, without_returns="x")
    text = desk("head", f"{building.get_absolute_url()}?as_of=2023-02-28").content.decode()
    assert "1 版" in text or "1版" in text
    assert address("closing", "2023-02") in text


def test_frozen_rows_are_narrowed_by_the_lease_and_the_tenant_of_then(desk, let, building):
    tenant = let.lease.tenant
    tenant.direction, tenant.registered_in_district = "数字金融", True
    tenant.save()
    let.lease.price = Decimal("5.80")
    let.lease.save()
    actions.close_month(MONTH, by=None, without_returns="x")
    let.lease.price, tenant.direction = Decimal("9.99"), "先进制造"
    let.lease.save()
    tenant.save()
    rows, last = address("closing_rows", "2023-02", 1), let.lease.last_day
    text = desk("head", f"{rows}?ends_from={last}&ends_to={last}&home=here").content.decode()
    for words in (let.lease.number, "5.80", "数字金融", "注册在本区"):
        assert words in text
    for query in (f"ends_to={last - dt.timedelta(days=1)}", "home=gone", "direction=先进制造"):
        assert let.lease.number not in desk("head", f"{rows}?{query}").content.decode(), query
    assert let.lease.number in desk("head", f"{rows}?direction=数字金融").content.decode()
    assert desk("head", f"{rows}?ends_from=x&home=x&state=Ä").status_code == 200


def test_the_renewal_rate_of_a_closed_month_opens_the_leases_that_came_due(desk, let, building):
    let.lease.last_day = dt.date(2023, 1, 31)
    let.lease.save()
    actions.close_month(MONTH, by=None, without_returns="x")
    url = f"{address('closing_dues', '2023-02', 1)}?place=district"
    analysis = desk("head", f"{address('leasing')}?as_of=2023-02-28").content.decode()
    assert url in analysis
    let.lease.last_day = dt.date(2024, 1, 31)
    let.lease.save()
    assert let.lease.number in desk("head", url).content.decode()
    assert let.lease.number not in desk("other_operator", url).content.decode()
    assert desk("head", address("closing_dues", "2023-02", 3)).status_code == 404


def test_a_correction_of_a_rent_is_told_in_words(desk, let, building):
    let.lease.price = Decimal("5.8")
    let.lease.save()
    actions.close_month(MONTH, by=None, without_returns="x")
    let.lease.price = Decimal("6.1")
    let.lease.save()
    actions.correct_month(MONTH, by=None, note="租金录错")
    text = desk("head", address("closing", "2023-02")).content.decode()
    assert "5.80" in text
    assert "6.10" in text


def test_who_reads_no_leases_is_told_no_rent_of_a_closed_month(desk, let, building):
    let.lease.price = Decimal("5.8")
    let.lease.save()
    actions.close_month(MONTH, by=None, without_returns="x")
    let.lease.price = Decimal("6.1")
    let.lease.save()
    actions.correct_month(MONTH, by=None, note="租金录错")
    for url in (address("closing_rows", "2023-02", 1), address("closing", "2023-02")):
        text = desk("editor", url).content.decode()
        for words in ("5.80", "6.10", let.lease.number):
            assert words not in text, url
    assert desk("editor", address("closing_dues", "2023-02", 1)).status_code == 403
