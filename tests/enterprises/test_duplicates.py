"""Suggestions while typing: by code, name, sound and phone; strangers learn only the team."""

import pytest
from django.urls import reverse

from crm.enterprises.duplicates import suggest
from tests.factories.enterprises import (
    ContactFactory,
    EnterpriseFactory,
    FormerNameFactory,
    valid_uscc,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(people):
    return EnterpriseFactory(
        name="岫云律师事务所（演示）", uscc=valid_uscc(7), team=people.team("section_one")
    )


def reasons(people, **typed) -> list[str]:
    return [item.likeness.reason for item in suggest(by=people.manager, **typed)]


def test_by_credit_code(people, known) -> None:
    assert reasons(people, uscc=valid_uscc(7)) == ["uscc"]


def test_by_the_beginning_of_the_name(people, known) -> None:
    assert reasons(people, name="岫云律") == ["begins"]


def test_by_the_traditional_form_of_the_name(people, known) -> None:
    assert reasons(people, name="岫雲律師事務所（演示）") == ["name"]


def test_by_the_sound_of_the_name(people, known) -> None:
    assert reasons(people, name="秀云律师事务所") == ["pinyin"]


def test_by_a_former_name(people, known) -> None:
    FormerNameFactory(enterprise=known, name="旧岚律所")
    assert reasons(people, name="旧岚") == ["former_name"]


def test_by_a_contacts_phone_however_it_is_written(people, known) -> None:
    ContactFactory(enterprise=known, phone="13912340117")
    assert reasons(people, phone="+86 139-1234-0117") == ["phone"]


def test_one_character_suggests_nothing(people, known) -> None:
    assert reasons(people, name="岫") == []


def test_a_stranger_learns_the_team_and_nothing_else(client, people, known) -> None:
    client.force_login(people.other_manager)
    address = reverse("desk:enterprises:suggestions")
    text = client.get(address, {"name": "岫云律"}).content.decode()
    assert "section_one" in text
    for secret in (known.name, known.number, known.uscc):
        assert secret not in text


def test_a_former_name_is_not_told_to_a_stranger(people, known) -> None:
    FormerNameFactory(enterprise=known, name="旧岚律所")
    item = suggest(by=people.other_manager, name="旧岚")[0]
    assert (item.enterprise, item.matched, item.team) == (None, "", "section_one")


def test_the_record_being_edited_does_not_suggest_itself(people, known) -> None:
    assert suggest(by=people.manager, name=known.name, leave_out=known.pk) == []


def test_asking_costs_a_fixed_number_of_queries(
    people, known, django_assert_max_num_queries
) -> None:
    for number in range(20):
        EnterpriseFactory(name=f"岫云分号{number}", team=people.team("other_park"))
    asker = people.manager
    asker.can("enterprises.view")
    with django_assert_max_num_queries(8):
        suggest(by=asker, name="岫云", uscc=valid_uscc(7), phone="13912340117")
