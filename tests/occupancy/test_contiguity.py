"""连片空置: against a slow search that tries every stretch and every stack."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from crm.occupancy.contiguity import FreeUnit, Storey, blocks

units = st.lists(st.tuples(st.integers(1, 900), st.booleans()), max_size=5)
houses = st.lists(
    st.tuples(st.sampled_from(["office"] * 5 + ["plant", "skipped"]), units), max_size=8
)


def storeys_of(house) -> list[Storey]:
    key, storeys = 0, []
    for level, (kind, row) in enumerate(house):
        cells = []
        for area, is_free in row if kind == "office" else []:
            key += 1
            cells.append(FreeUnit(key, Decimal(area), is_free))
        storeys.append(Storey(str(level), cells, kind))
    return storeys


def slowly(storeys: list[Storey], need: Decimal) -> set[frozenset[int]]:
    """Every stretch of a floor and every stack of whole floors that is free; the largest stay."""
    found = []
    for storey in storeys:
        row = storey.units
        for start in range(len(row)):
            for end in range(start + 1, len(row) + 1):
                if all(unit.is_free for unit in row[start:end]):
                    found.append(row[start:end])
    real = [storey for storey in storeys if storey.kind != "skipped"]
    for start in range(len(real)):
        for end in range(start + 1, len(real) + 1):
            stack = real[start:end]
            if all(floor.units and all(u.is_free for u in floor.units) for floor in stack):
                found.append([unit for floor in stack for unit in floor.units])
    keys = [frozenset(unit.key for unit in one) for one in found]
    largest = [one for one in keys if not any(one < other for other in keys)]
    areas = {unit.key: unit.area for storey in storeys for unit in storey.units}
    return {one for one in largest if sum(areas[key] for key in one) >= need}


@given(house=houses, need=st.integers(1, 3000))
def test_the_blocks_are_those_that_trying_everything_finds(house, need):
    storeys = storeys_of(house)
    found = blocks(storeys, Decimal(need))
    assert {block.keys for block in found} == slowly(storeys, Decimal(need))
    assert [block.area for block in found] == sorted(block.area for block in found)


def test_a_plant_floor_parts_a_stack_and_a_skipped_number_does_not():
    free = [FreeUnit(1, Decimal(500), True)]
    other = [FreeUnit(2, Decimal(500), True)]
    house = [Storey("14", free), Storey("13", [], "skipped"), Storey("12", other)]
    assert [block.labels for block in blocks(house, Decimal(900))] == [("14", "12")]
    house[1] = Storey("13", [], "plant")
    assert blocks(house, Decimal(900)) == []
