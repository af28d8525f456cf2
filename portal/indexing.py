"""Marks public pages and clauses for the search index. What is indexed is read later, by id, from the database."""

from collections.abc import Iterable
from uuid import UUID

from wagtail.models import Page

from portal.models import Clause, PolicyPackage
from portal.models.support import SupportingPage

PAGE = "page"
CLAUSE = "clause"


def mark_pages(ids: Iterable[int]) -> None:
    _mark(PAGE, ids)


def mark_clauses_of(page_ids: Iterable[int]) -> None:
    """The clauses of these documents, retired ones too: those have to leave the index."""
    page_ids = list(page_ids)
    for start in range(0, len(page_ids), 500):
        clauses = Clause.objects.filter(page_id__in=page_ids[start : start + 500])
        _mark(CLAUSE, clauses.values_list("pk", flat=True))


def mark_clauses_of_document(document_key: UUID) -> None:
    _mark(CLAUSE, Clause.objects.filter(document_key=document_key).values_list("pk", flat=True))


def mark_below(path: str) -> None:
    """The page at this tree path and everything below it: its address or who may read it has changed."""
    ids = list(Page.objects.filter(path__startswith=path).values_list("pk", flat=True))
    mark_pages(ids)
    mark_clauses_of(ids)


def mark_members(package: PolicyPackage) -> None:
    """Members carry the package's nickname as a facet."""
    documents = list(package.documents.values_list("pk", flat=True))
    mark_clauses_of(documents)
    mark_pages(documents)
    for model in SupportingPage.__subclasses__():
        mark_pages(model.objects.filter(package=package).values_list("pk", flat=True))


def _mark(kind: str, ids: Iterable[int]) -> None:
    pass
