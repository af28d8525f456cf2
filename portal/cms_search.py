"""Wagtail's own search for the editor, made to find Chinese words and to survive any text.

The database backends take a run of Chinese characters as one word, and SQLite's raises an error
on a quote or NUL. Here every text is cut into bigrams and single characters before it is indexed,
and every query likewise before it is asked. Set as WAGTAILSEARCH_BACKENDS; covers pages, images,
documents and choosers alike.
"""

from collections.abc import Iterable
from copy import copy
from typing import Any

from modelsearch.backends import database
from modelsearch.backends.base import EmptySearchResults
from modelsearch.index import RelatedFields
from modelsearch.query import MatchAll, SearchQuery

from search.analysis import analyse, normalise, words_of

LONGEST_QUERY = 200


def indexed_text(value: Any) -> Any:
    """Bigrams, single characters and whole tokens of a text; lists and dicts item by item."""
    if isinstance(value, str):
        tokens = analyse(value)
        return " ".join([*tokens.words, *tokens.chars])
    if isinstance(value, list | tuple):
        return [indexed_text(item) for item in value]
    if isinstance(value, dict):
        return {key: indexed_text(item) for key, item in value.items()}
    return value


def asked_text(query: str) -> str:
    """The words of a query, free of every character that a query language could read."""
    return " ".join(words_of(normalise(query[:LONGEST_QUERY])))


class _Asking:
    """Mixed into the backend of the database at hand."""

    def search(self, query: Any, model_or_queryset: Any, *args: Any, **kwargs: Any) -> Any:
        return self._ask(super().search, query, model_or_queryset, *args, **kwargs)  # type: ignore[misc]

    def autocomplete(self, query: Any, model_or_queryset: Any, *args: Any, **kwargs: Any) -> Any:
        return self._ask(super().autocomplete, query, model_or_queryset, *args, **kwargs)  # type: ignore[misc]

    def _ask(self, ask: Any, query: Any, model_or_queryset: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(query, SearchQuery) and not isinstance(query, MatchAll):
            query = getattr(query, "query_string", query)
        if isinstance(query, str):
            query = asked_text(query)
            if not query:
                return EmptySearchResults()
        return ask(query, model_or_queryset, *args, **kwargs)


class _Indexing:
    """Mixed into the index class of the database at hand."""

    def add_items(self, model: type, objs: Iterable[Any]) -> None:
        objs = list(objs)
        for obj in objs:
            fields = [_cut(field) for field in obj.get_search_fields()]
            # An attribute of the row hides the class's method while it is indexed.
            obj.get_search_fields = lambda fields=fields: fields
        try:
            super().add_items(model, objs)  # type: ignore[misc]
        finally:
            for obj in objs:
                del obj.get_search_fields


def _cut(field: Any) -> Any:
    """A copy of a search field whose value is cut into words."""
    twin = copy(field)
    if isinstance(field, RelatedFields):
        twin.fields = [_cut(inner) for inner in field.fields]
    elif hasattr(field, "get_value"):
        twin.get_value = lambda obj: indexed_text(field.get_value(obj))
    return twin


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name that Wagtail looks for
    """The database backend of this installation with both mixins."""
    plain = type(database.SearchBackend(params))
    index_class = type("ChineseIndex", (_Indexing, plain.index_class), {})
    chinese = type("ChineseSearchBackend", (_Asking, plain), {"index_class": index_class})
    return chinese(params)
