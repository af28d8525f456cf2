"""Talking to the cluster: how it is reached, how long it may take, what its errors mean."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.helpers import BulkIndexError

from search.engines.deadline import is_over
from search.engines.protocol import EngineDownError, IndexMissingError

ANSWER_SECONDS = 1.0
WRITE_SECONDS = 30.0


def connect(urls: Sequence[str], api_key: str) -> Elasticsearch:
    """A client for questions: another node is tried when one refuses, none when one is slow."""
    return Elasticsearch(
        list(urls),
        api_key=api_key or None,
        request_timeout=ANSWER_SECONDS,
        max_retries=len(urls) - 1,
        retry_on_timeout=False,
    )


def patient(client: Elasticsearch) -> Elasticsearch:
    """The same for writing, which nobody waits for."""
    return client.options(request_timeout=WRITE_SECONDS, max_retries=3, retry_on_timeout=True)


@contextmanager
def calling(index: str) -> Iterator[None]:
    """What goes wrong inside is an index that is missing or an engine that is down."""
    if is_over():
        raise EngineDownError("the cluster is too slow")
    try:
        yield
    except NotFoundError as error:
        raise IndexMissingError(index) from error
    except (ApiError, TransportError, BulkIndexError) as error:
        raise EngineDownError(f"{type(error).__name__}: {error}"[:300]) from error
