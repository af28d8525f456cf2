"""What an issued report gives to the public site."""

import datetime as dt
from decimal import Decimal

from crm.reports.publication import public_rows

FIGURES = {
    "as_of": "2023-02-28",
    "now": {
        "buildings": 40,
        "enterprises": 1046,
        "area": {
            "gross_in_use": "1900000.00",
            "S": "175900.00",
            "L": "1276000.00",
            "O": "87200.00",
            "N": "47500.00",
            "V": "312500.00",
        },
    },
    "supply": {"entered": [{"code": "A"}], "left": []},
    "series": [
        {"month": "2022-12", "gross": "0.00", "occupied": "0.00", "base": "0.00"},
        {"month": "2023-01", "gross": "1.00", "occupied": "818.00", "base": "1000.00"},
        {"month": "2023-02", "gross": "1.00", "occupied": "1539000.00", "base": "1900000.00"},
    ],
    "like_for_like": {
        "month": {
            "then": {"occupied": "818.00", "base": "1000.00"},
            "now": {"occupied": "823.00", "base": "1000.00"},
        }
    },
}


def by_key() -> dict[tuple[str, dt.date], Decimal]:
    return {(row.key, row.as_of): row.value for row in public_rows(FIGURES)}


def test_the_rate_is_given_for_each_month_that_has_one():
    rates = {day: value for (key, day), value in by_key().items() if key == "occupancy"}
    assert rates == {
        dt.date(2023, 1, 31): Decimal("0.818000"),
        dt.date(2023, 2, 28): Decimal("0.810000"),
    }


def test_totals_are_those_of_the_report():
    rows = by_key()
    day = dt.date(2023, 2, 28)
    assert rows["gross_in_use", day] == Decimal("1900000.00")
    assert rows["enterprises", day] == 1046
    assert rows["area_L", day] == Decimal("1276000.00")
    assert rows["new_buildings", day] == 1


def test_the_same_buildings_are_compared_with_the_month_before():
    rows = by_key()
    assert rows["occupancy_like_for_like", dt.date(2023, 1, 31)] == Decimal("0.818000")
    assert rows["occupancy_like_for_like", dt.date(2023, 2, 28)] == Decimal("0.823000")
