"""The fields on the cluster: tokens made by search.analysis, split at blanks alone."""

import hashlib
from typing import Any

from elasticsearch.dsl import Field, Flattened, Keyword, Long, Mapping, Object, Text

from search.analysis import ANALYSIS_VERSION
from search.documents import Document
from search.engines.fields import CHARACTERS, EXACT, NUMBERS, WORDS, fill

MAPPING_VERSION = 1
ANALYSER = "whitespace"
STORED = ("uid", "owner", "fingerprint", "payload", "body")
SETTINGS = {
    # One shard: rarity is counted in one place. Copies follow the number of nodes.
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    # What is written is seen when the writer says so, all of it at once.
    "refresh_interval": "-1",
}
FIELDS_HASH = hashlib.blake2b(
    repr((MAPPING_VERSION, ANALYSIS_VERSION, EXACT, WORDS, CHARACTERS, NUMBERS)).encode(),
    digest_size=5,
).hexdigest()


def fields() -> dict[str, Field]:
    return {
        **{name: Keyword() for name in EXACT},
        # Words count once (constant scores), so length is not kept; single characters by BM25.
        **{name: Text(analyzer=ANALYSER, norms=False) for name in WORDS},
        **{name: Text(analyzer=ANALYSER, index_options="freqs") for name in CHARACTERS},
        **{name: Long() for name in NUMBERS},
        "facets": Flattened(),
        "fingerprint": Keyword(index=False),
        "payload": Object(enabled=False),
        "body": Text(index=False),
    }


def mapping() -> Mapping:
    """Unknown fields are refused; tokens are not stored a second time."""
    made = Mapping()
    made.meta("dynamic", "strict")
    made.meta("_source", includes=list(STORED))
    for name, field in fields().items():
        made.field(name, field)
    return made


def to_engine(document: Document) -> dict[str, Any]:
    """The document as the cluster takes it; lone surrogates, which JSON cannot hold, become `?`."""
    filled = fill(document)
    return _speakable(
        {
            **filled.exact,
            "uid": document.uid,
            **filled.texts,
            **filled.numbers,
            "facets": dict(filled.facets),
            "fingerprint": filled.fingerprint,
            "payload": dict(filled.payload),
            "body": filled.body,
        }
    )


def _speakable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_speakable(name): _speakable(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_speakable(inner) for inner in value]
    return value
