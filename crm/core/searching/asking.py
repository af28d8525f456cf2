"""Searching on behalf of a person or of the public."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from crm.core.models.searching import pins_for, synonym_table
from crm.core.registries.documents import staff_documents
from crm.core.scopes import tokens_of_user
from search import service, sources
from search.answering import answering, ask
from search.documents import PUBLIC, STAFF
from search.engines.protocol import IndexMissingError
from search.queries import Explanation, SearchQuery, SearchResult, Suggestion

if TYPE_CHECKING:
    from crm.core.models import User

ANYONE = "public"
_facet_names: dict[str, tuple[str, ...]] = {STAFF: ("kind",)}


def search_staff(
    user: "User", text: str, *, today: date | None = None, engine: str | None = None, **options: Any
) -> SearchResult:
    """What this person may see, and nothing else; `options` are fields of SearchQuery."""
    return ask(STAFF, staff_query(user, text, today=today, **options), engine)


def search_public(
    text: str, *, today: date | None = None, engine: str | None = None, **options: Any
) -> SearchResult:
    """What anybody may see, pinned results of the editors first; `options` are fields of
    SearchQuery."""
    return answer_public(public_query(text, today=today, **options), engine=engine)


def answer_public(query: SearchQuery, *, engine: str | None = None) -> SearchResult:
    """The answer to a query of :func:`public_query`, changed or not: a page that asks several of
    the same text reads synonyms and pins once.
    """
    return ask(PUBLIC, query, engine)


def staff_query(
    user: "User", text: str, *, today: date | None = None, **options: Any
) -> SearchQuery:
    """The query that :func:`search_staff` asks."""
    return SearchQuery(
        text=text, access=staff_access(user), synonyms=synonym_table(), today=today, **options
    )


def public_query(text: str, *, today: date | None = None, **options: Any) -> SearchQuery:
    """The query that :func:`search_public` asks."""
    return SearchQuery(
        text=text,
        access=public_access(),
        synonyms=synonym_table(),
        pins=pins_for(text, today),
        today=today,
        **options,
    )


def explain(
    user: "User | None",
    text: str,
    uid: str,
    *,
    today: date | None = None,
    engine: str | None = None,
    **options: Any,
) -> Explanation:
    """Why a document stands where it does in the search of `user` (None: of the public), or why
    not."""
    if user is None:
        index, query = PUBLIC, public_query(text, today=today, **options)
    else:
        index, query = STAFF, staff_query(user, text, today=today, **options)
    return answering(lambda asked: service.explain(asked, index, query, uid), engine)


def facet_names(index: str) -> Sequence[str]:
    """The facets that are counted for an index; portal and core name theirs with
    `declare_facets`."""
    return _facet_names.get(index, ())


def declare_facets(index: str, names: Sequence[str]) -> None:
    """Say which facets documents of an index carry, in the order in which they are shown."""
    _facet_names[index] = tuple(names)


def suggest_staff(user: "User", text: str) -> Sequence[Suggestion]:
    """Names of records this person may see."""
    return _suggest(STAFF, SearchQuery(text=text, access=staff_access(user)))


def suggest_public(text: str) -> Sequence[Suggestion]:
    """Titles, nicknames and 文号 that anybody may see and that are in force."""
    return _suggest(PUBLIC, SearchQuery(text=text, access=public_access()))


def _suggest(index: str, query: SearchQuery) -> Sequence[Suggestion]:
    try:
        return answering(lambda engine: engine.suggest(index, query))
    except IndexMissingError:
        return []


def staff_access(user: "User") -> Mapping[str, Sequence[str]]:
    """Kind of record → the tokens this person brings for it; a kind without a token is not seen."""
    found = {document.key: tokens_of_user(user, document.model) for document in staff_documents}
    return {kind: tokens for kind, tokens in found.items() if tokens}


def public_access() -> Mapping[str, Sequence[str]]:
    """Everything in the public index is there for anybody; the token is checked all the same."""
    return {source.kind: (ANYONE,) for source in sources.for_index(PUBLIC)}
