"""The search page: any text gives a page, facets work from the address alone, drafts stay out."""

import re

import pytest
from django.core.management import call_command
from django.http import QueryDict
from django.urls import reverse

from portal.views.search import Asked
from tests.factories.portal import (
    NoticeFactory,
    PolicyDocumentFactory,
    PolicyPackageFactory,
    clause_block,
)

NASTY = [
    *("'", "(", ")", "*", "%", "-", "~", "^2", "\\", "〔", "税", "😀", '"'),
    *("AND", "NOT", "政策 AND", '"政策', "(租金", "nofield:x", "id:1", "[1 TO 2]"),
    *("\x00", "a\x00b", "\u202e\u200f", "\ufffd", "<script>alert(1)</script>"),
    *("政" * 5000, "a" * 20000),
]


@pytest.fixture
def library(site):
    """Two documents of different levels, one notice, one package, one draft; all indexed."""
    package = PolicyPackageFactory(title="丰九条", other_names="丰9条")
    PolicyDocumentFactory(
        title="商务措施",
        package=package,
        level="district",
        body=[
            clause_block("第一条", "对企业给予租金补贴，按面积分段。", "租金补贴"),
            clause_block("第二条", "租金按年支付。", "支付"),
            clause_block("第三条", "租金不足一年的按月计算。", "计算"),
        ],
    )
    PolicyDocumentFactory(
        title="北京市条例", level="city", body=[clause_block("第一条", "租金由双方约定。")]
    )
    PolicyDocumentFactory(
        title="旧措施", last_day="2020-01-01", body=[clause_block("第一条", "旧的租金补贴。")]
    )
    NoticeFactory(title="租金申报通知")
    PolicyDocumentFactory(
        title="草稿措施", published=False, body=[clause_block("第一条", "租金草稿")]
    )
    call_command("search_reindex", index="public", verbosity=0)


def page(client, **query):
    response = client.get(reverse("portal:search"), query)
    assert response.status_code == 200
    return response


def test_any_text_gives_a_page(library, client):
    for text in NASTY:
        assert "<script>alert" not in page(client, q=text).content.decode(), text[:40]


def test_any_value_in_the_address_gives_a_page(library, client):
    names = ("level", "issuer", "package", "validity", "type", "page", "sort", "expired")
    for name in names:
        for value in ('"', "\x00", "-1", "x" * 5000, "九", "1e9", "٣"):
            page(client, q="租金", **{name: value})


def test_without_an_index_the_page_says_so(site, client, settings, tmp_path):
    settings.SEARCH_DIR = tmp_path / "empty"
    assert page(client, q="租金").status_code == 200


def test_the_nickname_comes_first(library, client):
    for text in ("丰九条", "丰9条", "豐九條"):
        assert page(client, q=text).context["found"][0].page.title == "丰九条"


def test_hits_are_grouped_with_at_most_two_clauses_and_the_rest_is_counted(library, client):
    found = {one.page.title: one for one in page(client, q="租金").context["found"]}
    grouped = found["商务措施"]
    assert len(grouped.clauses) == 2
    assert grouped.more == 1
    assert grouped.clauses[0]["hit"].anchor == "c-1"


def test_a_hit_leads_to_an_anchor_that_is_on_the_page(library, client):
    html = page(client, q="分段").content.decode()
    address, anchor = re.search(r'href="(/policies/[^"#]+)#(c-\d+)"', html).groups()
    assert f'id="{anchor}"' in client.get(address).content.decode()


def test_what_was_found_is_marked(library, client):
    assert "<mark>租金" in page(client, q="租金补贴").content.decode()


def test_drafts_are_not_found(library, client):
    assert "草稿" not in page(client, q="租金草稿").content.decode().replace("租金草稿", "")


def test_lapsed_documents_are_left_out_until_asked_for(library, client):
    plain = page(client, q="租金")
    assert "旧措施" not in [one.page.title for one in plain.context["found"]]
    assert plain.context["expired_more"] == 1
    wide = page(client, q="租金", expired="1")
    assert "旧措施" in [one.page.title for one in wide.context["found"]]


def test_choosing_lapsed_in_the_facet_includes_them(library, client):
    found = page(client, q="租金", validity="lapsed").context["found"]
    assert [one.page.title for one in found] == ["旧措施"]


def test_facets_are_or_inside_and_and_across(library, client):
    both = page(client, q="租金", level=["city", "district"], type="document").context["result"]
    one = page(client, q="租金", level=["city"], type="document").context["result"]
    none = page(client, q="租金", level=["city"], type="package").context["result"]
    assert (both.total, one.total, none.total) == (2, 1, 0)


def test_each_count_is_the_number_of_hits_after_choosing_it(library, client):
    response = page(client, q="租金")
    for facet in response.context["facets"]:
        for value in facet.values:
            chosen = page(client, q="租金", **{facet.name: value.value})
            assert chosen.context["result"].total == value.count, (facet.name, value.value)


def test_a_chosen_value_can_be_removed(library, client):
    response = page(client, q="租金", level="city")
    (tag,) = response.context["tags"]
    assert client.get(reverse("portal:search") + tag.without).context["result"].total > 1


def test_no_hit_still_helps(library, client):
    response = page(client, q="zzzzqqqq")
    html = response.content.decode()
    assert response.context["result"].total == 0
    assert reverse("portal:question") in html
    assert "丰九条" in html


def test_filtered_pages_ask_not_to_be_indexed(library, client):
    assert "noindex" in page(client, q="租金").content.decode()
    assert "noindex" not in page(client).content.decode()


def test_the_address_round_trips():
    asked = Asked("租金", {"level": ["city", "zone"]}, True, "date", 3)

    again = Asked.from_query(QueryDict(asked.address(page=3)[1:]))
    assert again == asked


def test_english_finds_too(library, client):
    response = client.get("/en/search/", {"q": "租金"})
    assert response.context["result"].total == 3
    assert 'lang="en"' in response.content.decode()
