"""Numbers: unique, in order, and without a gap when the issue is undone."""

import pytest
from django.db import transaction

from crm.core.numbering import reserve_up_to, take

pytestmark = pytest.mark.django_db


def test_numbers_follow_one_another():
    with transaction.atomic():
        assert take("XM", 2023, 2) == ["XM-2023-0001", "XM-2023-0002"]
        assert take("XM", 2023) == ["XM-2023-0003"]
        assert take("XM", 2024) == ["XM-2024-0001"]


def test_a_rolled_back_issue_leaves_no_gap():
    with transaction.atomic():
        take("XM", 2023)
    with transaction.atomic():
        take("XM", 2023)
        transaction.set_rollback(True)
    with transaction.atomic():
        assert take("XM", 2023) == ["XM-2023-0002"]


def test_numbers_from_outside_are_never_given_again():
    with transaction.atomic():
        reserve_up_to("XS-2023", 41)
        reserve_up_to("XS-2023", 7)
        assert take("XS", 2023) == ["XS-2023-0042"]
