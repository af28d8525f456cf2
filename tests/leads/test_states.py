"""The life of a lead: assigned, answered, assessed, followed up, closed."""

import datetime as dt

import pytest

from crm.core.clock import now, today
from crm.core.errors import NotAllowed, Refused, Stale
from crm.leads import actions
from crm.leads.models import FollowUp, Lead
from crm.leads.rules import Clock, State
from tests.factories.leads import LeadFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(people) -> Lead:
    return LeadFactory(team=people.team("section_one"))


@pytest.fixture
def owned(people) -> Lead:
    return LeadFactory(team=people.team("section_one"), owner=people.manager)


def contact(lead: Lead, **values) -> FollowUp:
    return FollowUp(lead=lead, at=now(), result="已联系", **values)


def test_a_registered_lead_without_owner_waits_for_assignment(people) -> None:
    lead = Lead(team=people.team("section_one"), title="某企业选址")
    actions.register([lead], by=people.manager)
    assert lead.number.startswith("XS-")
    assert (lead.state, lead.due_clock) == (State.UNASSIGNED, Clock.ASSIGN)
    assert lead.moves.get().to_state == State.UNASSIGNED


def test_a_lead_with_an_owner_awaits_the_first_response(people) -> None:
    lead = Lead(team=people.team("section_one"), title="某企业选址", owner=people.manager)
    actions.register([lead], by=people.manager)
    assert (lead.state, lead.due_clock) == (State.UNANSWERED, Clock.RESPOND)


def test_the_coordinator_assigns_and_the_clock_of_the_answer_starts(people, waiting) -> None:
    actions.assign([waiting], by=people.coordinator, owner=people.manager)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.owner) == (State.UNANSWERED, people.manager)
    assert waiting.due_clock == Clock.RESPOND
    assert waiting.version == 2


def test_assigning_to_another_section_moves_the_lead_there(people, waiting) -> None:
    actions.assign([waiting], by=people.coordinator, owner=people.section_two_manager)
    assert waiting.team == people.team("section_two")
    assert waiting.moves.get().from_team == people.team("section_one")


def test_a_manager_may_not_assign(people, waiting) -> None:
    with pytest.raises(NotAllowed):
        actions.assign([waiting], by=people.manager, owner=people.manager)


def test_nobody_without_the_right_can_be_given_a_lead(people, waiting) -> None:
    with pytest.raises(Refused) as refusal:
        actions.assign([waiting], by=people.coordinator, owner=people.head)
    assert refusal.value.field == "owner"


def test_the_first_contact_is_the_answer_and_starts_the_assessment(people, owned) -> None:
    actions.respond([contact(owned)], by=people.manager)
    assert (owned.state, owned.due_clock) == (State.ASSESSING, Clock.ASSESS)
    assert owned.follow_ups.count() == 1


def test_a_follow_up_before_the_answer_is_the_answer(people, owned) -> None:
    actions.follow_up([contact(owned)], by=people.manager)
    owned.refresh_from_db()
    assert owned.state == State.ASSESSING


def test_a_colleague_of_the_section_may_read_but_not_answer(people, owned) -> None:
    with pytest.raises(NotAllowed):
        actions.respond([contact(owned)], by=people.colleague)


def test_a_positive_assessment_leads_to_follow_up(people, owned) -> None:
    actions.respond([contact(owned)], by=people.manager)
    actions.assess([owned], by=people.manager, assessment="符合方向")
    assert (owned.state, owned.due_clock) == (State.FOLLOWING, Clock.FOLLOW_UP)


def test_a_negative_assessment_closes_the_lead_and_keeps_the_words(people, owned) -> None:
    actions.respond([contact(owned)], by=people.manager)
    actions.assess([owned], by=people.manager, assessment="不符合禁限目录", fits=False)
    owned.refresh_from_db()
    assert (owned.state, owned.invalid_reason) == (State.INVALID, Lead.InvalidReason.UNFIT)
    assert owned.assessment == "不符合禁限目录"
    assert owned.due_at is None


def test_a_next_step_pulls_the_clock_nearer(people, owned) -> None:
    actions.respond([contact(owned)], by=people.manager)
    actions.assess([owned], by=people.manager, assessment="符合方向")
    day = today() + dt.timedelta(days=2)
    actions.follow_up([contact(owned, next_step="看房", next_step_on=day)], by=people.manager)
    owned.refresh_from_db()
    assert owned.due_at.astimezone().date() == day
    assert owned.next_step == "看房"


def test_an_attempt_that_reached_nobody_does_not_push_the_clock_on(people, owned) -> None:
    actions.respond([contact(owned)], by=people.manager)
    actions.assess([owned], by=people.manager, assessment="符合方向")
    before = owned.followed_up_at
    actions.follow_up([contact(owned, is_substantive=False)], by=people.manager)
    assert owned.followed_up_at == before


def test_a_follow_up_cannot_lie_in_the_future(people, owned) -> None:
    row = FollowUp(lead=owned, at=now() + dt.timedelta(hours=1), result="约好")
    with pytest.raises(Refused) as refusal:
        actions.follow_up([row], by=people.manager)
    assert refusal.value.field == "at"


def test_a_transfer_keeps_clock_and_history(people, owned) -> None:
    due = owned.due_at
    actions.transfer([owned], by=people.chief, owner=people.colleague, reason="分工调整")
    assert (owned.owner, owned.due_at, owned.state) == (people.colleague, due, State.UNANSWERED)
    assert owned.moves.get().reason == "分工调整"


def test_a_closed_lead_takes_no_follow_up(people, owned) -> None:
    reason = Lead.InvalidReason.NO_NEED
    actions.mark_invalid([owned], by=people.manager, invalid_reason=reason)
    with pytest.raises(Refused):
        actions.follow_up([contact(owned)], by=people.manager)


def test_an_invalid_lead_can_be_taken_up_again_by_the_coordinator(people, owned) -> None:
    reason = Lead.InvalidReason.NO_NEED
    actions.mark_invalid([owned], by=people.manager, invalid_reason=reason)
    actions.reopen([owned], by=people.coordinator, reason="企业来电")
    assert (owned.state, owned.owner, owned.due_clock) == (State.UNASSIGNED, None, Clock.ASSIGN)


def test_a_state_that_does_not_follow_is_refused(people, waiting) -> None:
    with pytest.raises(Refused) as refusal:
        actions.convert([waiting], by=None)
    assert refusal.value.code == "state"


def test_a_stale_act_is_refused_and_changes_nothing(people, owned) -> None:
    with pytest.raises(Stale):
        actions.edit([owned], ["note"], by=people.manager, expected=7)
    owned.refresh_from_db()
    assert owned.version == 1


def test_leads_of_one_year_get_numbers_in_a_row(people) -> None:
    leads = [Lead(team=people.team("section_one"), title=f"企业{n}") for n in range(3)]
    actions.register(leads, by=None)
    tails = [int(lead.number.rpartition("-")[2]) for lead in leads]
    assert tails == [tails[0], tails[0] + 1, tails[0] + 2]


def test_an_imported_number_is_kept_and_not_given_again(people) -> None:
    year = today().year
    team = people.team("section_one")
    actions.register([Lead(team=team, title="甲", number=f"XS-{year}-0300")], by=None)
    fresh = Lead(team=team, title="乙")
    actions.register([fresh], by=None)
    assert fresh.number == f"XS-{year}-0301"
