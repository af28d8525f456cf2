"""An engine of each kind in a directory of its own, and a table of notes that is searched."""

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from search import sources
from search.documents import PUBLIC, Document
from search.engines.protocol import Engine
from search.models import OutboxEntry
from search.queries import SearchQuery, SearchResult
from search.service import search
from search.settings import CLUSTER, EMBEDDED, current_engine, temporary_engine

ACCESS = {"note": ("public",), "policy": ("public",)}

Asker = Callable[..., SearchResult]


def document(pk: int, title: str, **options: object) -> Document:
    """A public document of kind `policy`; options are fields of Document."""
    given = {"kind": "policy", "access": ("public",), "url": f"/{pk}/", **options}
    return Document(id=pk, title=title, **given)


def fill(engine: Engine, documents: Iterable[Document], index: str = PUBLIC) -> None:
    """Make a live index of exactly these documents."""
    documents = list(documents)
    with engine.rebuild(index) as build:
        build.add(documents)
        build.check(expected=len(documents), smoke=())
        build.switch()


EACH_ENGINE = [EMBEDDED, pytest.param(CLUSTER, marks=pytest.mark.elasticsearch)]


@pytest.fixture(params=EACH_ENGINE)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    with temporary_engine(request.param) as own:
        yield own


@pytest.fixture
def ask(engine: Engine) -> Asker:
    """Search the public index of `engine` as anybody."""

    def asked(text: str, **options: object) -> SearchResult:
        return search(engine, PUBLIC, SearchQuery(text=text, **{"access": ACCESS, **options}))

    return asked


@dataclass
class Notes:
    """Rows that are searched: id → title. `broken` ids cannot be read."""

    rows: dict[int, str] = field(default_factory=dict)
    broken: set[int] = field(default_factory=set)
    loads: list[list[int]] = field(default_factory=list)

    def load(self, ids: Sequence[int]) -> Iterator[Document]:
        self.loads.append(list(ids))
        if self.broken.intersection(ids):
            raise RuntimeError("this row cannot be read")
        for pk in ids:
            if pk in self.rows:
                yield document(pk, self.rows[pk], kind="note")

    def all_ids(self) -> Iterator[int]:
        return iter(sorted(self.rows))


@pytest.fixture
def notes(db: None, settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Notes:
    """The only source there is, with an engine directory of its own and an empty outbox."""
    OutboxEntry.objects.all().delete()
    settings.SEARCH_DIR = tmp_path
    table = Notes()
    monkeypatch.setattr(sources, "_sources", {})
    sources.register(sources.DocumentSource("note", PUBLIC, table.load, table.all_ids))
    return table


@pytest.fixture(params=EACH_ENGINE)
def live(notes: Notes, request: pytest.FixtureRequest, settings) -> Iterator[Engine]:
    """The engine that the drain of `notes` writes."""
    settings.SEARCH_INDEX_PREFIX = f"test-{secrets.token_hex(4)}"
    own = current_engine(request.param)
    yield own
    if own.name == CLUSTER:
        own.cluster.remove_all()


@pytest.fixture
def embedded(notes: Notes) -> Engine:
    """The embedded engine that the drain of `notes` writes."""
    return current_engine(EMBEDDED)


def titles(result: SearchResult) -> list[str]:
    return [hit.plain_title for hit in result.hits]


def found(engine: Engine, text: str) -> list[str]:
    return titles(search(engine, PUBLIC, SearchQuery(text=text, access=ACCESS)))
