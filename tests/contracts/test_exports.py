"""What a person may take out of a list is what the list would show them."""

import pytest
from django.urls import resolve, reverse

from crm.core.registries import exchange_kinds

LISTED = [kind for kind in exchange_kinds if kind.list_url]


@pytest.mark.parametrize("kind", LISTED, ids=lambda kind: kind.key)
def test_an_export_asks_for_the_right_that_its_list_asks_for(kind):
    view = resolve(reverse(kind.list_url)).func.view_class
    assert view.permission == kind.view_action
