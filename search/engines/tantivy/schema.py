"""The fields of the embedded index."""

import hashlib
import json

import tantivy

from search.analysis import ANALYSIS_VERSION
from search.documents import Document
from search.engines.fields import CHARACTERS, EXACT, NUMBERS, WORDS, fill

SCHEMA_VERSION = 2


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


def to_engine(document: Document) -> tantivy.Document:
    filled = fill(document)
    target = tantivy.Document(**filled.texts, fingerprint=filled.fingerprint)
    for name, values in filled.exact.items():
        for value in values:
            target.add_text(name, value)
    for name, number in filled.numbers.items():
        target.add_integer(name, number)
    target.add_json("facets", dict(filled.facets))
    target.add_bytes(
        "payload", json.dumps(filled.payload, ensure_ascii=False).encode("utf-8", "replace")
    )
    target.add_bytes("body", filled.body.encode("utf-8", "replace"))
    return target
