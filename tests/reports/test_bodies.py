"""编制单位: who answers for a report, and so whose leaders may review and issue it."""

import datetime as dt
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from crm.core.errors import NotAllowed
from crm.core.models import DatedSetting, Role, RoleGrant, Team, TeamParent
from crm.reports.actions import freeze, issue, review
from crm.reports.archiving import archivable
from crm.reports.bodies import answering_team
from crm.reports.dated import ANSWERING_TEAM
from crm.reports.models import Snapshot, SubmissionForm
from tests.people import CAST, LONG_AGO
from tests.reports.conftest import FEBRUARY

pytestmark = pytest.mark.django_db
DAY = dt.date(2023, 3, 1)
REVIEWERS = {"deputy_head", "statistician", "coordinator"}


@pytest.fixture
def drawn(people, ledger, monthly) -> Snapshot:
    return freeze(monthly, by=people.statistician, as_of=FEBRUARY, scope="district")


def grant(person, role: str, team: Team):
    """``person`` with this role over this team alone."""
    person.grants.all().delete()
    RoleGrant(user=person, role=Role.objects.get(code=role), team=team, starts_on=LONG_AGO).save()
    return type(person).objects.get(pk=person.pk)


def test_the_deputy_head_of_the_bureau_reviews_and_issues(people, drawn, quick_printer):
    assert drawn.team == people.team("bureau")
    reviewed = review(drawn, by=people.deputy_head)
    assert issue(reviewed, by=people.deputy_head).number == "OCC-202302-01"


def test_the_deputy_head_finds_the_buttons_on_the_page(client, people, drawn):
    client.force_login(people.deputy_head)
    context = client.get(drawn.get_absolute_url()).context
    assert (context["may_review"], context["may_issue"], context["may_drop"]) == (True, True, False)
    assert ("编制单位", people.team("bureau")) in [(str(a), b) for a, b in context["facts"]]
    address = reverse("desk:reports:review", args=[drawn.slug])
    assert client.post(address, {"version": drawn.version}).status_code == 302


def test_the_deputy_head_of_another_body_can_not(client, people, drawn):
    other = grant(people.other_manager, "deputy_head", people.team("other_park"))
    for act in (review, issue):
        with pytest.raises(NotAllowed):
            act(drawn, by=other)
    client.force_login(other)
    assert client.post(reverse("desk:reports:review", args=[drawn.slug])).status_code == 403
    assert client.get(drawn.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("name", CAST)
def test_nobody_else_gains(people, drawn, name):
    person = getattr(people, name)
    for action in ("reports.review", "reports.issue"):
        assert person.can_on(action, drawn) == (name in REVIEWERS), action
    assert person.can_on("reports.draft", drawn) == (name in REVIEWERS - {"deputy_head"})


def test_a_chief_with_the_role_over_a_section_does_not_reach_the_bureaus_report(people, drawn):
    chief = grant(people.chief, "deputy_head", people.team("section_one"))
    assert not chief.can_on("reports.review", drawn)


def test_what_nobody_draws_up_is_the_only_bureaus(people, ledger, monthly):
    drawn = freeze(monthly, by=None, as_of=FEBRUARY, scope="district")
    assert drawn.team == people.team("bureau")
    assert people.deputy_head.can_on("reports.issue", drawn)


def test_of_two_bureaus_the_setting_names_one(people):
    second = Team.objects.create(code="second", name="second", kind=Team.Kind.BUREAU)
    assert answering_team(None, DAY) is None
    DatedSetting.objects.create(key=ANSWERING_TEAM, effective_from=LONG_AGO, value="second")
    assert answering_team(None, DAY) == second
    assert answering_team(people.statistician, DAY) == people.team("bureau")


def test_without_a_bureau_only_the_root_reaches_it(people, ledger, monthly):
    Team.objects.filter(code="bureau").update(kind=Team.Kind.OTHER)
    drawn = freeze(monthly, by=people.statistician, as_of=FEBRUARY, scope="district")
    assert drawn.team is None
    assert not people.deputy_head.can_on("reports.review", drawn)
    assert people.coordinator.can_on("reports.review", drawn)


def test_a_reorganisation_changes_who_answers_from_its_day_on(people):
    second = Team.objects.create(code="second", name="second", kind=Team.Kind.BUREAU)
    TeamParent.objects.filter(team=people.team("statistics")).update(ends_before=DAY)
    TeamParent.objects.create(team=people.team("statistics"), parent=second, starts_on=DAY)
    before = DAY - dt.timedelta(days=1)
    assert answering_team(people.statistician, before) == people.team("bureau")
    assert answering_team(people.statistician, DAY) == second


def test_a_statistician_of_the_bureau_alone_does_all_that_the_role_says(
    people, ledger, monthly, quick_printer
):
    own = grant(people.statistician, "statistician", people.team("bureau"))
    drawn = freeze(monthly, by=own, as_of=FEBRUARY, scope="district")
    for action in ("draft", "review", "issue", "draft_restricted"):
        assert own.can_on(f"reports.{action}", drawn), action
    issue(drawn, by=people.deputy_head)
    assert archivable(2023, own) == [drawn]
    other = grant(people.other_manager, "statistician", people.team("other_park"))
    assert archivable(2023, other) == []


def test_one_body_does_not_drop_the_draft_of_another(people, ledger, monthly, drawn):
    other = grant(people.other_manager, "statistician", people.team("other_park"))
    Snapshot.objects.filter(pk=drawn.pk).update(canonical="{}")
    with pytest.raises(NotAllowed):
        freeze(monthly, by=other, as_of=FEBRUARY, scope="district")
    drawn.refresh_from_db()
    assert drawn.state == Snapshot.State.DRAFT


def test_forms_of_other_offices_belong_to_the_body_of_who_took_them_in(people, form):
    SubmissionForm.objects.update(team=people.team("bureau"))
    form.refresh_from_db()
    own = grant(people.coordinator, "coordinator", people.team("bureau"))
    other = grant(people.other_manager, "coordinator", people.team("other_park"))
    assert own.can_on("reports.submit", form)
    assert not other.can_on("reports.submit", form)


def test_the_migration_names_the_body_of_what_is_there(people, drawn):
    unowned = Snapshot.objects.get(pk=drawn.pk)
    unowned.pk, unowned.created_by, unowned.scope_code = None, None, "S"
    unowned.save()
    Snapshot.objects.update(team=None)
    import_module("crm.reports.migrations.0004_name_answering_bodies").name_bodies(apps, None)
    assert set(Snapshot.objects.values_list("team__code", flat=True)) == {"bureau"}
