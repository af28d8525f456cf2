"""What a public page costs, and that what is kept for speed shows nobody what is not public."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from portal.models import FooterSettings, HomePage, IndexPage, PolicyDocument, StandardPage
from portal.visible import restricted
from tests.factories.portal import (
    ApplicationGuideFactory,
    NoticeFactory,
    PolicyDocumentFactory,
    clause_block,
)

HOME_LIMIT, PAGE_LIMIT = 15, 12
ADDRESSES = ("/search/", "/search/?q=租金", "/search/?q=丰九条", "/enquiry/", "/question/")


def cost(client, address: str) -> int:
    """Queries of one reading, a moment after somebody else read the site."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_every_public_page_keeps_to_its_budget(demo, client):
    call_command("search_reindex", index="public", verbosity=0)
    pages = Page.objects.live().filter(depth__gt=1).specific()
    homes = [page.url for page in pages if isinstance(page, HomePage)]
    others = [page.url for page in pages if not isinstance(page, HomePage)]
    dear = {address: cost(client, address) for address in [*others, *ADDRESSES]}
    assert {address: n for address, n in dear.items() if n > PAGE_LIMIT} == {}
    assert max(cost(client, address) for address in homes) <= HOME_LIMIT


def test_more_clauses_and_guides_cost_no_more(site, client):
    small = PolicyDocumentFactory(body=[clause_block("第一条", "甲")])
    large = PolicyDocumentFactory(body=[clause_block(f"第{n}条", "乙") for n in range(30)])
    for clause in large.clauses.all():
        ApplicationGuideFactory(document=large, clause_code=clause.code)
    assert cost(client, large.url) <= cost(client, small.url)


def test_changed_words_show_at_once(site, client):
    client.get("/")
    words = FooterSettings.for_site(
        Page.objects.get(depth=2, locale__language_code="zh-hans").get_site()
    )
    words.brand, words.sponsor = "新名称", "新主办单位"
    words.save()
    page = client.get("/").content.decode()
    assert "新名称</title>" in page.replace("\n", "")
    assert "新主办单位" in page


def test_a_standing_page_taken_back_leaves_the_foot_at_once(site, client):
    home = HomePage.objects.get(locale__language_code="zh-hans")
    page = StandardPage(title="临时说明", slug="lin-shi", body="<p>文</p>", locale=home.locale)
    home.add_child(instance=page)
    assert "临时说明" in client.get("/").content.decode()
    page.unpublish()
    assert "临时说明" not in client.get("/").content.decode()


def test_each_language_has_its_own_foot(site, client):
    NoticeFactory()
    chinese, english = (client.get(address).content.decode() for address in ("/", "/en/"))
    assert "通知公告" in chinese
    assert "通知公告" not in english


def test_a_page_made_private_is_neither_served_nor_listed(site, client):
    guide = ApplicationGuideFactory(title="内部指南")
    assert client.get(guide.url).status_code == 200
    assert "内部指南" in client.get("/guides/").content.decode()
    PageViewRestriction.objects.create(page=guide, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(guide.url).status_code == 302
    assert "内部指南" not in client.get("/guides/").content.decode()
    assert restricted().holds(guide)


def test_a_private_guide_stands_beside_no_clause(site, client):
    page = PolicyDocumentFactory(body=[clause_block("第一条", "甲")])
    guide = ApplicationGuideFactory(
        title="内部指南", document=page, clause_code=page.clauses.get().code
    )
    assert guide.url in client.get(page.url).content.decode()
    PageViewRestriction.objects.create(page=guide, restriction_type=PageViewRestriction.LOGIN)
    assert guide.url not in client.get(page.url).content.decode()


@pytest.mark.parametrize("place", ["itself", "index", "home", "nowhere"])
def test_restrictions_are_those_that_wagtail_finds(site, place):
    page = PolicyDocumentFactory()
    on = {"itself": page, "index": page.get_parent(), "home": page.get_parent().get_parent()}
    if place in on:
        PageViewRestriction.objects.create(
            page=on[place], restriction_type=PageViewRestriction.LOGIN
        )
    assert list(page.get_view_restrictions()) == list(Page.get_view_restrictions(page))


def test_a_mirror_of_a_private_page_is_private(site):
    page = PolicyDocumentFactory()
    mirror = page.create_alias(update_slug="jing-xiang")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert mirror.get_view_restrictions().count() == 1


@pytest.mark.parametrize(
    "address", ["/policies/none/", "/policies/zc-1/x/", "/nothing/zc-1/", "/policies/v/2023-01-01/"]
)
def test_an_address_below_the_fixed_pages_that_leads_nowhere(site, client, address):
    assert client.get(address).status_code == 404


def test_a_draft_has_no_address(site, client):
    page = PolicyDocumentFactory(published=False)
    assert client.get(f"/policies/{page.slug}/").status_code == 404


def test_a_page_moved_below_another_index_is_found_where_it_is(site, client):
    page = PolicyDocumentFactory()
    target = IndexPage.objects.get(kind="notices", locale=page.locale)
    page.move(target, pos="last-child")
    moved = PolicyDocument.objects.get(pk=page.pk)
    assert client.get(f"/policies/{page.slug}/").url == moved.url
    assert client.get(moved.url).status_code == 200
