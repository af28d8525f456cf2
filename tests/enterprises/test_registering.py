"""Recording an enterprise: identity, cleaning, doubles, rights."""

import pytest

from crm.core.errors import NotAllowed, Refused
from crm.core.models import Event
from crm.enterprises.actions import ensure, register
from crm.enterprises.identity import Identity, find
from crm.enterprises.models import Enterprise, Registration
from tests.factories.enterprises import EnterpriseFactory, FormerNameFactory, valid_uscc

pytestmark = pytest.mark.django_db


def make(people, **values) -> Enterprise:
    values = {"name": "云岚数科（演示）有限公司", "team": people.team("section_one"), **values}
    return register([Enterprise(**values)], by=people.manager)[0]


def test_a_manager_records_an_enterprise_with_number_history_and_event(people) -> None:
    row = make(people, uscc=valid_uscc(77).lower(), industry="65 软件和信息技术服务业")
    assert row.number.startswith("QY-")
    assert (row.uscc, row.industry) == (valid_uscc(77), "I65")
    assert row.created_by == people.manager
    assert row.history.count() == 1
    assert Event.objects.filter(name="enterprises.registered", object_id=row.pk).count() == 1


def test_the_stored_name_keeps_its_characters_and_only_the_key_is_simplified(people) -> None:
    row = make(people, name="  雲嵐數科(演示)有限公司 ")
    assert row.name == "雲嵐數科（演示）有限公司"
    assert row.name_key == "云岚数科演示有限公司"


def test_a_wrong_credit_code_is_refused_at_its_field(people) -> None:
    with pytest.raises(Refused) as refusal:
        make(people, uscc="911101060000000000")
    assert refusal.value.field == "uscc"


def test_an_unknown_industry_is_refused_at_its_field(people) -> None:
    with pytest.raises(Refused) as refusal:
        make(people, industry="Z99")
    assert refusal.value.field == "industry"


def test_the_same_code_twice_is_refused_and_says_who_keeps_it(people) -> None:
    make(people, uscc=valid_uscc(5))
    with pytest.raises(Refused, match="section_one") as refusal:
        make(people, name="另一个名字", uscc=valid_uscc(5))
    assert refusal.value.field == "uscc"


def test_the_same_name_in_another_script_is_refused(people) -> None:
    make(people)
    with pytest.raises(Refused) as refusal:
        make(people, name="雲嵐數科（演示）有限公司")
    assert refusal.value.field == "name"


def test_the_same_name_in_another_country_is_another_enterprise(people) -> None:
    make(people)
    assert make(people, country="SG").pk


def test_a_manager_may_not_record_for_another_park(people) -> None:
    with pytest.raises(NotAllowed):
        make(people, team=people.team("other_park"))


def test_a_registered_address_becomes_the_first_dated_registration(people) -> None:
    row = make(people, registered_address="丽泽路1号", registered_in_district=True)
    registration = Registration.objects.get(enterprise=row)
    assert (registration.address, registration.in_district) == ("丽泽路1号", True)


def test_ensure_finds_by_code_name_and_former_name_and_records_the_rest(people) -> None:
    coded, renamed = EnterpriseFactory(uscc=valid_uscc(900)), EnterpriseFactory()
    FormerNameFactory(enterprise=renamed, name="旧日名称")
    wanted = [
        Identity("随便什么", valid_uscc(900)),
        Identity(coded.name),
        Identity("旧日名称"),
        Identity("全新企业"),
        Identity("全新 企业"),
    ]
    found, fresh = ensure(wanted, by=None, team=people.team("section_one"))
    assert [found[key] for key in wanted[:3]] == [coded, coded, renamed]
    assert len(fresh) == 1
    assert found[wanted[3]] == found[wanted[4]] == fresh[0]
    assert not fresh[0].is_verified


def test_a_name_with_another_code_is_another_enterprise(people) -> None:
    EnterpriseFactory(name="同名企业", uscc=valid_uscc(1))
    assert find([Identity("同名企业", valid_uscc(2))]) == {}
    assert register([Enterprise(name="同名企业", uscc=valid_uscc(2))], by=people.coordinator)


def test_finding_many_costs_a_fixed_number_of_queries(
    people, django_assert_max_num_queries
) -> None:
    names = [EnterpriseFactory().name for _ in range(30)]
    with django_assert_max_num_queries(3):
        assert len(find([Identity(name) for name in [*names, "没有的企业"]])) == 30
