"""What people see when something is not there, not theirs, or broken."""

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from crm.desk.views.errors import server_error

pytestmark = pytest.mark.django_db


def test_a_missing_staff_page_keeps_the_shell(people, browse):
    answer = browse(people.manager).get("/desk/nothing/here/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "找不到这个页面" in page
    assert "dd-nav" in page


def test_a_page_that_is_not_yours_says_so_without_blame(people, browse):
    answer = browse(people.manager).get(reverse("desk:core:accounts"))
    assert answer.status_code == 403
    assert "您不能做这一步" in answer.content.decode()


def test_a_stranger_is_not_shown_the_shell():
    page = Client().get("/files/nothing/here/").content.decode()
    assert "dd-nav" not in page


def test_a_broken_page_gives_the_number_to_tell_and_needs_no_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = server_error(RequestFactory().get("/desk/"))
    assert answer.status_code == 500
    assert "没有成功" in answer.content.decode()


def test_a_form_sent_without_its_token_is_explained_in_chinese(people):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.manager)
    answer = client.post(reverse("desk:shortcuts"), {"single_keys": "on"})
    assert answer.status_code == 403
    assert "页面打开时间太长" in answer.content.decode()
