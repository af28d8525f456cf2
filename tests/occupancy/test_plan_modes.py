"""The building page: its four colours, its figures from the floors, blocks, parts for htmx."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from crm.occupancy import actions, places
from crm.occupancy.colouring import MODES, colour
from crm.occupancy.plan_figures import by_use, frozen_standing, ledger_standing
from crm.occupancy.positions import ledger_position, position
from crm.occupancy.rules import total
from crm.occupancy.stacking import building_on
from crm.occupancy.svg.paints import expiry_key
from crm.occupancy.uses import areas_by_use
from tests.factories.occupancy import (
    BuildingFactory,
    BuildingNameFactory,
    FloorFactory,
    LeaseFactory,
    SpellFactory,
    SpellOccupantFactory,
    UnitDispositionFactory,
    UnitFactory,
    UnitHoldFactory,
    UnitUseFactory,
)
from tests.occupancy.builders import FIRST, RandomDistrict

DAY = dt.date(2023, 2, 28)


class FromFloors(TestCase):
    """What the page adds up in memory is what the ledger gives in SQL."""

    @settings(max_examples=15)
    @given(seed=st.integers(0, 10**6), offset=st.integers(0, 1200))
    def test_the_figures_of_a_building_are_those_of_the_ledger(self, seed, offset):
        district = RandomDistrict(seed, buildings=2)
        day = FIRST + dt.timedelta(days=offset)
        for building in district.buildings:
            expected = ledger_position(places.building(building.code), day)
            floors = building_on(building, day)
            found = ledger_standing(building, floors, day, is_used=bool(expected.buildings))
            for name in ("areas", "units", "enterprise_ids", "unleased", "wale_years", "expiring"):
                assert getattr(found, name) == getattr(expected, name), name
            if expected.buildings:
                assert total(by_use(floors).values()) == expected.areas
                assert areas_by_use(expected) == by_use(floors)


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("left", "key"),
    [
        (None, "none"),
        (-1, "over"),
        (0, "90"),
        (90, "90"),
        (91, "180"),
        (365, "365"),
        (366, "later"),
    ],
)
def test_the_expiry_ramp_has_its_steps(left, key):
    assert expiry_key(left) == key


@pytest.fixture
def building(people):
    building = BuildingFactory(team=people.team("section_one"))
    floor = FloorFactory(building=building)
    lease = LeaseFactory(last_day=dt.date(2023, 5, 1), building=building)
    let = UnitFactory(building=building, floor=floor, number="0101", area=Decimal("300.00"))
    SpellOccupantFactory(spell=SpellFactory(unit=let, lease=lease), enterprise__industry="I65")
    UnitUseFactory(unit=let)
    UnitFactory(building=building, floor=floor, number="0102", area=Decimal("200.00"))
    return building


@pytest.mark.parametrize("mode", MODES)
def test_every_legend_adds_up_to_the_building(building, mode):
    floors = building_on(building, DAY)
    assert sum(row.area for row in colour(mode, floors, DAY).legend) == Decimal("500.00")


def page(client, people, building, query="", **headers):
    client.force_login(people.manager)
    return client.get(f"{building.get_absolute_url()}?as_of={DAY}{query}", headers=headers)


@pytest.mark.parametrize(
    ("mode", "words"),
    [("expiry", "90 日内"), ("industry", "信息传输"), ("enterprise", "1 测试企业")],
)
def test_each_mode_has_its_colours_and_legend(client, people, building, mode, words):
    text = page(client, people, building, f"&color={mode}").content.decode()
    assert words in text
    assert f"color={mode}&amp;unit=0101" in text


def test_rates_by_use_stand_beside_the_headline(client, people, building):
    text = page(client, people, building).content.decode()
    assert "商业入驻率" in text
    assert "办公入驻率" in text


def test_a_holdover_is_marked_on_the_plan_and_in_the_table(client, people, building):
    client.force_login(people.manager)
    text = client.get(f"{building.get_absolute_url()}?as_of=2023-06-30").content.decode()
    assert "租约至 2023-05-01，已到期仍在用" in text
    assert "已到期 23-05" in text


def test_what_is_reserved_or_kept_by_the_owner_is_not_found_as_free(client, people, building):
    text = page(client, people, building, "&need=150").content.decode()
    assert 'class="found"' in text
    free = building.units.get(number="0102")
    UnitHoldFactory(unit=free)
    assert 'class="found"' not in page(client, people, building, "&need=150").content.decode()
    free.holds.all().delete()
    UnitDispositionFactory(unit=free, way="kept")
    assert 'class="found"' not in page(client, people, building, "&need=150").content.decode()


def test_htmx_gets_the_part_that_it_asks_for(client, people, building):
    drawer = page(
        client, people, building, "&unit=0101", **{"HX-Request": "true", "HX-Target": "drawer"}
    )
    assert drawer.headers["HX-Push-Url"].endswith("&unit=0101")
    assert b"dd-drawer" in drawer.content
    assert b"<html" not in drawer.content
    view = page(
        client, people, building, **{"HX-Request": "true", "HX-Target": "building-view"}
    ).content
    assert b'id="building-sub" hx-swap-oob="true"' in view
    assert b"dd-sp" in view
    assert b"<html" not in view


@pytest.mark.parametrize(
    "query", ["&need=x", "&need=-1", "&need=1e9", "&color=%00", "&need=9" + "9" * 40]
)
def test_nonsense_in_the_address_gives_the_page(client, people, building, query):
    assert page(client, people, building, query).status_code == 200


def test_the_page_takes_at_most_twelve_queries_however_many_units(client, people, building):
    counts = []
    for turn in range(2):
        for number in range(8):
            unit = UnitFactory(building=building, number=f"K{turn}{number}")
            spell = SpellFactory(unit=unit, lease=LeaseFactory())
            SpellOccupantFactory(spell=spell)
        page(client, people, building)
        with CaptureQueriesContext(connection) as queries:
            assert page_again(client, building).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def page_again(client, building):
    return client.get(reverse("desk:occupancy:building", args=[building.code]))


def test_the_page_says_what_the_building_was_called_then(client, people, building):
    BuildingNameFactory(
        building=building,
        name="旧名大厦",
        starts_on=dt.date(2020, 1, 1),
        ends_before=dt.date(2024, 1, 1),
    )
    assert "当时名称旧名大厦" in page(client, people, building).content.decode()
    client.force_login(people.manager)
    later = client.get(f"{building.get_absolute_url()}?as_of=2024-06-30").content.decode()
    assert "旧名大厦" not in later


def test_rates_by_use_stand_above_the_list_of_buildings_too(client, people, building):
    client.force_login(people.manager)
    text = client.get(f"{reverse('desk:occupancy:buildings')}?as_of={DAY}").content.decode()
    assert "商业入驻率" in text


def test_a_closed_month_is_shown_as_it_was_frozen_within_twelve_queries(client, people, building):
    closing = actions.close_month(DAY, by=None)
    kept, areas = frozen_standing(building, closing, DAY)
    expected = position(places.building(building.code), DAY)
    for name in ("areas", "units", "enterprise_ids", "leased", "unleased", "edition"):
        assert getattr(kept, name) == getattr(expected, name), name
    assert areas == areas_by_use(expected)
    let = building.units.get(number="0101").spells.get()
    actions.move_out([let], by=None, on=dt.date(2023, 2, 10))
    text = page(client, people, building).content.decode()
    assert "已结账第 1 版" in text
    assert "60.0" in text
    # Who sees one branch of the tree pays for reading it, to know which projects' needs to show.
    for person, limit in ((people.head, 12), (people.manager, 13)):
        client.force_login(person)
        page_again(client, building)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{building.get_absolute_url()}?as_of={DAY}")
        assert len(queries) <= limit


def test_a_building_entered_since_is_read_from_the_ledger(client, people):
    actions.close_month(DAY, by=None)
    late = SpellFactory().unit.building
    text = page(client, people, late).content.decode()
    assert "实时台账" in text
    assert "100.0" in text
