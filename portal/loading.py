"""Statutes from Markdown files into policy documents, in bulk; a file's name is its identity."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from crm.core import numbering
from portal import indexing, tree
from portal.choices import IndexKind, Level
from portal.freezing import body_of, key_of, known_numbers, versions_of
from portal.models import PolicyDocument
from portal.planting import plant_many
from portal.projection import bring_out
from portal.publishing import settle_validity
from portal.rules import clauses as clause_rules
from portal.rules import statutes

CHUNK = 100
NAMESPACE = uuid.UUID("5b0c7c0e-6f0f-5a39-9a53-0b4f6d1b7c11")
SOURCE = "法律法规文本"
LEVELS = {"beijing": Level.CITY, "national": Level.NATIONAL}


@dataclass
class Loaded:
    """What became of every file: ``listed`` holds (file, reason) of each that was not loaded or is
    unusual.
    """

    files: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    clauses: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Source:
    key: str
    path: Path
    statute: statutes.Statute


def load(
    folder: Path,
    day: dt.date,
    limit: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Loaded:
    """Every ``.md`` file below ``folder``; raises FileNotFoundError when it is no folder."""
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    paths = sorted(path for path in folder.rglob("*.md") if path.is_file())[:limit]
    result = Loaded(files=len(paths))
    chunk: list[Source] = []
    done = 0
    with disable_reference_index_auto_update():
        for source in _sources(paths, result):
            chunk.append(source)
            if len(chunk) == CHUNK:
                _store(chunk, day, result)
                done += len(chunk)
                chunk = []
                if progress:
                    progress(done)
        if chunk:
            _store(chunk, day, result)
    return result


def _sources(paths: list[Path], result: Loaded) -> Iterator[Source]:
    seen: dict[str, tuple[Path, bytes]] = {}
    for path in paths:
        try:
            raw = path.read_bytes()
            statute = statutes.read(_decoded(raw), path.name)
        except (OSError, UnicodeDecodeError, statutes.UnreadableStatuteError) as error:
            result.refused.append((str(path), _reason(error)))
            continue
        key = path.name
        if key in seen:
            first, first_raw = seen[key]
            if first_raw == raw:
                result.refused.append((str(path), f"the same file as {first}"))
                continue
            key = f"{path.parent.name}/{path.name}"
        seen[key] = (path, raw)
        if not statute.articles:
            result.notes.append((str(path), "no articles: loaded as text without clauses"))
        yield Source(key[-255:], path, statute)


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "the text is neither UTF-8 nor GB18030"
    return str(error)


def _store(sources: list[Source], day: dt.date, result: Loaded) -> None:
    """One chunk in one transaction: new pages, changed pages, their versions, clauses and search
    marks.
    """
    parent = tree.index_page(IndexKind.POLICIES)
    with transaction.atomic():
        known = {
            document.source_file: document
            for document in PolicyDocument.objects.filter(
                source_file__in=[source.key for source in sources]
            )
        }
        fresh = [
            _filled(PolicyDocument(source_file=source.key), source)
            for source in sources
            if source.key not in known
        ]
        for document, slug in zip(fresh, _free_slugs(len(fresh), day.year), strict=True):
            document.slug = slug
        plant_many(parent, fresh)
        standing = [_filled(known[source.key], source) for source in sources if source.key in known]
        result.created += len(fresh)
        result.clauses += sum(len(source.statute.articles) for source in sources)
        touched = [*fresh, *standing]
        changed = _changed(touched)
        old = [document for document in changed if document.source_file in known]
        for document in old:
            document.save()
        result.updated += len(old)
        result.unchanged += len(sources) - len(fresh) - len(old)
        bring_out(changed, day)
        ids = [document.pk for document in changed]
        settle_validity(PolicyDocument.objects.filter(pk__in=ids), day)
        indexing.mark_pages(ids)


def _free_slugs(count: int, year: int) -> list[str]:
    """The next addresses of the year's sequence that no page has."""
    free: list[str] = []
    while len(free) < count:
        slugs = numbering.take(PolicyDocument.slug_prefix, year, count - len(free))
        taken = set(Page.objects.filter(slug__in=slugs).values_list("slug", flat=True))
        free += [slug for slug in slugs if slug not in taken]
    return free


def _changed(documents: list[PolicyDocument]) -> list[PolicyDocument]:
    """Those whose words differ from what is frozen of them."""
    versions = versions_of(key_of(document) for document in documents)
    changed = []
    for document in documents:
        earlier = versions[key_of(document)]
        fingerprint = clause_rules.fingerprint(body_of(document, known_numbers(earlier)))
        if not earlier or earlier[-1].sha256 != fingerprint:
            changed.append(document)
    return changed


def _filled(document: PolicyDocument, source: Source) -> PolicyDocument:
    statute = source.statute
    document.title = statute.title[:255]
    document.draft_title = document.title
    document.level = LEVELS.get(source.path.parent.name, _level_of(statute))
    document.issuer = statute.issuer
    document.adopted_on = statute.adopted_on
    document.effective_on = statute.effective_on
    document.published_on = statute.adopted_on
    document.document_number = statute.document_number[:80]
    document.source = SOURCE
    document.history_note = "\n".join(statute.history)
    document.body = _body(source)
    document.live = True
    return document


def _level_of(statute: statutes.Statute) -> str:
    return Level.CITY if "北京市" in (statute.issuer or statute.title) else Level.NATIONAL


def _body(source: Source) -> list[dict]:
    """Stream data with stable block ids: from the file's name and the article's label, so that
    loading again keeps each clause's identity.
    """
    blocks = []
    seen: Counter[str] = Counter()
    for part in source.statute.parts:
        text = "\n\n".join(part.paragraphs)
        mark = part.label or f"{part.kind}:{text[:40]}"
        seen[mark] += 1
        identity = str(uuid.uuid5(NAMESPACE, f"{source.key}|{mark}|{seen[mark]}"))
        if part.kind == "article":
            value: object = {"label": part.label[:40], "text": text, "conditions": []}
            blocks.append({"type": "clause", "value": value, "id": identity})
        elif part.kind == "heading":
            level = "3" if part.level > 2 else "2"
            blocks.append(
                {"type": "heading", "value": {"text": text[:200], "level": level}, "id": identity}
            )
        else:
            blocks.append({"type": "text", "value": text, "id": identity})
    return blocks
