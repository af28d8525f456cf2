"""Each publication is frozen: its words, the number of each clause, a date and a hash."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from portal.models import PolicyDocument, PolicyVersion
from portal.rules import clauses as rules

FROZEN_FIELDS = (
    "title",
    "topic",
    "issuer",
    "joint_issuers",
    "effective_on",
    "revised_on",
    "adopted_on",
    "document_number",
    "source",
)
Key = tuple[Any, int]


def key_of(row: Any) -> Key:
    """What a document is, whatever its page: (document key, locale)."""
    return (getattr(row, "document_key", None) or row.translation_key, row.locale_id)


def versions_of(keys: Iterable[Key]) -> dict[Key, list[PolicyVersion]]:
    """Every version of these documents in order of publication, in one query."""
    found: dict[Key, list[PolicyVersion]] = defaultdict(list)
    documents = {document_key for document_key, _ in keys}
    for version in PolicyVersion.objects.filter(document_key__in=documents).order_by("serial"):
        found[key_of(version)].append(version)
    return found


def known_numbers(versions: Sequence[PolicyVersion]) -> dict[str, int]:
    return {clause["block"]: clause["number"] for version in versions for clause in version.clauses}


def body_of(document: PolicyDocument, known: dict[str, int]) -> dict[str, Any]:
    """What is frozen of a document; new blocks get the next numbers."""
    numbers = rules.allot(known, [block.id for block in document.clause_blocks])
    fields = {name: _plain(getattr(document, name)) for name in FROZEN_FIELDS}
    return fields | {"parts": [_part(block, numbers) for block in document.body]}


def freeze(
    documents: Sequence[PolicyDocument],
    day: dt.date,
    versions: dict[Key, list[PolicyVersion]],
) -> list[PolicyVersion]:
    """Add a version to each document whose words differ from its last one.

    ``versions`` comes from ``versions_of`` and is extended. Must run inside a transaction.
    """
    fresh = []
    for document in documents:
        earlier = versions[key_of(document)]
        body = body_of(document, known_numbers(earlier))
        fingerprint = rules.fingerprint(body)
        if earlier and earlier[-1].sha256 == fingerprint:
            continue
        version = PolicyVersion(
            document_key=document.translation_key,
            locale_id=document.locale_id,
            page_id=document.pk,
            serial=len(earlier) + 1,
            published_on=max([day, *(version.published_on for version in earlier)]),
            title=document.title,
            body=body,
            sha256=fingerprint,
        )
        earlier.append(version)
        fresh.append(version)
    return PolicyVersion.objects.bulk_create(fresh, batch_size=100)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value or "")


def _part(block: Any, numbers: dict[str, int]) -> dict[str, Any]:
    if block.block_type == "clause":
        return {
            "kind": "clause",
            "block": block.id,
            "number": numbers[block.id],
            "label": block.value["label"] or "",
            "heading": block.value["heading"] or "",
            "text": block.value["text"] or "",
        }
    if block.block_type == "heading":
        return {"kind": "heading", "text": block.value["text"] or "", "level": block.value["level"]}
    return {"kind": "text", "text": str(block.value or "")}
