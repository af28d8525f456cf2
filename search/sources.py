"""Where documents come from. The packages above register sources; the drain reads rows through
them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from search.documents import Document


@dataclass(frozen=True, slots=True)
class DocumentSource:
    """`load` reads the committed rows of these ids and gives their documents, each with this
    `kind`.

    A row that is gone or must not be found gives none: its old documents then leave the index.
    `all_ids` yields every id that may have documents.
    """

    kind: str
    index: str
    load: Callable[[Sequence[int]], Iterable[Document]]
    all_ids: Callable[[], Iterator[int]]


_sources: dict[str, DocumentSource] = {}


def register(source: DocumentSource) -> DocumentSource:
    """Add a source; raises ValueError when its kind is taken."""
    if source.kind in _sources:
        raise ValueError(f"the search source {source.kind} is registered twice")
    _sources[source.kind] = source
    return source


def unregister(kind: str) -> None:
    """Take a source away again (tests)."""
    _sources.pop(kind, None)


def find(kind: str) -> DocumentSource | None:
    return _sources.get(kind)


def for_index(index: str) -> list[DocumentSource]:
    return [source for source in _sources.values() if source.index == index]


def indexes() -> list[str]:
    """The indexes that any source feeds."""
    return sorted({source.index for source in _sources.values()})


def by_owner(source: DocumentSource, ids: Sequence[int]) -> dict[str, list[Document]]:
    """Every asked row with its documents; a row that gives none has an empty list."""
    loaded: dict[str, list[Document]] = {f"{source.kind}:{pk}": [] for pk in ids}
    for document in source.load(ids):
        loaded[document.owner].append(document)
    return loaded


def batches(source: DocumentSource, size: int = 500) -> Iterator[dict[str, list[Document]]]:
    """All documents of a source, a batch of rows at a time."""
    ids = iter(source.all_ids())
    while batch := list(islice(ids, size)):
        yield by_owner(source, batch)
