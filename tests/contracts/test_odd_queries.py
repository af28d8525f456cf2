"""Whatever stands behind the question mark, a list is a page."""

import pytest

from crm.core.views.lists import RecordList
from tests.contracts.test_query_budgets import lists, viewer_of

pytestmark = pytest.mark.django_db

ODD = ["abc", "-1", "99999999999999999999", "1e9", "9999-12-31", "0001-01-01", "2023-02-30", "[1]"]
ALWAYS = ("as_of", "after", "before", "sort", "col", "page")


def names_of(view: type[RecordList]) -> list[str]:
    """The conditions that a list takes, and what each takes besides."""
    filters = view.filterset_class.base_filters if view.filterset_class else {}
    return [*ALWAYS, *filters, *(f"{name}_{end}" for name in filters for end in ("min", "max"))]


@pytest.mark.parametrize("entry", lists(), ids=lambda entry: entry.name)
def test_odd_conditions_give_a_page(people, client, entry):
    viewer = viewer_of(entry, people)
    if viewer is None:
        pytest.skip("for a role of its own")
    client.force_login(viewer)
    for value in ODD:
        query = dict.fromkeys(names_of(entry.target), value)
        assert client.get(entry.path, query).status_code == 200, value
