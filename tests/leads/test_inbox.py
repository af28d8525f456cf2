"""Portal enquiries become leads, each once."""

import pytest
from django.urls import reverse

from crm.core.clock import now
from crm.core.errors import NotAllowed, Refused
from crm.leads.actions import take_inbox_messages
from crm.leads.models import Lead
from portal.choices import EnquiryKind, InboxState
from portal.models import InboxMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(db) -> InboxMessage:
    return InboxMessage.objects.create(
        number="ZX-2023-0001",
        kind=EnquiryKind.INVESTMENT,
        language="zh-hans",
        company="渟泓数据（演示）",
        contact_name="方某",
        phone="13912340117",
        area_from=600,
        area_to=900,
        message="想看整层",
        consented_at=now(),
        received_at=now(),
        sender_hash="x",
    )


def test_an_enquiry_becomes_a_lead_with_its_enterprise(people, message) -> None:
    lead = take_inbox_messages(
        [message], by=people.coordinator, team=people.team("section_one"), owner=people.manager
    )[0]
    message.refresh_from_db()
    assert (lead.source, lead.inbox_reference) == (Lead.Source.PORTAL, message.number)
    assert (lead.enterprise.name, lead.need_area) == ("渟泓数据（演示）", 900)
    assert message.state == InboxState.TAKEN


def test_an_enquiry_is_taken_once(people, message) -> None:
    team = people.team("section_one")
    take_inbox_messages([message], by=people.coordinator, team=team)
    with pytest.raises(Refused):
        take_inbox_messages([message], by=people.coordinator, team=team)
    assert Lead.objects.count() == 1


def test_a_manager_may_not_take_enquiries(people, message) -> None:
    with pytest.raises(NotAllowed):
        take_inbox_messages([message], by=people.manager, team=people.team("section_one"))


def test_the_coordinator_takes_it_on_screen_and_sees_no_whole_phone(
    client, people, message
) -> None:
    client.force_login(people.coordinator)
    address = reverse("desk:leads:inbox_row", args=[message.number])
    assert message.number in client.get(reverse("desk:leads:inbox")).content.decode()
    assert message.phone not in client.get(address).content.decode()
    answer = client.post(address, {"team": people.team("section_one").pk})
    assert answer.headers["Location"] == Lead.objects.get().get_absolute_url()


def test_an_enquiry_put_aside_makes_no_lead(client, people, message) -> None:
    client.force_login(people.coordinator)
    client.post(reverse("desk:leads:inbox_row", args=[message.number]), {"aside": "1"})
    message.refresh_from_db()
    assert message.state == InboxState.REFUSED
    assert not Lead.objects.exists()


def test_a_manager_does_not_see_the_inbox(client, people, message) -> None:
    client.force_login(people.manager)
    assert client.get(reverse("desk:leads:inbox")).status_code == 403
