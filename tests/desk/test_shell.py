"""The shell round every staff page."""

import re

import pytest
from django.urls import reverse

from crm.core.access import ANY_STAFF
from crm.core.models import User
from crm.core.registries import Todo, TodoSource

pytestmark = pytest.mark.django_db

INLINE = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", re.IGNORECASE)
PAGES = (
    "desk:my_day",
    "desk:overview",
    "desk:todos",
    "desk:more",
    "desk:shortcuts",
    "desk:search",
)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_one_heading_a_skip_link_and_nothing_inline(people, browse, name):
    page = browse(people.coordinator).get(reverse(name)).content.decode()
    assert page.count("<h1") == 1
    assert 'href="#main"' in page
    assert INLINE.findall(page) == []


def test_the_navigation_leads_nobody_where_they_may_not_go(people, browse):
    for name in ("manager", "operator", "head", "statistician", "editor", "admin", "steward"):
        client = browse(getattr(people, name))
        page = client.get(reverse("desk:more")).content.decode()
        links = re.findall(r'<a href="([^"]+)" data-icon', page)
        assert {client.get(link).status_code for link in links} <= {200, 302}


def test_only_the_administrator_is_shown_the_administration(people, browse):
    heading = "<h2>系统管理</h2>"
    assert heading in browse(people.admin).get(reverse("desk:my_day")).content.decode()
    assert heading not in browse(people.manager).get(reverse("desk:my_day")).content.decode()


def test_the_bell_counts_what_waits(people, browse, todo_registry):
    item = Todo("云岚数科（演示）", "XS-2023-0001", "首次响应", "/desk/", "today")
    todo_registry.register(TodoSource("leads", "线索", lambda user, day: [item, item], ANY_STAFF))
    page = browse(people.manager).get(reverse("desk:shortcuts")).content.decode()
    assert 'aria-label="待办 2 项"' in page


def test_the_to_do_page_can_keep_one_kind(people, browse, todo_registry):
    for key, title in (("leads", "甲"), ("projects", "乙")):
        item = Todo(f"{title}公司", "", "", "/desk/", "today")
        todo_registry.register(TodoSource(key, key, lambda user, day, item=item: [item], ANY_STAFF))
    client = browse(people.manager)
    both, one = (
        client.get(reverse("desk:todos"), query).content.decode()
        for query in ({}, {"source": "leads"})
    )
    assert ("甲公司" in both, "乙公司" in both) == (True, True)
    assert ("甲公司" in one, "乙公司" in one) == (True, False)


def test_demo_data_is_stamped_on_every_page(people, browse, settings):
    client = browse(people.manager)
    assert "<b>演示数据</b>" not in client.get(reverse("desk:todos")).content.decode()
    settings.DEMO_DATA = True
    assert "<b>演示数据</b>" in client.get(reverse("desk:todos")).content.decode()


def test_single_keys_are_off_until_switched_on(people, browse):
    client = browse(people.manager)
    address = reverse("desk:shortcuts")
    assert 'data-single-keys="off"' in client.get(address).content.decode()
    client.post(address, {"single_keys": "on"})
    assert 'data-single-keys="on"' in client.get(address).content.decode()
    client.post(address, {"single_keys": "off"})
    assert not User.objects.get(username="manager").single_key_shortcuts


def test_breadcrumbs_begin_at_home_and_end_on_this_page(people, browse):
    page = browse(people.manager).get(reverse("desk:shortcuts")).content.decode()
    trail = re.findall(
        r">([^<>]+)</(?:a|span)>",
        page[page.index('class="dd-crumb"') : page.index("</nav>", page.index('class="dd-crumb"'))],
    )
    assert trail == ["首页", "/", "快捷键"]
