"""房源 through time: the line, the tree, areas kept by any history of splits, mergers, surveys."""

import datetime as dt
import random
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Sum
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from crm.core.models import Attachment
from crm.occupancy import actions, places
from crm.occupancy.lineages import band_of, conserved_pairs, family_of, tree_of
from crm.occupancy.models import Unit, UnitLineage
from crm.occupancy.positions import position
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.occupancy import (
    BuildingFactory,
    FloorFactory,
    SpellFactory,
    SpellOccupantFactory,
    UnitFactory,
    UnitHoldFactory,
    UnitUseFactory,
)

FIRST = dt.date(2020, 1, 1)


def on(offset: int) -> dt.date:
    return FIRST + dt.timedelta(days=offset)


class RandomReshaping:
    """Units of one floor that are split, merged and measured at random; ``measured`` ㎡ by day."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        building = BuildingFactory()
        floor = FloorFactory(building=building)
        self.building, self.count = building, 0
        for number in range(3):
            unit = UnitFactory(
                building=building,
                floor=floor,
                number=f"U{number}",
                area=Decimal(self.chance.randint(100, 90_000)) / 100,
                starts_on=FIRST,
            )
            if self.chance.random() < 0.5:
                state = self.chance.choice("SLNOH")
                SpellFactory(unit=unit, state=state, starts_on=FIRST, ends_before=None)
        self.measured: list[tuple[int, Decimal]] = []
        for step in range(6):
            self._step(10 * (step + 1))

    def _step(self, day: int) -> None:
        live = list(Unit.objects.filter(building=self.building).on(on(day)).order_by("pk"))
        self.count += 1
        act = self.chance.choice(["split", "merge", "measure"])
        if act == "split":
            unit = self.chance.choice(live)
            part = (unit.area / 3).quantize(Decimal("0.01"))
            parts = [(f"S{self.count}a", part), (f"S{self.count}b", unit.area - part)]
            actions.split_unit([actions.Split(unit, parts)], by=None, on=on(day))
        elif act == "measure":
            unit = self.chance.choice(live)
            fresh = unit.area + Decimal(self.chance.choice([-1, 1, 7])) / 10
            actions.correct_area(
                [actions.Correction(unit, fresh, "测绘〔2023〕1号")], by=None, on=on(day)
            )
            self.measured.append((day, fresh - unit.area))
        else:
            vacant = [unit for unit in live if not unit.spells.on(on(day)).exists()]
            if len(vacant) > 1:
                merge = actions.Merge(vacant[:2], f"M{self.count}")
                actions.merge_units([merge], by=None, on=on(day))


class Histories(TestCase):
    @settings(max_examples=8)
    @given(seed=st.integers(0, 10**6))
    def test_areas_are_kept_but_for_what_was_measured_and_states_part_the_base(self, seed):
        story = RandomReshaping(seed)
        place = places.building(story.building.code)
        start = position(place, FIRST).areas.base
        for day in range(0, 75, 5):
            areas = position(place, on(day)).areas
            grown = sum((area for when, area in story.measured if when <= day), Decimal(0))
            assert areas.base == start + grown
            live = Unit.objects.filter(building=story.building).on(on(day))
            assert live.aggregate(area=Sum("area"))["area"] == areas.base
            parts = areas.S + areas.L + areas.N + areas.O + areas.V + areas.H
            assert parts == areas.base

    @settings(max_examples=8)
    @given(seed=st.integers(0, 10**6))
    def test_every_family_is_drawn_and_its_table_conserves_areas(self, seed):
        story = RandomReshaping(seed)
        for unit in Unit.objects.filter(building=story.building):
            family = family_of(unit)
            for before, after in conserved_pairs(family):
                kinds = {line.kind for line in family.lines if line.child_id == after[0].pk}
                if kinds != {UnitLineage.Kind.MEASURED}:
                    assert sum(one.area for one in before) == sum(one.area for one in after)
            for line in family.lines:
                assert family.depth[line.parent_id] < family.depth[line.child_id]
            if tree := tree_of(family):
                drawn = ElementTree.fromstring(tree)  # noqa: S314 - our own drawing
                boxes = list(drawn.iter("{http://www.w3.org/2000/svg}rect"))
                assert len(boxes) == len(family.members)
            ElementTree.fromstring(band_of(family, on(80)))  # noqa: S314 - our own drawing


pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, people):
    """Opens an address as one of the cast."""

    def open_as(name: str, url: str, data=None):
        client.force_login(getattr(people, name))
        return client.get(url) if data is None else client.post(url, data)

    return open_as


def test_the_page_shows_the_line_the_tree_and_the_table(desk):
    unit = UnitFactory(number="1801", area=Decimal("100.00"))
    SpellOccupantFactory(spell__unit=unit)
    UnitHoldFactory(unit__building=unit.building)
    parts = [("1801A", Decimal("60.00")), ("1801B", Decimal("40.00"))]
    (one, _two) = actions.split_unit([actions.Split(unit, parts)], by=None, on=on(1200))
    text = desk("manager", one.page_url).content.decode()
    assert "时间线" in text
    assert "拆分合并沿革" in text
    assert f'href="{unit.page_url}"' in text
    assert 'class="fluid dd-svg dd-sp dd-band"' in text


def test_a_measured_unit_goes_on_in_the_same_line(desk):
    unit = UnitFactory(number="1801")
    correction = actions.Correction(unit, Decimal("101.50"), "测绘〔2023〕1号")
    (fresh,) = actions.correct_area([correction], by=None, on=on(1200))
    family = family_of(fresh)
    assert family.same == [unit, fresh]
    assert family.others == []
    assert "101.50 ㎡" in band_of(family, on(1300))


def test_a_survey_report_hangs_on_the_change_of_area(desk):
    unit = UnitFactory(number="1801")
    file = SimpleUploadedFile("测绘.txt", "报告".encode(), "text/plain")
    data = {"on": "2023-03-01", "area": "101", "document": "测绘〔2023〕2号", "file": file}
    url = reverse("desk:occupancy:measure", args=[unit.pk])
    assert desk("statistician", url, data).status_code == 302
    fresh = Unit.objects.get(area=Decimal(101))
    assert Attachment.objects.get().record == fresh.area_change
    text = desk("manager", fresh.page_url).content.decode()
    assert "测绘〔2023〕2号" in text
    assert "测绘.txt" in text


def test_use_and_disposition_are_set_on_screen(desk):
    unit = UnitFactory()
    for name, field, value in (("use_add", "use", "retail"), ("way_add", "way", "for_sale")):
        unit.refresh_from_db()
        url = reverse(f"desk:occupancy:{name}", args=[unit.pk])
        data = {field: value, "starts_on": "2023-03-01", "version": unit.version}
        assert desk("statistician", url, data).status_code == 302
        assert desk("manager", url, data).status_code == 403
    text = desk("manager", unit.page_url).content.decode()
    assert "商业" in text
    assert "可售" in text


def test_a_first_store_shows_on_the_page_of_its_unit(desk):
    use = UnitUseFactory()
    spell = SpellFactory(unit=use.unit)
    seat = actions.OccupantDraft(EnterpriseFactory(name="首店测试公司"), first_store="city")
    actions.seat_occupants([actions.Seating(spell, [seat])], by=None, on=on(1200))
    text = desk("manager", use.unit.page_url).content.decode()
    assert "首店测试公司" in text


def test_an_operator_sees_units_of_own_buildings_only(desk, people):
    unit = UnitFactory(building=BuildingFactory(operator=people.team("operator_a")))
    assert desk("operator", unit.page_url).status_code == 200
    assert desk("other_operator", unit.page_url).status_code == 404
