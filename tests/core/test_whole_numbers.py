"""Whole numbers out of addresses and hidden fields."""

import pytest

from crm.core.whole_numbers import read_whole


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("12", 12), ("999999999", 999_999_999)])
def test_digits_are_a_number(text, number):
    assert read_whole(text) == number


@pytest.mark.parametrize("text", ["", "²", "１２", "-1", "1.0", "a", "9" * 10, "9" * 5000, "1\x00"])
def test_everything_else_is_none(text):
    assert read_whole(text) is None
