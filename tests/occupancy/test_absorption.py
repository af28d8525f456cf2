"""Formula 7: by enterprise, and what is left over is shown."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from crm.occupancy import rules

HELD = st.dictionaries(
    st.integers(1, 8), st.integers(0, 10**7).map(lambda cents: Fraction(cents, 100)), max_size=8
)
UNNAMED = st.integers(0, 10**6).map(lambda cents: Decimal(cents) / 100)


def area_of(held: dict[int, Fraction]) -> Decimal:
    return rules.to_cents(sum(held.values(), Fraction(0)))


@given(HELD, HELD, UNNAMED, UNNAMED)
def test_the_parts_and_the_difference_are_the_net(before, after, unnamed_then, unnamed_now):
    occupied = area_of(before) + unnamed_then, area_of(after) + unnamed_now
    found = rules.net_absorption(before, after, *occupied)
    explained = found.move_in + found.expansion - found.move_out - found.contraction
    assert found.net == occupied[1] - occupied[0] == explained + found.difference
    assert found.difference == unnamed_now - unnamed_then


@given(HELD, HELD)
def test_each_enterprise_is_in_one_part_only(before, after):
    slow = {"move_in": 0, "expansion": 0, "move_out": 0, "contraction": 0}
    for key in range(1, 9):
        old, new = before.get(key, 0), after.get(key, 0)
        if not old and new:
            slow["move_in"] += new
        elif old and not new:
            slow["move_out"] += old
        elif new > old:
            slow["expansion"] += new - old
        elif new < old:
            slow["contraction"] += old - new
    found = rules.net_absorption(before, after, area_of(before), area_of(after))
    assert all(Fraction(getattr(found, kind)) == area for kind, area in slow.items())


def test_three_equal_sharers_are_the_whole_again():
    parts = rules.shares(Decimal("100.00"), [None, None, None], [False, False, False])
    assert sum(parts) == 100
    assert len(set(parts)) == 1


def test_a_stated_share_leaves_the_rest_to_the_others_and_a_desk_takes_nothing():
    parts = rules.shares(Decimal("100.00"), [Decimal("40.00"), None, None], [False, True, False])
    assert parts == [Fraction(40), Fraction(0), Fraction(60)]


def test_desks_alone_leave_the_area_to_the_difference():
    assert rules.shares(Decimal("100.00"), [None], [True]) == [Fraction(0)]
