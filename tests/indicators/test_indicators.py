"""Indicators: figures with their source, targets against the calendar."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from crm.core.errors import NotAllowed, Refused
from crm.indicators.actions import observe, set_targets
from crm.indicators.demo import build
from crm.indicators.figures import figure_of
from crm.indicators.models import Indicator, Observation, Target
from crm.indicators.rules import elapsed_part, measure
from tests.factories.indicators import IndicatorFactory, ObservationFactory, TargetFactory


def test_the_elapsed_part_of_a_year_runs_from_nothing_to_one():
    assert elapsed_part(2023, dt.date(2022, 12, 31)) == 0
    assert elapsed_part(2023, dt.date(2023, 12, 31)) == 1
    assert elapsed_part(2024, dt.date(2024, 1, 1)) == Decimal(1) / 366


def test_progress_is_behind_when_less_is_reached_than_has_passed():
    progress = measure(Decimal(100), Decimal(40), 2023, dt.date(2023, 7, 2))
    assert progress.reached == Decimal("0.4")
    assert progress.is_behind
    assert measure(Decimal(0), Decimal(1), 2023, dt.date(2023, 7, 2)).reached is None


@pytest.mark.django_db
def test_the_published_totals_stand_in_the_demo(people):
    build(dt.date(2023, 3, 31))
    capital = Indicator.objects.get(code="foreign-capital").latest()
    assert (capital.shown, capital.growth) == ("1.8", Decimal("34"))
    shown = {row.indicator.code: row.shown for row in Observation.objects.all()}
    assert shown["foreign-enterprises"] == "≥50"
    assert shown["quality-enterprises"] == ">1,000"
    assert (shown["exports"], shown["innovation-cases"]) == ("371", "20")


@pytest.mark.django_db
def test_the_head_sees_the_figure_with_period_authority_and_wording(people):
    build(dt.date(2023, 3, 31))
    figure = figure_of("foreign-capital")(people.head, dt.date(2023, 3, 31))
    assert (figure.value, figure.unit, figure.as_of) == (
        Decimal("1.8"),
        "亿美元",
        dt.date(2022, 12, 31),
    )
    assert "34%" in figure.note
    assert figure_of("foreign-capital")(people.head, dt.date(2021, 1, 1)) is None
    assert figure_of("foreign-capital")(people.stranger, dt.date(2023, 3, 31)) is None


@pytest.mark.django_db
def test_data_of_the_statistics_network_are_refused():
    row = ObservationFactory.build(indicator=IndicatorFactory(), source="统计联网直报平台")
    with pytest.raises(Refused):
        observe([row], by=None)
    assert not Observation.objects.exists()


@pytest.mark.django_db
def test_a_period_of_one_authority_is_recorded_once():
    first = ObservationFactory()
    with pytest.raises(Refused):
        observe([ObservationFactory.build(indicator=first.indicator)], by=None)


@pytest.mark.django_db
def test_a_target_set_again_changes_and_keeps_its_history():
    target = TargetFactory()
    again = Target(indicator=target.indicator, year=2023, value=Decimal(120))
    set_targets([again], by=None)
    target.refresh_from_db()
    assert (target.value, target.version) == (120, 2)
    assert [row.value for row in target.history.all()] == [120, 100]


@pytest.mark.django_db
def test_readers_may_not_record(people):
    with pytest.raises(NotAllowed):
        observe([ObservationFactory.build(indicator=IndicatorFactory())], by=people.head)


@pytest.mark.django_db
def test_official_and_own_figures_never_mix(people):
    indicator = IndicatorFactory()
    ObservationFactory(indicator=indicator, value=50)
    ObservationFactory(
        indicator=indicator,
        value=70,
        series=Observation.Series.LEDGER,
        ends_on=dt.date(2023, 1, 31),
        starts_on=dt.date(2023, 1, 1),
    )
    assert indicator.latest().value == 50


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "status"), [("head", 200), ("manager", 200), ("stranger", 403)])
def test_who_reads_indicators(client, people, name, status):
    indicator = TargetFactory(indicator=ObservationFactory().indicator).indicator
    client.force_login(getattr(people, name))
    assert client.get(reverse("desk:indicators:list")).status_code == status
    assert client.get(indicator.get_absolute_url()).status_code == status
    observe_address = reverse("desk:indicators:observe", args=[indicator.code])
    assert client.post(observe_address).status_code == 403


@pytest.mark.django_db
def test_a_figure_is_recorded_on_screen_and_a_wrong_period_comes_back(client, people):
    indicator = IndicatorFactory()
    client.force_login(people.statistician)
    address = reverse("desk:indicators:observe", args=[indicator.code])
    data = {
        "starts_on": "2023-01-01",
        "ends_on": "2022-12-31",
        "value": "12.5",
        "comparator": "=",
        "series": "official",
        "status": "final",
        "source": "统计公报",
        "authority": "区统计局",
    }
    assert client.post(address, data).status_code == 422
    answer = client.post(address, data | {"ends_on": "2023-12-31"})
    assert answer.url == indicator.get_absolute_url()
    assert indicator.observations.get().value == Decimal("12.5")


@pytest.mark.django_db
def test_a_definition_is_made_and_changed_on_screen(client, people):
    client.force_login(people.statistician)
    data = {
        "code": "tax",
        "name": "税收",
        "unit": "亿元",
        "basis": "当年入库数",
        "source": "财政公报",
        "period": "year",
        "aggregation": "sum",
        "places": "1",
    }
    assert client.post(reverse("desk:indicators:create"), data).status_code == 302
    indicator = Indicator.objects.get(code="tax")
    edit = reverse("desk:indicators:edit", args=["tax"])
    answer = client.post(edit, data | {"name": "一般公共预算收入", "version": "1"})
    assert answer.url == indicator.get_absolute_url()
    assert client.post(edit, data | {"version": "1"}).status_code == 409
