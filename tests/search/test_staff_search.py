"""The staff index shows what the lists show: both come from the one scope tuple."""

import datetime as dt
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction

from crm.core import acts
from crm.core.models import Pin, Synonym
from crm.core.models.searching import pins_for
from crm.core.searching import mark_rows
from crm.core.searching.asking import search_public, search_staff, suggest_staff
from crm.core.searching.sources import register_staff_sources
from crm.leads.models import Lead
from search import drain
from search.models import OutboxEntry
from tests.factories.leads import LeadFactory
from tests.factories.occupancy import UnitFactory

pytestmark = pytest.mark.django_db
CAST = ("manager", "colleague", "other_manager", "coordinator", "head", "stranger")


@pytest.fixture
def indexed(settings, tmp_path, people):
    """Leads of two sections, in the index."""
    settings.SEARCH_DIR = tmp_path
    register_staff_sources()
    mine = LeadFactory(
        title="独角兽企业选址", owner=people.manager, team=people.team("section_one")
    )
    theirs = LeadFactory(
        title="独角兽总部迁入", owner=people.other_manager, team=people.team("other_section")
    )
    drain.empty()
    return mine, theirs


@pytest.mark.parametrize("name", CAST)
def test_search_shows_exactly_the_rows_of_the_list(indexed, people, name: str) -> None:
    user = getattr(people, name)
    listed = {str(pk) for pk in Lead.objects.visible_to(user).values_list("pk", flat=True)}
    result = search_staff(user, "独角兽", kinds=("lead",), counts=("kind",))
    assert {hit.id for hit in result.hits} == listed
    assert sum(value.count for value in result.facets["kind"]) == len(listed)
    assert len(suggest_staff(user, "独角兽")) == len(listed)


def test_the_command_sees_what_its_person_sees(indexed, people, capsys) -> None:
    call_command("search", "独角兽", index="staff", username=people.manager.username, json=True)
    answer = json.loads(capsys.readouterr().out)
    assert [hit["title"] for hit in answer["hits"]] == [str(indexed[0].title)]
    assert answer["engine"] == "tantivy"


def test_the_staff_index_is_asked_by_a_person_only(indexed) -> None:
    with pytest.raises(CommandError, match="--as"):
        call_command("search", "独角兽", index="staff")
    with pytest.raises(CommandError, match="no user"):
        call_command("search", "独角兽", index="staff", username="nobody")


def test_a_building_that_changes_hands_takes_its_units_along(db: None) -> None:
    units = UnitFactory.create_batch(2)
    OutboxEntry.objects.all().delete()
    mark_rows([units[0].building])
    marked = OutboxEntry.objects.filter(kind="unit").values_list("object_id", flat=True)
    assert list(marked) == [units[0].pk]


def test_a_changed_row_is_marked_and_found_by_its_new_words(indexed, people) -> None:
    lead = indexed[0]
    lead.title = "航空航天企业选址"
    with transaction.atomic():
        acts.change([lead], ["title"], by=people.manager)
    drain.empty()
    assert search_staff(people.manager, "航空航天").total == 1
    assert search_staff(people.manager, "独角兽", kinds=("lead",)).total == 0


def test_a_row_that_changes_hands_leaves_the_former_readers(indexed, people) -> None:
    lead = indexed[0]
    lead.owner, lead.team = people.other_manager, people.team("other_section")
    with transaction.atomic():
        acts.change([lead], ["owner", "team"], by=people.coordinator)
    drain.empty()
    assert search_staff(people.manager, "独角兽选址", kinds=("lead",)).total == 0


def test_synonyms_of_the_table_apply_at_once(indexed, people) -> None:
    assert search_staff(people.manager, "天马", kinds=("lead",)).total == 0
    Synonym(word="天马", others=["独角兽"]).save()
    assert search_staff(people.manager, "天马", kinds=("lead",)).total == 1


@pytest.mark.parametrize("others", [[], "独角兽", ["金角"], [1]])
def test_a_synonym_that_says_nothing_is_refused(others: object) -> None:
    with pytest.raises(ValidationError):
        Synonym(word="金角", others=others).full_clean()


def test_a_pin_holds_for_its_query_and_its_days(indexed) -> None:
    start, end = dt.date(2023, 3, 1), dt.date(2023, 4, 1)
    Pin(query="丰 九条", uid="page:7", starts_on=start, ends_before=end, reason="专题").save()
    assert pins_for("丰9条", start) == ["page:7"]
    assert (pins_for("丰9条", end), pins_for("八条", start)) == ([], [])


def test_the_public_search_needs_no_person(indexed) -> None:
    assert search_public("独角兽").total == 0
