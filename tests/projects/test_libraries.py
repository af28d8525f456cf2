"""入库 is its own axis: request, review by another, leave; and 累计, 新增, 在库 add up."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.core.errors import Refused
from crm.projects import actions, rules
from crm.projects.models import Library, LibraryEntry, Project
from crm.projects.rules import EntryState, Stay
from crm.projects.seeds import DEFAULT_LIBRARY
from tests.factories.projects import LibraryEntryFactory, LibraryFactory, ProjectFactory

DAY = dt.date(2023, 2, 28)
days = st.dates(dt.date(2020, 1, 1), dt.date(2024, 12, 31))


@st.composite
def stays(draw) -> Stay:
    entered = draw(st.none() | days)
    left = draw(st.none() | st.integers(0, 900)) if entered else None
    return Stay(entered, None if left is None else entered + dt.timedelta(days=left))


@given(st.lists(stays()), days)
def test_cumulative_is_present_plus_left(found, day) -> None:
    assert rules.cumulative(found, day) == rules.present(found, day) + rules.left(found, day)


@given(st.lists(stays()), days, days)
def test_newly_entered_is_the_growth_of_the_cumulative(found, one, other) -> None:
    first, last = sorted((one, other))
    day = dt.timedelta(days=1)
    grown = rules.cumulative(found, last) - rules.cumulative(found, first - day)
    assert rules.entered(found, first, last + day) == grown


def test_the_day_of_entry_is_in_and_the_day_of_leaving_is_out() -> None:
    stay = Stay(dt.date(2023, 1, 10), dt.date(2023, 2, 28))
    assert rules.present([stay], dt.date(2023, 1, 10)) == 1
    assert rules.present([stay], dt.date(2023, 2, 27)) == 1
    assert rules.present([stay], DAY) == 0
    assert rules.cumulative([stay], DAY) == 1


@pytest.fixture
def library(db) -> Library:
    return LibraryFactory()


@pytest.fixture
def project(people) -> Project:
    return ProjectFactory(team=people.team("section_one"), owner=people.manager)


def test_every_installation_has_the_default_library(db) -> None:
    assert Library.objects.get(is_default=True).code == DEFAULT_LIBRARY


def test_the_queries_agree_with_the_rules(people) -> None:
    team = people.team("section_one")
    found = [
        Stay(dt.date(2021, 5, 1), dt.date(2022, 6, 1)),
        Stay(dt.date(2022, 1, 1)),
        Stay(dt.date(2022, 12, 31), DAY),
        Stay(DAY),
        Stay(dt.date(2023, 3, 1)),
    ]
    for stay in found:
        LibraryEntryFactory(
            project=ProjectFactory(team=team), entered_on=stay.entered_on, left_on=stay.left_on
        )
    entries, year = LibraryEntry.objects, (dt.date(2022, 1, 1), dt.date(2023, 1, 1))
    assert entries.cumulative(DEFAULT_LIBRARY, DAY).count() == rules.cumulative(found, DAY) == 4
    assert entries.present(DEFAULT_LIBRARY, DAY).count() == rules.present(found, DAY) == 2
    assert entries.entered(DEFAULT_LIBRARY, *year).count() == rules.entered(found, *year) == 2
    assert Project.objects.present_in(DEFAULT_LIBRARY, DAY).count() == 2


def test_the_owner_asks_and_another_lets_in(people, library, project) -> None:
    actions.request_entry([project], by=people.manager, library=library)
    assert project.library_entries.get().state == EntryState.PENDING
    actions.enter_library([project], by=people.statistician, library=library, entered_on=DAY)
    entry = project.library_entries.get()
    assert (entry.state, entry.entered_on, entry.reviewer) == (
        EntryState.IN,
        DAY,
        people.statistician,
    )


def test_nobody_reviews_the_own_project(people, library) -> None:
    own = ProjectFactory(team=people.team("coordination"), owner=people.coordinator)
    actions.request_entry([own], by=people.coordinator, library=library)
    with pytest.raises(Refused) as refusal:
        actions.enter_library([own], by=people.coordinator, library=library)
    assert refusal.value.code == "self_reviewed"


def test_entry_needs_the_amount(people, library) -> None:
    bare = ProjectFactory(
        team=people.team("section_one"), owner=people.manager, investment_amount=None
    )
    with pytest.raises(Refused) as refusal:
        actions.request_entry([bare], by=people.manager, library=library)
    assert refusal.value.code == "amount"


def test_leaving_needs_a_reason_code_and_a_day_not_before_entry(people, library, project) -> None:
    LibraryEntryFactory(project=project, library=library, entered_on=DAY)
    asked = {"by": people.statistician, "library": library}
    with pytest.raises(Refused):
        actions.leave_library([project], leave_reason="nonsense", **asked)
    with pytest.raises(Refused) as refusal:
        actions.leave_library(
            [project], leave_reason="landed", left_on=DAY - dt.timedelta(days=1), **asked
        )
    assert refusal.value.field == "left_on"
    actions.leave_library([project], leave_reason="landed", left_on=DAY, **asked)
    assert project.library_entries.get().state == EntryState.LEFT


def test_a_project_enters_a_library_once(people, library, project) -> None:
    LibraryEntryFactory(project=project, library=library, state=EntryState.LEFT, left_on=DAY)
    with pytest.raises(Refused):
        actions.request_entry([project], by=people.manager, library=library)


def test_a_project_may_stand_in_two_libraries(people, library, project) -> None:
    actions.enter_library([project], by=None, library=library)
    actions.enter_library([project], by=None, library=LibraryFactory(code="city", name="市级"))
    assert project.library_entries.count() == 2


def test_a_refused_request_may_be_made_again(people, library, project) -> None:
    actions.request_entry([project], by=people.manager, library=library)
    actions.refuse_entry([project], by=people.statistician, library=library, reason="缺材料")
    actions.request_entry([project], by=people.manager, library=library)
    assert project.library_entries.get().state == EntryState.PENDING
