"""Marks public pages for the search index. What is indexed is read later, by id, from the database.

A document page and its clauses are one owner there, so the page's id is all that is marked.
"""

from collections.abc import Iterable

from wagtail.models import Page

from portal.models import PolicyPackage
from portal.models.support import SupportingPage
from search import outbox

PAGE = "page"


def mark_pages(ids: Iterable[int]) -> None:
    """Call it in the transaction that changes the pages."""
    outbox.mark(PAGE, ids)


def mark_below(path: str) -> None:
    """The page at this tree path and everything below it: its address or who may read it has
    changed.
    """
    mark_pages(Page.objects.filter(path__startswith=path).values_list("pk", flat=True))


def mark_members(package: PolicyPackage) -> None:
    """Members carry the package's nickname as a facet and as a word."""
    mark_pages(package.documents.values_list("pk", flat=True))
    for model in SupportingPage.__subclasses__():
        mark_pages(model.objects.filter(package=package).values_list("pk", flat=True))
