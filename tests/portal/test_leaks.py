"""Nothing that is not public reaches the search documents, whatever marked it."""

import datetime as dt

import pytest
from wagtail.models import Page, PageViewRestriction

from crm.core import clock
from portal import documents, tree
from portal.choices import IndexKind
from portal.models import PolicyDocument
from search.models import OutboxEntry
from tests.factories.portal import (
    ApplicationGuideFactory,
    NoticeFactory,
    PolicyDocumentFactory,
    PolicyPackageFactory,
    clause_block,
)


def found(page: Page) -> list:
    return list(documents.load([page.pk]))


def marked_since(mark: int) -> set[int]:
    return set(OutboxEntry.objects.filter(pk__gt=mark).values_list("object_id", flat=True))


def last_mark() -> int:
    entry = OutboxEntry.objects.order_by("-pk").first()
    return entry.pk if entry else 0


def restrict(page: Page) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def test_a_live_document_gives_itself_and_its_clauses(site):
    page = PolicyDocumentFactory(body=[clause_block("第一条", "甲"), clause_block("第二条", "乙")])
    assert [document.anchor for document in found(page)] == ["", "c-1", "c-2"]


def test_a_draft_gives_nothing(site):
    assert found(PolicyDocumentFactory(published=False)) == []


def test_a_draft_edit_of_a_live_page_keeps_the_public_words(site):
    page = PolicyDocumentFactory(title="公开标题", body=[clause_block("第一条", "公开文字")])
    page.title = "草稿标题"
    page.body = [clause_block("第一条", "草稿文字")]
    page.save_revision()
    words = " ".join(document.title + document.body for document in found(page))
    assert "公开标题" in words
    assert "公开文字" in words
    assert "草稿" not in words


def test_an_unpublished_page_gives_nothing(site):
    page = PolicyDocumentFactory()
    page.unpublish()
    assert found(page) == []


def test_a_restricted_page_gives_nothing(site):
    page = NoticeFactory()
    restrict(page)
    assert found(page) == []


def test_a_page_below_a_restricted_one_gives_nothing_and_is_marked(site):
    page = NoticeFactory()
    mark = last_mark()
    restriction = restrict(tree.index_page(IndexKind.NOTICES))
    assert found(page) == []
    assert page.pk in marked_since(mark)
    mark = last_mark()
    restriction.delete()
    assert len(found(page)) == 1
    assert page.pk in marked_since(mark)


def test_a_deleted_page_gives_nothing_and_is_marked(site):
    page = NoticeFactory()
    pk, mark = page.pk, last_mark()
    page.delete()
    assert list(documents.load([pk])) == []
    assert pk in marked_since(mark)


def test_unpublishing_marks_the_page(site):
    page = PolicyDocumentFactory()
    mark = last_mark()
    page.unpublish()
    assert page.pk in marked_since(mark)


def test_a_package_renamed_marks_its_members(site):
    package = PolicyPackageFactory(title="丰九条")
    member, guide = PolicyDocumentFactory(package=package), ApplicationGuideFactory(package=package)
    mark = last_mark()
    package.title = "丰十条"
    package.save_revision().publish()
    assert {member.pk, guide.pk} <= marked_since(mark)


def test_a_lapsed_document_is_marked_as_expired(site):
    yesterday = clock.today() - dt.timedelta(days=1)
    page = PolicyDocumentFactory(last_day=yesterday)
    assert {document.validity for document in found(page)} == {documents.EXPIRED}


def test_a_removed_clause_leaves_the_index(site):
    one, two = clause_block("第一条", "甲"), clause_block("第二条", "乙")
    page = PolicyDocumentFactory(body=[one, two])
    page.body = [one]
    page.save_revision().publish()
    assert [document.anchor for document in found(page)] == ["", "c-1"]


@pytest.mark.parametrize("published", [True, False])
def test_only_public_pages_can_be_opened(site, client, published):
    page = NoticeFactory(published=published)
    assert client.get(page.url).status_code == (200 if published else 404)


def test_every_id_that_has_documents_is_listed(site):
    pages = [PolicyDocumentFactory(), NoticeFactory(), PolicyPackageFactory()]
    assert {page.pk for page in pages} <= set(documents.all_ids())
    assert PolicyDocument.objects.count() == 1
