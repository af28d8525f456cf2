"""How a document fills the fields of an index: the same fields in every engine."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from search.analysis import analyse, initials, key, pinyin_tokens, syllables
from search.documents import Document

STORED_TEXT = 20_000
LONGEST_VALUE = 200

# Values that are compared as they are · tokens in their order · tokens that are counted · numbers.
EXACT = ("uid", "owner", "gate", "keys", "title_key", "sounds", "suggest")
WORDS = ("title_words", "heading_words", "body_words", "pinyin")
CHARACTERS = ("title_characters", "characters")
NUMBERS = ("validity", "year", "day", "group")


@dataclass(frozen=True, slots=True)
class Filled:
    """`exact` may hold several values a field; `texts` are tokens joined by blanks."""

    exact: Mapping[str, list[str]]
    texts: Mapping[str, str]
    numbers: Mapping[str, int]
    facets: Mapping[str, list[str]]
    fingerprint: str
    payload: Mapping[str, Any]
    body: str


def group_number(name: str) -> int:
    """A stable number for a group; an engine counts and collapses groups by it."""
    return int.from_bytes(hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=7).digest())


def fill(document: Document) -> Filled:
    names = [document.title, *document.aliases]
    title = analyse(document.title)
    headings = analyse(
        " ".join(chain(document.aliases, document.keys, document.headings, [document.subtitle]))
    )
    body = analyse(document.body)
    numbers = {"validity": document.validity, "group": group_number(document.group_name)}
    if document.date:
        numbers |= {"year": document.date.year, "day": document.date.toordinal()}
    return Filled(
        exact=_exact(document, names),
        texts={
            "title_words": " ".join(title.words),
            "heading_words": " ".join(headings.words),
            "body_words": " ".join(body.words),
            "pinyin": " ".join(pinyin_tokens(names)),
            "title_characters": " ".join(title.chars),
            "characters": " ".join(chain(title.chars, headings.chars, body.chars)),
        },
        numbers=numbers,
        facets={name: list(values) for name, values in document.facets.items() if values},
        fingerprint=document.fingerprint(),
        payload=payload(document),
        body=document.body[:STORED_TEXT],
    )


def _exact(document: Document, names: list[str]) -> dict[str, list[str]]:
    known = {key(name) for name in chain(document.aliases, document.keys)} - {""}
    values = {
        "uid": [document.uid],
        "owner": [document.owner],
        # Kind and access token in one value, so that one filter checks both.
        "gate": [f"{document.kind}|{token}" for token in document.access],
        "title_key": ["" if document.anchor else key(document.title)],
        "keys": sorted(known),
    }
    if document.anchor:
        return values
    whole = {"".join(syllables(name)) for name in names}
    first = {initials(name) for name in names}
    values["sounds"] = _cut(whole | first)
    if document.suggest:
        values["suggest"] = _cut({key(document.title), *known} | whole | first)
    return values


def _cut(spellings: set[str]) -> list[str]:
    return sorted({spelling[:LONGEST_VALUE] for spelling in spellings - {""}})


def payload(document: Document) -> Mapping[str, Any]:
    """What a hit needs without going back to the database; the text lies beside it."""
    return {
        "uid": document.uid,
        "kind": document.kind,
        "id": str(document.id),
        "type": document.type or document.kind,
        "title": document.title,
        "subtitle": document.subtitle,
        "aliases": list(document.aliases),
        "url": document.url,
        "anchor": document.anchor,
        "group": document.group_name,
        "validity": document.validity,
        "date": document.date.isoformat() if document.date else None,
    }
