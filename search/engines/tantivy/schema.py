"""The fields of the embedded index and how a document fills them."""

import hashlib
import json
from collections.abc import Mapping
from itertools import chain
from typing import Any

import tantivy

from search.analysis import ANALYSIS_VERSION, analyse, initials, key, pinyin_tokens, syllables
from search.documents import Document

SCHEMA_VERSION = 2
STORED_TEXT = 20_000

EXACT = ("uid", "owner", "gate", "keys", "title_key", "sounds", "suggest")
WORDS = ("title_words", "heading_words", "body_words", "pinyin")
CHARACTERS = ("title_characters", "characters")
NUMBERS = ("validity", "year", "day", "group")


def build_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in EXACT:
        builder.add_text_field(
            name, stored=name == "uid", tokenizer_name="raw", index_option="basic"
        )
    for name in WORDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in CHARACTERS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in NUMBERS:
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_json_field("facets", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("fingerprint", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("payload", stored=True)
    builder.add_bytes_field("body", stored=True)
    return builder.build()


SCHEMA = build_schema()
FIELDS_HASH = hashlib.blake2b(
    repr((SCHEMA_VERSION, ANALYSIS_VERSION, EXACT, WORDS, CHARACTERS, NUMBERS)).encode(),
    digest_size=5,
).hexdigest()


def group_number(name: str) -> int:
    """A stable number for a group; the engine counts and collapses groups by it."""
    return int.from_bytes(hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=7).digest())


def gates(document: Document) -> list[str]:
    """Kind and access token in one term, so that one filter checks both."""
    return [f"{document.kind}|{token}" for token in document.access]


def to_engine(document: Document) -> tantivy.Document:
    names = [document.title, *document.aliases]
    title = analyse(document.title)
    headings = analyse(
        " ".join(chain(document.aliases, document.keys, document.headings, [document.subtitle]))
    )
    body = analyse(document.body)
    target = tantivy.Document(
        uid=document.uid,
        owner=document.owner,
        title_key="" if document.anchor else key(document.title),
        title_words=" ".join(title.words),
        heading_words=" ".join(headings.words),
        body_words=" ".join(body.words),
        title_characters=" ".join(title.chars),
        characters=" ".join(chain(title.chars, headings.chars, body.chars)),
        pinyin=" ".join(pinyin_tokens(names)),
        fingerprint=document.fingerprint(),
    )
    _add_exact(target, document, names)
    target.add_integer("validity", document.validity)
    target.add_integer("group", group_number(document.group_name))
    if document.date:
        target.add_integer("year", document.date.year)
        target.add_integer("day", document.date.toordinal())
    target.add_json(
        "facets", {name: list(values) for name, values in document.facets.items() if values}
    )
    target.add_bytes(
        "payload", json.dumps(payload(document), ensure_ascii=False).encode("utf-8", "replace")
    )
    target.add_bytes("body", document.body[:STORED_TEXT].encode("utf-8", "replace"))
    return target


def _add_exact(target: tantivy.Document, document: Document, names: list[str]) -> None:
    for gate in gates(document):
        target.add_text("gate", gate)
    exact = {key(name) for name in chain(document.aliases, document.keys)} - {""}
    for name in exact:
        target.add_text("keys", name)
    if document.anchor:
        return
    for sound in {
        spelling for name in names for spelling in ("".join(syllables(name)), initials(name))
    } - {""}:
        target.add_text("sounds", sound[:200])
    if document.suggest:
        spellings = {key(document.title), *exact} | {initials(name) for name in names}
        for spelling in (spellings | {"".join(syllables(name)) for name in names}) - {""}:
            target.add_text("suggest", spelling[:200])


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
