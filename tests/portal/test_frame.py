"""The frame of every page: footer slots, switches, stamps, the tree, and no way to other hosts."""

import re

import pytest
from django.conf import settings as project
from wagtail.models import Page, Site

from portal import tree
from portal.choices import IndexKind
from portal.demo import build
from portal.models import HomePage, IndexPage, PolicyDocument, PolicyPackage
from tests.factories.portal import FooterSettingsFactory, NoticeFactory
from tests.portal.conftest import DEMO_DAY


def test_migrate_leaves_the_tree_and_no_welcome_page(db):
    assert HomePage.objects.count() == 2
    assert set(IndexPage.objects.values_list("slug", flat=True)) == set(IndexKind.values)
    assert not Page.objects.filter(title__startswith="Welcome").exists()
    assert isinstance(Site.objects.get(is_default_site=True).root_page.specific, HomePage)


def test_planting_again_changes_nothing(site):
    before = list(Page.objects.values_list("pk", "slug", "title"))
    tree.plant()
    assert list(Page.objects.values_list("pk", "slug", "title")) == before


def test_the_chinese_home_has_no_prefix_and_the_english_one_has(site, client):
    assert '<html lang="zh-CN"' in client.get("/").content.decode()
    assert '<html lang="en"' in client.get("/en/").content.decode()


def test_an_empty_footer_slot_is_not_rendered(site, client):
    html = client.get("/").content.decode()
    for words in ("主办单位", "网站标识码", "警徽", "党政机关网站标识"):
        assert words not in html


def test_a_filled_footer_slot_is_rendered(site, client):
    FooterSettingsFactory(sponsor="示例单位", site_code="0000000000", police_number="京公网安备0号")
    html = client.get("/").content.decode()
    for words in ("示例单位", "0000000000", "京公网安备0号", "警徽"):
        assert words in html


def test_a_switch_sets_a_cookie_and_returns_to_the_page(site, client):
    response = client.post("/display/", {"switch": "large", "next": "/search/?q=1"})
    assert (response.status_code, response.url) == (302, "/search/?q=1")
    html = client.get("/").content.decode()
    assert re.search(r'<html lang="zh-CN" class="large">', html)
    assert 'value="large" aria-pressed="true"' in html


def test_the_two_switches_are_independent_and_can_be_undone(site, client):
    for name in ("large", "contrast", "large"):
        client.post("/display/", {"switch": name})
    assert client.cookies["display"].value == "contrast"


@pytest.mark.parametrize(
    "following", ["https://evil.invalid/", "//evil.invalid", "javascript:alert(1)", ""]
)
def test_a_switch_never_leads_off_the_site(site, client, following):
    response = client.post("/display/", {"switch": "large", "next": following})
    assert response.url == "/"


def test_an_unknown_switch_is_refused_and_a_get_too(site, client):
    assert client.post("/display/", {"switch": "other"}).status_code == 400
    assert client.get("/display/").status_code == 405


def test_invented_pages_carry_the_stamp(site, client):
    assert "演示数据" in client.get(NoticeFactory(is_demo=True).url).content.decode()
    assert "演示数据" not in client.get(NoticeFactory().url).content.decode()


def test_a_demo_installation_stamps_every_page(site, client, settings):
    settings.DEMO_DATA = True
    assert "演示数据" in client.get("/search/").content.decode()


def test_the_expired_page_stays_with_banner_and_successor(demo, client):
    old = PolicyDocument.objects.get(title__contains="2020")
    response = client.get(old.url)
    html = response.content.decode()
    assert response.status_code == 200
    assert "已失效" in html
    assert PolicyDocument.objects.get(document_number="演示字〔2022〕9号").url in html


def test_the_ten_fields_stand_in_beijings_order(demo, client):
    html = client.get(
        PolicyDocument.objects.get(document_number="演示字〔2022〕9号").url
    ).content.decode()
    terms = re.findall(r"<dt>([^<]+)</dt>", html.split('class="meta', 1)[1].split("</dl>")[0])
    assert terms == [
        "主题分类", "发文机构", "联合发文单位", "实施日期", "成文日期",
        "发文字号", "废止日期", "发布日期", "有效性", "文件来源",
    ]  # fmt: skip


def test_the_demo_is_built_once(demo):
    pages = Page.objects.count()
    build(DEMO_DAY)
    assert Page.objects.count() == pages
    assert PolicyPackage.objects.count() == 4
    assert not Page.objects.filter(depth__gt=3, title="").exists()


INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=")
FOREIGN = re.compile(r'(?:src|href|action)="(?:https?:)?//')
HALF_WIDTH = re.compile(r"[一-龥][,;:?(]")


def test_every_public_page_is_whole(demo, client):
    """One walk over the site: opens, strict, local, no dead link or anchor, Chinese punctuation."""
    pages = [page.url for page in Page.objects.live().filter(depth__gt=1)]
    links: set[str] = set()
    for address in [*pages, "/search/", "/en/search/", "/enquiry/", "/question/", "/en/enquiry/"]:
        response = client.get(address)
        html = response.content.decode()
        assert response.status_code == 200, address
        assert not INLINE.search(html), address
        assert not FOREIGN.search(html), address
        assert "unsafe-inline" not in response.headers["Content-Security-Policy"]
        for anchor in re.findall(r'href="#([^"]+)"', html):
            assert f'id="{anchor}"' in html, (address, anchor)
        if not address.startswith("/en/"):
            assert not HALF_WIDTH.search(re.sub(r"<[^>]+>", " ", html)), address
        links |= {link.split("#")[0] for link in re.findall(r'href="(/[^"]*)"', html)}
    for link in sorted(link for link in links if not link.startswith(f"/{project.STATIC_URL}")):
        assert client.get(link.replace("&amp;", "&")).status_code == 200, link
