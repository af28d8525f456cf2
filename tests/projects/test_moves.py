"""Projects move forward freely, backwards with reason and approval, and stand aside with cause."""

import datetime as dt

import pytest

from crm.core.clock import today
from crm.core.errors import NotAllowed, Refused, Stale
from crm.leads.models import Lead
from crm.leads.rules import State
from crm.projects import actions
from crm.projects.actions import Conversion
from crm.projects.models import Project, StageMove
from crm.projects.rules import Side, Stage
from tests.factories.leads import LeadFactory
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(people) -> Project:
    return ProjectFactory(team=people.team("section_one"), owner=people.manager)


def test_a_move_is_a_row_and_dates_the_signing(people, project) -> None:
    actions.move_stage([project], by=people.manager, to=Stage.SIGNED, reason="已签")
    project.refresh_from_db()
    move = project.moves.get()
    assert (project.stage, project.signed_on) == (Stage.SIGNED, today())
    assert (move.from_stage, move.to_stage, move.created_by) == (
        Stage.TALKS,
        Stage.SIGNED,
        people.manager,
    )


def test_a_project_without_enterprise_cannot_leave_talks(people, project) -> None:
    project.enterprise = None
    with pytest.raises(Refused) as refusal:
        actions.move_stage([project], by=people.manager, to=Stage.INTENT)
    assert refusal.value.code == "missing"
    assert not StageMove.objects.exists()


def test_a_project_without_amount_cannot_be_signed(people) -> None:
    bare = ProjectFactory(
        team=people.team("section_one"), owner=people.manager, investment_amount=None
    )
    actions.move_stage([bare], by=people.manager, to=Stage.INTENT)
    with pytest.raises(Refused):
        actions.move_stage([bare], by=people.manager, to=Stage.SIGNED)


@pytest.mark.parametrize(
    ("reason", "approver", "code"),
    [
        ("", "chief", "reason"),
        ("企业推迟", None, "approver"),
        ("企业推迟", "manager", "self_approved"),
    ],
)
def test_backwards_needs_reason_and_another_approver(
    people, project, reason, approver, code
) -> None:
    actions.move_stage([project], by=people.manager, to=Stage.INTENT)
    who = getattr(people, approver) if approver else None
    with pytest.raises(Refused) as refusal:
        actions.move_stage(
            [project], by=people.manager, to=Stage.TALKS, reason=reason, approver=who
        )
    assert refusal.value.code == code


def test_backwards_with_approval_is_kept_with_its_approver(people, project) -> None:
    actions.move_stage([project], by=people.manager, to=Stage.INTENT)
    actions.move_stage(
        [project], by=people.manager, to=Stage.TALKS, reason="企业推迟", approver=people.chief
    )
    assert project.moves.first().approved_by == people.chief
    assert project.stage == Stage.TALKS


def test_who_may_not_approve_is_refused_at_the_field(people, project) -> None:
    actions.move_stage([project], by=people.manager, to=Stage.INTENT)
    with pytest.raises(Refused) as refusal:
        actions.move_stage(
            [project], by=people.manager, to=Stage.TALKS, reason="推迟", approver=people.colleague
        )
    assert refusal.value.field == "approver"


def test_a_colleague_may_not_move_my_project(people, project) -> None:
    with pytest.raises(NotAllowed):
        actions.move_stage([project], by=people.colleague, to=Stage.INTENT)


def test_a_stale_move_changes_nothing(people, project) -> None:
    with pytest.raises(Stale):
        actions.move_stage([project], by=people.manager, to=Stage.INTENT, expected=9)
    project.refresh_from_db()
    assert project.stage == Stage.TALKS


def test_a_pause_is_reviewed_within_ninety_days(people, project) -> None:
    late = today() + dt.timedelta(days=91)
    with pytest.raises(Refused) as refusal:
        actions.set_side(
            [project], by=people.manager, side=Side.PAUSED, reason="等批复", review_on=late
        )
    assert refusal.value.field == "review_on"


def test_an_end_needs_its_reason_code_and_keeps_the_stage(people, project) -> None:
    with pytest.raises(Refused):
        actions.set_side([project], by=people.manager, side=Side.ENDED, reason="不来了")
    actions.set_side(
        [project],
        by=people.manager,
        side=Side.ENDED,
        reason="",
        reason_code=StageMove.EndReason.ELSEWHERE,
    )
    assert (project.side, project.stage) == (Side.ENDED, Stage.TALKS)


def test_a_project_aside_does_not_move_until_taken_up_again(people, project) -> None:
    review = today() + dt.timedelta(days=30)
    actions.set_side(
        [project], by=people.manager, side=Side.PAUSED, reason="等批复", review_on=review
    )
    with pytest.raises(Refused) as refusal:
        actions.move_stage([project], by=people.manager, to=Stage.INTENT)
    assert refusal.value.code == "aside"
    actions.resume([project], by=people.chief, reason="批复已到")
    actions.move_stage([project], by=people.manager, to=Stage.INTENT)
    assert project.stage == Stage.INTENT


def test_a_lead_becomes_a_project_that_knows_it(people) -> None:
    lead = LeadFactory(
        team=people.team("section_one"), owner=people.manager, state=State.FOLLOWING, need_area=800
    )
    conversion = Conversion(lead=lead, name="区域总部", landing_mode=Project.LandingMode.NEW)
    project = actions.convert_leads([conversion], by=people.manager)[0]
    assert (project.lead, project.owner, project.need_area_from) == (lead, people.manager, 800)
    assert Lead.objects.get().state == State.CONVERTED


def test_a_lead_that_is_not_followed_up_yet_is_not_converted(people) -> None:
    lead = LeadFactory(team=people.team("section_one"), owner=people.manager)
    with pytest.raises(Refused):
        actions.convert_leads([Conversion(lead=lead, name="总部")], by=people.manager)
    assert not Project.objects.exists()
