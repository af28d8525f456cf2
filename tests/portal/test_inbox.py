"""The public forms: what is stored, what keeps robots off, and what a sender sees."""

import datetime as dt
import re
import time

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.urls import reverse

from portal.forms import SALT
from portal.inbox import HOURLY_LIMIT, sender_hash
from portal.models import InboxMessage

URL = "/enquiry/"


def ticket(seconds_ago: float = 60) -> str:
    return signing.dumps(int(time.time() - seconds_ago), salt=SALT)


def enquiry(**changes: str) -> dict[str, str]:
    return {
        "company": "示例数科有限公司",
        "contact_name": "示例联系人",
        "phone": "010-0000 0000",
        "area_from": "500",
        "area_to": "800",
        "consent": "on",
        "website": "",
        "ticket": ticket(),
    } | changes


def test_an_enquiry_is_stored_and_numbered(site, client):
    response = client.post(URL, enquiry())
    message = InboxMessage.objects.get()
    assert response.status_code == 302
    assert message.number in response.url
    assert (message.kind, message.state, message.language) == ("investment", "waiting", "zh-hans")
    assert InboxMessage.objects.enquiries().waiting().get() == message


def test_the_received_page_shows_the_number(site, client):
    response = client.post(URL, enquiry(), follow=True)
    assert response.status_code == 200
    assert InboxMessage.objects.get().number in response.content.decode()


def test_numbers_cannot_be_tried(site, client):
    client.post(URL, enquiry())
    number = InboxMessage.objects.get().number
    assert client.get(reverse("portal:received", args=[number])).status_code == 404
    forged = f"{reverse('portal:received', args=['LY-2023-9999'])}?receipt={ticket()}"
    assert client.get(forged).status_code == 404


def test_the_senders_address_is_not_stored(site, client):
    client.post(URL, enquiry(), REMOTE_ADDR="203.0.113.9")
    message = InboxMessage.objects.get()
    assert message.sender_hash == sender_hash("203.0.113.9")
    assert "203.0.113.9" not in str(InboxMessage.objects.values().get())


@pytest.mark.parametrize(
    "changes",
    [
        {"website": "https://spam.invalid"},
        {"ticket": ""},
        {"ticket": "forged:ticket"},
        {"ticket": "fast"},
        {"consent": ""},
        {"company": ""},
        {"contact_name": ""},
        {"phone": "", "email": ""},
        {"phone": "<script>"},
        {"email": "nobody"},
        {"area_from": "800", "area_to": "500"},
        {"area_from": "-1"},
    ],
)
def test_a_wrong_form_stores_nothing_and_keeps_what_was_typed(site, client, changes):
    if changes.get("ticket") == "fast":
        changes = {"ticket": ticket(0)}
    response = client.post(URL, enquiry(message="写了很多字") | changes)
    assert response.status_code == 422
    assert not InboxMessage.objects.exists()
    assert "写了很多字" in response.content.decode()


def test_a_page_left_open_overnight_works_on_the_second_try(site, client):
    response = client.post(URL, enquiry(ticket=ticket(20 * 3600)))
    assert response.status_code == 422
    renewed = re.search(r'name="ticket" value="([^"]+)"', response.content.decode()).group(1)
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=10)):
        assert client.post(URL, enquiry(ticket=renewed)).status_code == 302


def test_one_sender_is_stopped_after_a_few_messages_an_hour(site, client):
    for _ in range(HOURLY_LIMIT):
        assert client.post(URL, enquiry(ticket=ticket())).status_code == 302
    refused = client.post(URL, enquiry(ticket=ticket(), message="第六封"))
    assert refused.status_code == 429
    assert "第六封" in refused.content.decode()
    assert client.post(URL, enquiry(ticket=ticket()), REMOTE_ADDR="203.0.113.9").status_code == 302
    assert InboxMessage.objects.count() == HOURLY_LIMIT + 1


def test_an_hour_later_the_sender_may_write_again(site, client):
    for _ in range(HOURLY_LIMIT):
        client.post(URL, enquiry(ticket=ticket()))
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=61)):
        assert client.post(URL, enquiry(ticket=ticket())).status_code == 302


def test_a_post_from_another_site_is_refused(site):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(URL, enquiry()).status_code == 403


def test_a_question_carries_what_was_searched(site, client):
    html = client.get("/question/", {"q": "租金\x00补贴"}).content.decode()
    assert 'value="租金补贴"' in html
    client.post("/question/", enquiry(message="怎么申报？", source_query="租金补贴"))
    assert InboxMessage.objects.get().source_query == "租金补贴"


def test_the_english_form_stores_its_language(site, client):
    assert client.post("/en/enquiry/", enquiry()).status_code == 302
    assert InboxMessage.objects.get().language == "en"
