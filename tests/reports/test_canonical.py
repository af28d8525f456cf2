"""Equal figures have one spelling and one hash."""

import datetime as dt
import json
from decimal import Decimal

import pytest

from crm.reports.canonical import canonical_json, digest


def test_keys_are_sorted_and_decimals_are_strings():
    text = canonical_json({"b": Decimal("1.50"), "a": [dt.date(2023, 2, 28), None, True, 3]})
    assert text == '{"a":["2023-02-28",null,true,3],"b":"1.50"}'


def test_the_order_of_keys_does_not_change_the_hash():
    one = canonical_json({"x": 1, "y": {"b": "乙", "a": "甲"}})
    other = canonical_json({"y": {"a": "甲", "b": "乙"}, "x": 1})
    assert digest(one) == digest(other)


def test_the_hash_is_of_the_utf8_text():
    assert digest("甲") == "33e3580c093111e1c4cac922872c40371f7896bb3fa4e23be5840bd1834fc622"


def test_a_large_decimal_keeps_its_digits():
    assert json.loads(canonical_json({"area": Decimal("1900000.00")}))["area"] == "1900000.00"
    assert canonical_json(Decimal("1E+6")) == '"1000000"'


@pytest.mark.parametrize("value", [0.1, float("nan"), object()])
def test_binary_fractions_and_strangers_are_refused(value):
    with pytest.raises(TypeError):
        canonical_json({"rate": value})
