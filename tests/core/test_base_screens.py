"""The base screens: state in the URL, deny by default, both versions on a stale save."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from crm.core.views import StaffView

pytestmark = pytest.mark.django_db
ACCOUNTS = "desk:core:accounts"


def test_a_staff_view_without_a_permission_does_not_load():
    with pytest.raises(ImproperlyConfigured):
        type("Open", (StaffView,), {})


def test_a_visitor_is_sent_to_the_login_and_comes_back(client):
    answer = client.get(reverse(ACCOUNTS) + "?q=x")
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_filter_sort_and_columns_are_read_from_the_address(client, people):
    client.force_login(people.admin)
    answer = client.get(reverse(ACCOUNTS), {"q": "manager", "sort": "-username", "col": "username"})
    shown = [row.username for row in answer.context["page"].rows]
    assert shown == ["section_two_manager", "other_manager", "manager"]
    assert [head["column"].name for head in answer.context["heads"]] == ["username"]
    assert answer.context["chips"][0]["text"] == "manager"


def test_an_unknown_sort_and_a_broken_cursor_give_the_plain_list(client, people):
    client.force_login(people.admin)
    answer = client.get(reverse(ACCOUNTS), {"sort": "password", "after": "///"})
    assert answer.status_code == 200
    assert answer.context["sort"] == "username"


def test_htmx_gets_only_the_body_of_the_list(client, people):
    client.force_login(people.admin)
    answer = client.get(reverse(ACCOUNTS), headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode()


def test_any_text_in_a_filter_gives_a_page(client, people):
    client.force_login(people.admin)
    for text in ('"', "AND (", "税" * 3000, "\u202e", "😀", "%", "'; --"):
        assert client.get(reverse(ACCOUNTS), {"q": text, "year": text}).status_code == 200


def test_every_answer_carries_its_request_id_and_a_strict_policy(client):
    answer = client.get(reverse("healthz"))
    assert answer.headers["X-Request-ID"]
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
