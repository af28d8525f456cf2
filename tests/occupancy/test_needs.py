"""What somebody who looks for space asks of floors: the rule alone."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.occupancy.contiguity import FreeUnit, Storey
from crm.occupancy.need_rules import FloorRange, Wanted, budget_a_day, fit, floor_range, level_of
from tests.occupancy.test_contiguity import houses, slowly, storeys_of


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("10—20层", FloorRange(10, 20)),
        ("20-10", FloorRange(10, 20)),
        ("10至20层", FloorRange(10, 20)),
        ("15层以上", FloorRange(lowest=15)),
        ("15层及以上", FloorRange(lowest=15)),
        ("8层以下", FloorRange(highest=8)),
        ("12层", FloorRange(12, 12)),
        ("12F", FloorRange(12, 12)),
        ("高区", None),
        ("", None),
        ("朝南，10层", None),
    ],
)
def test_floors_wanted_are_read_from_words(words, expected):
    assert floor_range(words) == expected


@pytest.mark.parametrize(
    ("label", "level"), [("18", 18), ("18F", 18), ("B1", -1), ("F3", 3), ("夹层", None)]
)
def test_a_label_says_its_storey(label, level):
    assert level_of(label) == level


@given(house=houses, need=st.integers(1, 3000), together=st.booleans())
def test_a_fit_is_enough_free_and_nothing_is_missed(house, need, together):
    storeys = storeys_of(house)
    found = fit(storeys, Wanted(Decimal(need), together))
    free = {unit.key: unit.area for floor in storeys for unit in floor.units if unit.is_free}
    whole = slowly(storeys, Decimal(need))
    if found is None:
        assert not whole
        assert together or sum(free.values()) < need
        return
    assert found.keys <= set(free)
    assert found.area >= need
    assert found.is_together == bool(whole)
    assert not (together and not found.is_together)
    if found.is_together:
        assert {block.keys for block in found.blocks} <= whole
    else:
        assert found.area - min(block.area for block in found.blocks) < need


def test_floors_outside_the_range_do_not_count_and_part_nothing_else():
    house = [
        Storey("12", [FreeUnit(1, Decimal(500), True)]),
        Storey("11", [FreeUnit(2, Decimal(500), True)]),
        Storey("10", [FreeUnit(3, Decimal(500), True)]),
    ]
    wanted = Wanted(Decimal(900), together=True, floors=FloorRange(lowest=11))
    assert fit(house, wanted).keys == {1, 2}
    assert fit(house, Wanted(Decimal(1100), together=True, floors=FloorRange(lowest=11))) is None


def test_a_yearly_budget_is_a_price_a_day():
    assert budget_a_day(Decimal(1_825_000), Decimal(1000)) == Decimal("5.00")
