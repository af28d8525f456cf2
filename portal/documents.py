"""What of the public site is searched: one document a page and one a clause, read from the
database by id.

Only live pages without a view restriction give documents, so a draft or a private page cannot
leak whatever marked it. A document page and its clauses are one owner and are replaced together.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing

from crm.core import clock
from crm.core.searching.asking import ANYONE, declare_facets
from portal.indexing import PAGE
from portal.models import (
    ApplicationGuide,
    Clause,
    FaqPage,
    Interpretation,
    Notice,
    PolicyDocument,
    PolicyPackage,
    StandardPage,
)
from portal.rules import validity
from search import sources
from search.documents import AMENDED, EXPIRED, NOT_YET, PUBLIC, VALID, Document

FACETS = ("level", "issuer", "package", "validity", "type")
RANKS = {
    validity.PENDING: NOT_YET,
    validity.IN_FORCE: VALID,
    validity.AMENDED: AMENDED,
    validity.LAPSED: EXPIRED,
    validity.REPEALED: EXPIRED,
}
SEARCHED = (
    PolicyPackage,
    PolicyDocument,
    ApplicationGuide,
    Interpretation,
    Notice,
    FaqPage,
    StandardPage,
)


def load(ids: Sequence[int]) -> Iterator[Document]:
    """The documents of these pages as the database holds them now."""
    for model in SEARCHED:
        pages = model.objects.filter(pk__in=ids).live().public().select_related("locale")
        if model is PolicyDocument:
            yield from _policies(list(pages.select_related("package", "successor")))
        elif model is PolicyPackage:
            yield from (_package(page) for page in pages)
        elif model is StandardPage:
            yield from (_standard(page) for page in pages)
        else:
            yield from (_supporting(page) for page in pages.select_related("package"))


def all_ids() -> Iterator[int]:
    pages = Page.objects.type(*SEARCHED).live().order_by("pk")
    return pages.values_list("pk", flat=True).iterator(chunk_size=2000)


# --- policy documents ----------------------------------------------------------------------------


def _policies(pages: list[PolicyDocument]) -> Iterator[Document]:
    clauses: dict[int, list[Clause]] = defaultdict(list)
    standing = Clause.objects.filter(page__in=pages, retired_on__isnull=True)
    for clause in standing.order_by("page_id", "position"):
        clauses[clause.page_id].append(clause)
    day = clock.today()
    for page in pages:
        state = page.validity_on(day)
        facets = _facets(page, page.content_kind, state)
        common = {
            "kind": PAGE,
            "id": page.pk,
            "url": page.url or "",
            "type": page.content_kind,
            "group": f"{PAGE}:{page.pk}",
            "facets": facets,
            "access": (ANYONE,),
            "date": page.revised_on or page.effective_on or page.published_on,
            "validity": RANKS[state],
        }
        rows = clauses[page.pk]
        yield Document(
            **common,
            title=page.title,
            subtitle=page.document_number,
            keys=tuple(filter(None, (page.document_number, page.title))),
            headings=_headings(page, rows),
            body=_loose_text(page),
        )
        for clause in rows:
            yield Document(
                **common,
                title=str(clause),
                subtitle=page.title,
                anchor=clause.anchor,
                headings=tuple(filter(None, (page.title, _nickname(page), clause.chapter))),
                body="\n".join(filter(None, (clause.text, clause.beneficiaries, clause.standard))),
                suggest=bool(clause.heading),
            )


def _headings(page: PolicyDocument, clauses: list[Clause]) -> tuple[str, ...]:
    words = [_nickname(page), page.topic, *(clause.heading for clause in clauses)]
    words += [block.value["text"] for block in page.body if block.block_type == "heading"]
    return tuple(filter(None, words))


def _loose_text(page: PolicyDocument) -> str:
    """What stands outside the clauses; the clauses are documents of their own."""
    words = [str(block.value) for block in page.body if block.block_type == "text"]
    return "\n".join([*words, page.issuer, page.joint_issuers])


def _nickname(page: Any) -> str:
    return page.package.title if page.package_id and page.package.live else ""


def _facets(page: Any, kind: str, state: str) -> dict[str, list[str]]:
    facets = {"type": [str(kind)], "validity": [state], "document": [page.slug]}
    if page.level:
        facets["level"] = [page.level]
    if page.issuer:
        facets["issuer"] = [page.issuer]
    if page.package_id and page.package.live:
        facets["package"] = [page.package.slug]
    return facets


# --- the other pages
# -------------------------------------------------------------------------------


def _document(page: Any, **extra: Any) -> Document:
    return Document(
        kind=PAGE,
        id=page.pk,
        title=page.title,
        url=page.url or "",
        type=page.content_kind,
        group=f"{PAGE}:{page.pk}",
        access=(ANYONE,),
        **extra,
    )


def _package(page: PolicyPackage) -> Document:
    return _document(
        page,
        subtitle=page.official_title,
        aliases=tuple(filter(None, (page.title, *page.alias_list, page.official_title))),
        keys=(page.title, *page.alias_list),
        headings=tuple(filter(None, (page.slogan,))),
        body="\n".join(filter(None, (page.intro, page.slogan, page.lead_department))),
        facets={
            "type": [str(page.content_kind)],
            "validity": [validity.IN_FORCE],
            "package": [page.slug],
            "document": [page.slug],
        },
        date=page.checked_on,
    )


def _supporting(page: Any) -> Document:
    words = [page.summary, get_text_for_indexing(page.body)]
    if isinstance(page, ApplicationGuide):
        words += [block.value["name"] or "" for block in page.materials]
        words += [str(block.value) for block in page.steps]
    return _document(
        page,
        headings=tuple(filter(None, (_nickname(page),))),
        body="\n".join(filter(None, words)),
        facets=_facets(page, page.content_kind, validity.IN_FORCE),
        date=page.published_on,
    )


def _standard(page: StandardPage) -> Document:
    return _document(
        page,
        body=get_text_for_indexing(page.body),
        facets={"type": [str(page.content_kind)], "document": [page.slug]},
        date=page.published_on,
    )


sources.register(sources.DocumentSource(kind=PAGE, index=PUBLIC, load=load, all_ids=all_ids))
declare_facets(PUBLIC, FACETS)
