"""Wagtail's own search: Chinese words inside titles are found, and no text makes an error."""

import pytest
from django.test import Client
from wagtail.documents.models import Document as WagtailDocument
from wagtail.models import Page

from portal.cms_search import asked_text, indexed_text
from tests.factories.portal import NoticeFactory
from tests.portal.test_search_page import NASTY

PLACES = (
    "/cms/pages/search/",
    "/cms/pages/search/results/",
    "/cms/images/",
    "/cms/images/results/",
    "/cms/documents/",
    "/cms/documents/results/",
    "/cms/choose-page/search/",
    "/cms/images/chooser/results/",
    "/cms/documents/chooser/results/",
    "/cms/users/",
)


@pytest.fixture
def editor(db, django_user_model) -> Client:
    user = django_user_model(username="chief-editor", is_superuser=True, is_active=True)
    user.set_password("a-long-test-password")
    user.save()
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("text", ["政策", "租金补贴", "税", "申报 通知"])
def test_words_inside_a_title_are_found(site, text):
    NoticeFactory(title="关于纳税企业租金补贴政策的申报通知")
    NoticeFactory(title="无关的标题")
    for found in (Page.objects.autocomplete(text), Page.objects.search(text)):
        titles = [page.title for page in found]
        assert "关于纳税企业租金补贴政策的申报通知" in titles
        assert "无关的标题" not in titles


def test_latin_words_are_found_by_their_beginning(site):
    NoticeFactory(title="WCAG accessibility 说明")
    assert Page.objects.autocomplete("access").count() == 1


def test_a_text_without_words_finds_nothing(site):
    assert list(Page.objects.search('"')) == []


def test_documents_are_found_by_chinese_words(site):
    WagtailDocument.objects.create(title="租金补贴申请表（样表）", file="a.pdf")
    assert WagtailDocument.objects.search("申请表").count() == 1


def test_the_index_and_the_query_are_cut_alike():
    assert set(asked_text("租金补贴").split()) <= set(indexed_text("办公用房租金补贴办法").split())


@pytest.mark.parametrize("place", PLACES)
def test_no_text_breaks_a_listing(site, editor, place):
    for text in NASTY:
        assert editor.get(place, {"q": text}).status_code == 200, text[:40]


def test_the_explorer_of_a_section_searches_too(site, editor):
    notice = NoticeFactory(title="租金补贴申报通知")
    parent = notice.get_parent()
    for text in ("租金", '"', "\x00"):
        answer = editor.get(f"/cms/pages/{parent.pk}/", {"q": text})
        assert answer.status_code == 200
    assert (
        "租金补贴申报通知" in editor.get(f"/cms/pages/{parent.pk}/", {"q": "租金"}).content.decode()
    )
