"""Published pages laid out as plain rows: clauses and conditions, windows and contacts.

Clauses are upserted on (document key, block) and retired, never deleted. Everything in a row
follows from the frozen versions and the page's present body, so that a rebuild gives the same
rows.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import BooleanField, QuerySet

from portal.freezing import Key, freeze, key_of, versions_of
from portal.models import (
    ApplicationGuide,
    Clause,
    Condition,
    Contact,
    PolicyDocument,
    PolicyVersion,
    Window,
)
from portal.rules import clauses as rules

CHUNK = 100
IDENTITY = ("document_key", "locale", "block_id")
CLAUSE_FIELDS = [
    field.name for field in Clause._meta.concrete_fields if field.name not in ("id", *IDENTITY)
]
DETAILS = (
    "beneficiaries",
    "support",
    "standard",
    "cap_amount",
    "cap_period",
    "support_form",
    "delivery",
    "continues",
)


def bring_out(documents: Sequence[PolicyDocument], day: dt.date) -> None:
    """Freeze what these live documents say as published on ``day``, and project it."""
    for start in range(0, len(documents), CHUNK):
        chunk = documents[start : start + CHUNK]
        with transaction.atomic():
            versions = versions_of(key_of(document) for document in chunk)
            freeze(chunk, day, versions)
            project_documents(chunk, versions)


def project_documents(
    documents: Sequence[PolicyDocument], versions: dict[Key, list[PolicyVersion]]
) -> None:
    """Write the clause rows of these documents. Must run inside a transaction."""
    rows: list[Clause] = []
    blocks: dict[tuple[Key, str], Any] = {}
    for document in documents:
        key = key_of(document)
        placed = _placed(document)
        for block, (_, _, value) in placed.items():
            blocks[key, block] = value
        rows.extend(_clause_rows(key, versions[key], document, placed))
    _write_clauses(rows)
    _write_conditions(rows, blocks)


def project_lost(keys: Iterable[Key]) -> None:
    """Rows of documents whose page is gone: the words of the last version, belonging to no page."""
    keys = list(keys)
    versions = versions_of(keys)
    rows = [row for key in keys for row in _clause_rows(key, versions[key], None, {})]
    with transaction.atomic():
        _write_clauses(rows)
        _write_conditions(rows, {})


def project_guides(guides: Iterable[ApplicationGuide]) -> None:
    """Windows and contacts of these guides; rows whose block has gone are taken away."""
    guides = list(guides)
    with transaction.atomic():
        _write_guide_rows(
            Window, guides, "windows", ("batch", "opens_on", "last_day", "all_year", "note")
        )
        _write_guide_rows(Contact, guides, "contacts", ("office", "phone", "address", "hours"))


def rebuild() -> dict[str, int]:
    """All read tables again from pages and versions; rows that nothing accounts for are removed."""
    seen: set[Key] = set()
    published = PolicyDocument.objects.filter(versions__isnull=False).distinct().order_by("pk")
    for documents in _chunks(published):
        with transaction.atomic():
            versions = versions_of(key_of(document) for document in documents)
            project_documents(documents, versions)
        seen.update(key_of(document) for document in documents)
    everything = {
        tuple(key)
        for key in PolicyVersion.objects.values_list("document_key", "locale_id").distinct()
    }
    project_lost(everything - seen)
    strays = [
        row.pk
        for row in Clause.objects.only("document_key", "locale_id").iterator()
        if key_of(row) not in everything
    ]
    Clause.objects.filter(pk__in=strays).delete()
    guides = ApplicationGuide.objects.filter(first_published_at__isnull=False)
    project_guides(guides)
    return {
        "clauses": Clause.objects.count(),
        "conditions": Condition.objects.count(),
        "windows": Window.objects.count(),
        "contacts": Contact.objects.count(),
    }


# --- clauses -----------------------------------------------------------------------------------


def _placed(document: PolicyDocument) -> dict[str, tuple[int, str, Any]]:
    """Position, chapter and value of each clause block of the page."""
    placed: dict[str, tuple[int, str, Any]] = {}
    chapter = ""
    for block in document.body:
        if block.block_type == "heading":
            chapter = block.value["text"] or ""
        elif block.block_type == "clause":
            placed[block.id] = (len(placed) + 1, chapter, block.value)
    return placed


def _clause_rows(
    key: Key,
    versions: Sequence[PolicyVersion],
    document: PolicyDocument | None,
    placed: dict[str, tuple[int, str, Any]],
) -> list[Clause]:
    lines = rules.lifelines([(version.published_on, version.clauses) for version in versions])
    slug = document.slug if document else _slug_of(key)
    rows = []
    for life in lines.values():
        position, chapter, value = 0, "", None
        if document is not None and life.retired_on is None:
            position, chapter, value = placed.get(life.block, (0, "", None))
        rows.append(
            Clause(
                document_key=key[0],
                locale_id=key[1],
                block_id=life.block,
                page_id=document.pk if document else None,
                number=life.number,
                code=rules.code_of(slug, life.number),
                position=position,
                chapter=chapter[:200],
                label=life.frozen["label"],
                heading=life.frozen["heading"],
                text=life.frozen["text"],
                born_on=life.born_on,
                changed_on=life.changed_on,
                retired_on=life.retired_on,
                last_version_on=versions[life.last_version].published_on,
                **_details(value),
            )
        )
    return rows


def _slug_of(key: Key) -> str:
    """The address of a document whose page is gone, as its clauses still carry it."""
    code = (
        Clause.objects.filter(document_key=key[0], locale_id=key[1])
        .values_list("code", flat=True)
        .first()
    )
    return code.rpartition("/")[0] if code else key[0].hex


def _details(value: Any) -> dict[str, Any]:
    if value is None:
        return {name: None if name == "cap_amount" else "" for name in DETAILS}
    return {
        name: value.get(name) if name == "cap_amount" else value.get(name) or "" for name in DETAILS
    }


def _write_clauses(rows: list[Clause]) -> None:
    Clause.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=list(IDENTITY),
        update_fields=CLAUSE_FIELDS,
    )


def _write_conditions(rows: list[Clause], blocks: dict[tuple[Key, str], Any]) -> None:
    stale: dict[tuple[int, str], int] = {
        (clause, block): pk
        for pk, clause, block in Condition.objects.filter(
            clause_id__in=[row.pk for row in rows]
        ).values_list("pk", "clause_id", "block_id")
    }
    conditions = []
    for row in rows:
        value = blocks.get((key_of(row), row.block_id)) if row.position else None
        for position, item in enumerate(value["conditions"].bound_blocks if value else []):
            stale.pop((row.pk, item.id), None)
            conditions.append(
                Condition(
                    clause_id=row.pk,
                    block_id=item.id,
                    position=position + 1,
                    **{
                        name: item.value.get(name) or ""
                        for name in ("text", "fact", "operator", "value")
                    },
                )
            )
    Condition.objects.filter(pk__in=stale.values()).delete()
    Condition.objects.bulk_create(
        conditions,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["clause", "block_id"],
        update_fields=["position", "text", "fact", "operator", "value"],
    )


# --- guides --------------------------------------------------------------------------------------


def _write_guide_rows(
    model: type[Window] | type[Contact],
    guides: list[ApplicationGuide],
    stream: str,
    fields: tuple[str, ...],
) -> None:
    kept = defaultdict(set)
    rows = []
    for guide in guides:
        for position, block in enumerate(getattr(guide, stream)):
            kept[guide.pk].add(block.id)
            values = {name: _stored(model, name, block.value.get(name)) for name in fields}
            rows.append(
                model(
                    guide_id=guide.pk,
                    block_id=block.id,
                    position=position + 1,
                    clause_code=guide.clause_code,
                    **values,
                )
            )
    for guide in guides:
        model.objects.filter(guide_id=guide.pk).exclude(block_id__in=kept[guide.pk]).delete()
    model.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["guide", "block_id"],
        update_fields=["position", "clause_code", *fields],
    )


def _stored(model: type[Window] | type[Contact], name: str, value: Any) -> Any:
    """An optional block left out is an empty text, a no, or no day."""
    if value is not None:
        return value
    field = model._meta.get_field(name)
    return None if field.null else False if isinstance(field, BooleanField) else ""


def _chunks(queryset: QuerySet) -> Iterable[list[PolicyDocument]]:
    last = 0
    while True:
        documents = list(queryset.filter(pk__gt=last)[:CHUNK])
        if not documents:
            return
        yield documents
        last = documents[-1].pk
