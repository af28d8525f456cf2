"""Changing an enterprise: names, groups, stewards, registrations, contacts, lists, figures."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.core.clock import today
from crm.core.errors import NotAllowed, Refused, Stale
from crm.core.models import Event
from crm.enterprises import actions, rules
from crm.enterprises.industries import read_industry
from crm.enterprises.models import (
    Contact,
    Enterprise,
    FormerName,
    ListMembership,
    Registration,
    YearlyFigure,
)
from tests.factories.enterprises import (
    ContactFactory,
    EnterpriseFactory,
    EnterpriseListFactory,
    RegistrationFactory,
    StewardTermFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2023, 2, 28)


@pytest.fixture
def firm(people) -> Enterprise:
    return EnterpriseFactory(name="溯原科技（演示）", team=people.team("section_one"))


def test_a_new_name_leaves_the_old_one_as_former_name(people, firm) -> None:
    firm.name = "溯原数科（演示）"
    actions.edit([firm], ["name"], by=people.manager, expected=1)
    former = FormerName.objects.get(enterprise=firm)
    assert (former.name, former.until) == ("溯原科技（演示）", today())
    assert firm.version == 2


def test_a_name_that_another_bears_without_code_is_refused(people, firm) -> None:
    EnterpriseFactory(name="逦迤设计", uscc=None)
    firm.name, firm.uscc = "逦迤设计", None
    with pytest.raises(Refused):
        actions.edit([firm], ["name"], by=people.manager)


def test_a_stale_edit_is_refused(people, firm) -> None:
    with pytest.raises(Stale):
        actions.edit([firm], ["note"], by=people.manager, expected=5)


def test_another_section_may_not_edit(people, firm) -> None:
    with pytest.raises(NotAllowed):
        actions.edit([firm], ["note"], by=people.section_two_manager)


def test_a_group_has_no_circle(people, firm) -> None:
    below = EnterpriseFactory(parent=firm, team=firm.team)
    with pytest.raises(Refused) as refusal:
        actions.set_parent([firm], by=people.manager, parent=below)
    assert refusal.value.field == "parent"


@given(st.dictionaries(st.integers(1, 9), st.integers(1, 9), max_size=9), st.integers(1, 9))
def test_an_enterprise_never_becomes_its_own_parent(parents, key) -> None:
    assert rules.closes_circle(key, key, parents)


def test_a_new_steward_ends_the_term_of_the_old_one(people, firm) -> None:
    term = StewardTermFactory(enterprise=firm, steward=people.steward)
    firm.steward = people.steward
    firm.save()
    actions.appoint_steward(
        [firm], by=people.coordinator, steward=people.manager, starts_on=today()
    )
    term.refresh_from_db()
    assert (term.ends_before, firm.steward) == (today(), people.manager)
    assert firm.steward_terms.get(ends_before=None).checklist[0]["done_on"] is None


def test_a_manager_may_not_appoint_a_steward(people, firm) -> None:
    with pytest.raises(NotAllowed):
        actions.appoint_steward(
            [firm], by=people.manager, steward=people.steward, starts_on=today()
        )


def test_a_new_registration_ends_the_one_before(people, firm) -> None:
    before = RegistrationFactory(enterprise=firm, starts_on=dt.date(2020, 1, 1))
    move = Registration(enterprise=firm, starts_on=DAY, event="moved_out", in_district=False)
    actions.record_registrations([move], by=people.manager)
    before.refresh_from_db()
    firm.refresh_from_db()
    assert (before.ends_before, firm.registered_in_district) == (DAY, False)
    assert Registration.objects.on(DAY).get(enterprise=firm) == move


def test_a_registration_does_not_begin_before_the_last_one(people, firm) -> None:
    RegistrationFactory(enterprise=firm, starts_on=DAY)
    with pytest.raises(Refused) as refusal:
        actions.record_registrations(
            [Registration(enterprise=firm, starts_on=DAY)], by=people.manager
        )
    assert refusal.value.field == "starts_on"


def test_a_look_at_a_phone_is_kept(people, firm) -> None:
    contact = ContactFactory(enterprise=firm)
    assert actions.reveal_phone(contact, by=people.manager) == "13912340117"
    event = Event.objects.get(name="enterprises.phone_revealed")
    assert (event.object_id, event.data) == (firm.pk, {"contact": contact.pk})


def test_a_refused_look_shows_nothing_and_is_kept_too(people, firm) -> None:
    contact = ContactFactory(enterprise=firm)
    with pytest.raises(NotAllowed):
        actions.reveal_phone(contact, by=people.other_manager)
    assert Event.objects.get().name == "core.refused"


def test_a_contact_belongs_to_whom_the_enterprise_belongs(people, firm) -> None:
    with pytest.raises(NotAllowed):
        actions.add_contacts([Contact(enterprise=firm, name="方某")], by=people.other_manager)


def test_an_enterprise_stands_on_a_list_once_at_a_time(people, firm) -> None:
    quality = EnterpriseListFactory()
    asked = {"by": people.coordinator, "on_list": quality, "starts_on": DAY}
    actions.put_on_list([firm], **asked)
    with pytest.raises(Refused):
        actions.put_on_list([firm], **asked)
    assert list(Enterprise.objects.on_list("quality", DAY)) == [firm]
    actions.take_off_list(
        list(ListMembership.objects.all()),
        by=people.coordinator,
        ends_before=today(),
        reason="不再符合",
    )
    assert not Enterprise.objects.on_list("quality", today()).exists()


def test_a_manager_sees_no_restricted_figures(people, firm) -> None:
    assert not YearlyFigure.objects.visible_to(people.manager).exists()
    assert YearlyFigure.objects.visible_to(people.statistician).count() == 0


@pytest.mark.parametrize(
    ("phone", "masked"),
    [("13912340117", "139****0117"), ("63331234", "******34"), ("", ""), ("12", "12")],
)
def test_phones_are_masked(phone, masked) -> None:
    assert rules.mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("typed", "code"), [("I65", "I65"), ("i65", "I65"), ("65", "I65"), ("金融业", "J"), ("", "")]
)
def test_industries_are_read_as_typed(typed, code) -> None:
    assert read_industry(typed) == code


@pytest.mark.django_db
def test_the_list_of_quality_enterprises_is_laid_once() -> None:
    assert EnterpriseListFactory().name == "优质企业"
