"""The buildings of the demo, down to units: 40 in the south zone, 1,900,000.00 ㎡ together."""

import datetime as dt
import random
from dataclasses import dataclass, field

TOTAL = 1_900_000
LATE = {
    "示例科技园T9": (44_200, dt.date(2021, 6, 18)),
    "示例金融广场10号楼": (52_600, dt.date(2021, 10, 9)),
    "示例汇8号楼": (41_000, dt.date(2022, 6, 20)),
    "示例科技园T10": (38_500, dt.date(2022, 9, 15)),
    "示例汇9号楼": (46_500, dt.date(2022, 11, 28)),
    "示例汇10号楼": (32_000, dt.date(2023, 2, 15)),
}
NAMES = (
    [f"示例中心{letter}座" for letter in "ABCDEFGHJK"]
    + [f"示例金融广场{number}号楼" for number in range(1, 11)]
    + [f"示例科技园T{number}" for number in range(1, 11)]
    + [f"示例汇{number}号楼" for number in range(1, 11)]
)
OPERATORS = ("operator_a", "operator_b", "operator_c", "operator_d")
TEAMS = ("section_one", "section_one", "section_two", "section_two")
CENTRE_A = 50_800
RETAIL_FLOORS = 2


@dataclass(eq=False)
class PlannedUnit:
    """``life`` is half-open; ``row`` is filled when it is written."""

    building: "PlannedBuilding"
    floor: str
    number: str
    area: int
    starts_on: dt.date
    ends_before: dt.date | None = None
    row: object = None


@dataclass(eq=False)
class PlannedBuilding:
    """Floors top-down: (label, kind, note)."""

    code: str
    name: str
    in_use_from: dt.date
    area: int
    quarter: int
    floors: list[tuple[str, str, str]] = field(default_factory=list)
    units: list[PlannedUnit] = field(default_factory=list)

    @property
    def grade(self) -> str:
        """By size, and none for the youngest."""
        if self.in_use_from.year >= 2022:
            return "unrated"
        if self.area >= 60_000:
            return "super_a"
        return "a" if self.area >= 36_000 else "b"


def plan_buildings(chance: random.Random) -> list[PlannedBuilding]:
    """All forty; the first, 示例中心A座, has its units from ``centre_a``."""
    buildings = [_plan(index, name, chance) for index, name in enumerate(NAMES)]
    free = [one for one in buildings[1:] if one.name not in LATE]
    gap = TOTAL - sum(one.area for one in buildings)
    step = gap // len(free) // 100 * 100
    for one in free:
        one.area += step
    free[-1].area += gap - step * len(free)
    for one in buildings[1:]:
        _lay_floors(one, chance)
    return buildings


def _plan(index: int, name: str, chance: random.Random) -> PlannedBuilding:
    area = chance.randrange(30_000, 68_000, 100)
    used = dt.date(chance.randrange(2014, 2020), chance.randrange(1, 13), 1)
    if name in LATE:
        area, used = LATE[name]
    if index == 0:
        area, used = CENTRE_A, dt.date(2016, 9, 5)
    return PlannedBuilding(f"LY-{index + 1:04d}", name, used, area, index // 10)


def _lay_floors(building: PlannedBuilding, chance: random.Random) -> None:
    count = max(12, round(building.area / chance.randrange(1_650, 2_050)))
    labels = [number for number in range(1, count + 4) if number not in (13,)][: count + 1]
    plant = labels[len(labels) // 2 + 1]
    office = [number for number in labels if number != plant]
    each = building.area // len(office) // 10 * 10
    for number in range(labels[-1], 0, -1):
        if number == 13:
            building.floors.append((str(number), "skipped", "跳号，无此层"))
        elif number == plant:
            building.floors.append((str(number), "plant", "避难层、设备层，无房源"))
        else:
            building.floors.append((str(number), "office", ""))
    for number in office:
        last = number == office[-1]
        area = building.area - each * (len(office) - 1) if last else each
        for place, part in enumerate(_parts(area, chance), 1):
            building.units.append(
                PlannedUnit(
                    building, str(number), f"{number:02d}{place:02d}", part, building.in_use_from
                )
            )


def _parts(area: int, chance: random.Random) -> list[int]:
    weights = [chance.uniform(0.7, 1.4) for _ in range(chance.choice((3, 4, 4, 5, 5, 6)))]
    parts = [int(area * weight / sum(weights)) // 10 * 10 for weight in weights]
    return [*parts[:-1], area - sum(parts[:-1])]
