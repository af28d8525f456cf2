"""Addresses: from the 文号 or the year's sequence, unique, and never changed after publication."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page

from portal.models import PolicyDocument
from portal.rules.slugs import is_slug, next_free, slug_of_number
from portal.tree import index_page
from tests.factories.portal import PolicyDocumentFactory


@pytest.mark.parametrize(
    ("number", "slug"),
    [
        ("京政发〔2025〕27号", "zc-2025-h27"),
        ("演示字［２０２２］９号", "zc-2022-h9"),
        ("演示字(2022) 16 号", "zc-2022-h16"),
        ("国务院令第705号", ""),
        ("", ""),
    ],
)
def test_the_document_number_gives_the_address(number, slug):
    assert slug_of_number("zc", number) == slug


def test_year_and_number_never_fuse():
    assert slug_of_number("zc", "京政发〔2025〕27号") != slug_of_number("zc", "京政发〔20252〕7号")


def test_a_taken_address_gets_the_next_number():
    assert next_free("zc-2022-h9", {"zc-2022-h9", "zc-2022-h9-2"}) == "zc-2022-h9-3"


@pytest.mark.parametrize("text", ["zc-2022-h9", "packages", "home-en"])
def test_an_address_is_made_of_letters_digits_and_hyphens(text):
    assert is_slug(text)


@pytest.mark.parametrize("text", ["租金", "ZC-1", "a--b", "-a", "a/b", "a b", "", "a" * 81])
def test_anything_else_is_no_address(text):
    assert not is_slug(text)


def test_a_page_added_by_program_gets_its_address_by_rule(site):
    page = PolicyDocument(title="关于租金的若干措施", document_number="演示字〔2022〕9号")
    index_page("policies").add_child(instance=page)
    assert page.slug == "zc-2022-h9"


def test_two_documents_with_one_number_get_two_addresses(site):
    first = PolicyDocumentFactory(document_number="演示字〔2022〕9号")
    second = PolicyDocumentFactory(document_number="示例字〔2022〕9号")
    assert (first.slug, second.slug) == ("zc-2022-h9", "zc-2022-h9-2")


def test_a_document_without_number_takes_the_next_of_the_year(site):
    first, second = PolicyDocumentFactory(), PolicyDocumentFactory()
    assert int(second.slug.rpartition("-")[2]) == int(first.slug.rpartition("-")[2]) + 1


def test_a_published_address_never_changes(site):
    page = PolicyDocumentFactory()
    page.save_revision().publish()
    page = PolicyDocument.objects.get(pk=page.pk)
    page.slug = "zc-1999-0001"
    with pytest.raises(ValidationError):
        page.save()
    with pytest.raises(ValidationError):
        page.save(clean=False)


def test_a_chinese_address_given_by_program_is_refused(site):
    page = PolicyDocument(title="措施", slug="措施")
    with pytest.raises(ValidationError):
        index_page("policies").add_child(instance=page)


def test_a_document_keeps_its_address_when_its_number_is_corrected(site):
    page = PolicyDocumentFactory(document_number="演示字〔2022〕9号")
    page.document_number = "演示字〔2022〕10号"
    page.save()
    assert Page.objects.get(pk=page.pk).slug == "zc-2022-h9"
