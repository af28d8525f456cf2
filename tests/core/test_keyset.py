"""Paging by position gives every row once, in order, in both directions, nulls last."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.core.keyset import page_of
from crm.core.models import User

pytestmark = pytest.mark.django_db
LOGINS = st.lists(st.one_of(st.none(), st.integers(1, 4)), min_size=1, max_size=14)


def make_accounts(logins) -> list[User]:
    User.objects.filter(username__startswith="k")._raw_delete("default")
    return User.objects.bulk_create(
        User(
            username=f"k{number}",
            name="甲",
            last_login=dt.datetime(2026, 1, day, tzinfo=dt.UTC) if day else None,
        )
        for number, day in enumerate(logins)
    )


def walk(rows, sort, *, backwards=False) -> list[int]:
    seen, page = [], page_of(rows, sort, size=3)
    while True:
        seen += [row.pk for row in page.rows]
        if page.after is None:
            break
        page = page_of(rows, sort, size=3, after=page.after)
    if not backwards:
        return seen
    seen = [row.pk for row in page.rows]
    while page.before is not None:
        page = page_of(rows, sort, size=3, before=page.before)
        seen = [row.pk for row in page.rows] + seen
    return seen


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LOGINS, st.sampled_from(["last_login", "-last_login", "username", "-pk"]))
def test_walking_forwards_and_back_shows_every_row_once(logins, sort):
    make_accounts(logins)
    rows = User.objects.filter(username__startswith="k")
    forwards = walk(rows, sort)
    assert sorted(forwards) == sorted(rows.values_list("pk", flat=True))
    assert walk(rows, sort, backwards=True) == forwards


def test_rows_without_a_value_come_last_either_way():
    first, second, _empty = make_accounts([1, 2, None])
    rows = User.objects.filter(username__startswith="k")
    assert walk(rows, "-last_login")[:2] == [second.pk, first.pk]
    assert walk(rows, "last_login")[:2] == [first.pk, second.pk]


@pytest.mark.parametrize("cursor", ["%%%", "bm90IGpzb24", "WzFd", "\x00", "x" * 5000])
def test_a_cursor_that_cannot_be_read_is_the_first_page(cursor):
    make_accounts([1, 2])
    rows = User.objects.filter(username__startswith="k")
    assert len(page_of(rows, "-last_login", size=5, after=cursor).rows) == 2
