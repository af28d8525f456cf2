"""Reading a document: as it stands now, or as it was frozen on a day; and what stands around it."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Subquery, When
from django.http import Http404, HttpRequest

from crm.core import clock
from portal.contexts import context_for
from portal.explanations import explanations_of
from portal.models import (
    ApplicationGuide,
    Clause,
    Contact,
    PolicyDocument,
    PolicyVersion,
    Window,
)
from portal.openings import Opening, windows_of_clauses
from portal.rules import clauses as rules
from portal.rules import validity
from portal.rules.windows import window_on
from portal.visible import Hidden, restricted

GLOSSES = 2


@dataclass
class ClauseView:
    """One clause as the page shows it. ``live`` holds its row in the read table, None in an old
    version.
    """

    anchor: str
    label: str
    heading: str
    text: str
    citation: str
    live: Clause | None = None
    changed_on: dt.date | None = None
    opening: Opening | None = None
    guides: list[ApplicationGuide] = field(default_factory=list)
    glosses: list[Any] = field(default_factory=list)
    successor: Clause | None = None


@dataclass
class PartView:
    kind: str
    text: str = ""
    level: str = "2"
    clause: ClauseView | None = None


@context_for("portal.PolicyDocument")
def document_context(
    page: PolicyDocument, request: HttpRequest, version_day: str | None = None, **kwargs: Any
) -> dict[str, Any]:
    day, hidden = clock.today(), restricted()
    versions = _versions(page)
    latest = _version_of(page, version_day) if version_day else next(iter(versions), None)
    clauses = {row.block_id: row for row in page.clauses.all()}
    current = latest is not None and latest.pk == versions[0].pk
    parts = _parts(page, latest, clauses) if latest else _draft_parts(page)
    shown_clauses = [part.clause for part in parts if part.clause]
    following = _following(page) if current else {}
    if current:
        _surround(page, shown_clauses, following, day, hidden)
    state = page.validity_on(day)
    return {
        "parts": parts,
        "toc": shown_clauses,
        "removed": _removed(clauses, shown_clauses, following) if current else [],
        "version": latest,
        "versions": versions,
        "is_current": current,
        "validity": state,
        "gone": state in validity.GONE,
        "successor": page.successor if page.successor_id and page.successor.live else None,
        "predecessors": page.predecessors.live().exclude(hidden.condition) if page.pk else [],
        "days_until": (page.effective_on - day).days
        if state == validity.PENDING and page.effective_on
        else None,
        "amended": _amended(shown_clauses, versions),
        "robots": not current,
    }


@context_for("portal.ApplicationGuide")
def guide_context(page: ApplicationGuide, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
    day = clock.today()
    windows = [
        (row, window_on(day, row.opens_on, row.last_day, row.all_year))
        for row in Window.objects.filter(guide=page)
    ]
    return _clause_of(page) | {
        "windows": windows,
        "contacts": Contact.objects.filter(guide=page),
    }


def _article_context(page: Any, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
    return _clause_of(page)


for label in ("portal.Interpretation", "portal.Notice", "portal.FaqPage"):
    context_for(label)(_article_context)


def _clause_of(page: Any) -> dict[str, Any]:
    clause = None
    if page.clause_code:
        clause = (
            Clause.objects.filter(code=page.clause_code, page__live=True)
            .select_related("page__package")
            .first()
        )
    return {
        "clause": clause,
        "document": page.document if page.document_id and page.document.live else None,
    }


def _versions(page: PolicyDocument) -> list[PolicyVersion]:
    """All versions, the newest first; that one alone with its text, the others without."""
    newest = page.versions.order_by("-serial").values("pk")[:1]
    versions = list(
        page.versions.defer("body")
        .annotate(newest_body=Case(When(pk=Subquery(newest), then="body")))
        .order_by("-serial")
    )
    if versions:
        versions[0].body = versions[0].newest_body
    return versions


def _version_of(page: PolicyDocument, version_day: str) -> PolicyVersion:
    """The last version published on that day; 404 for any other text."""
    try:
        day = dt.date.fromisoformat(version_day)
    except ValueError as error:
        raise Http404 from error
    version = page.versions.filter(published_on=day).order_by("-serial").first()
    if version is None:
        raise Http404
    return version


def _parts(page: PolicyDocument, version: PolicyVersion, rows: dict[str, Clause]) -> list[PartView]:
    parts = []
    for part in version.body["parts"]:
        if part["kind"] != "clause":
            parts.append(PartView(part["kind"], part["text"], part.get("level", "2")))
            continue
        row = rows.get(part["block"])
        view = ClauseView(
            anchor=rules.anchor_of(part["number"]),
            label=part["label"],
            heading=part["heading"],
            text=part["text"],
            citation=rules.citation(
                page.title, page.document_number, part["label"], version.published_on
            ),
            live=row if row and row.retired_on is None else None,
            changed_on=row.changed_on if row and row.changed_on > row.born_on else None,
        )
        parts.append(PartView("clause", clause=view))
    return parts


def _draft_parts(page: PolicyDocument) -> list[PartView]:
    """A preview of a document that was never published: its clauses have no numbers yet."""
    parts = []
    for position, block in enumerate(page.body):
        if block.block_type == "clause":
            view = ClauseView(
                anchor=f"draft-{position}",
                label=block.value["label"] or "",
                heading=block.value["heading"] or "",
                text=block.value["text"] or "",
                citation="",
            )
            parts.append(PartView("clause", clause=view))
        elif block.block_type == "heading":
            parts.append(PartView("heading", block.value["text"] or "", block.value["level"]))
        else:
            parts.append(PartView("text", str(block.value or "")))
    return parts


def _surround(
    page: PolicyDocument,
    clauses: list[ClauseView],
    following: dict[str, Clause],
    day: dt.date,
    hidden: Hidden,
) -> None:
    """Windows, guides, interpretations and following clauses, put onto the clauses they are
    about. Two queries.
    """
    by_code = {view.live.code: view for view in clauses if view.live}
    if not by_code:
        return
    for code, view in by_code.items():
        view.successor = following.get(code)
    for code, about in explanations_of(f"{page.slug}/", hidden).items():
        if code in by_code:
            by_code[code].guides, by_code[code].glosses = about.guides, about.glosses[:GLOSSES]
    rows = [view.live for view in by_code.values() if view.live]
    for code, opening in windows_of_clauses(rows, [page.slug], day, hidden).items():
        by_code[code].opening = opening


def _following(page: PolicyDocument) -> dict[str, Clause]:
    """Clauses of other documents that follow one of this document, by the code they follow."""
    rows = Clause.objects.filter(
        continues__startswith=f"{page.slug}/", retired_on__isnull=True, page__live=True
    )
    return {row.continues: row for row in rows.select_related("page__package")}


def _removed(
    rows: dict[str, Clause], shown: list[ClauseView], following: dict[str, Clause]
) -> list[dict[str, Any]]:
    """Clauses that have left the document: an empty anchor each, with where to read on."""
    standing = {view.anchor for view in shown}
    gone = [row for row in rows.values() if row.anchor not in standing]
    return [
        {"row": row, "successor": following.get(row.code)}
        for row in sorted(gone, key=lambda row: row.number)
    ]


def _amended(clauses: list[ClauseView], versions: list[PolicyVersion]) -> list[ClauseView]:
    """The clauses that the latest version changed."""
    if len(versions) < 2:
        return []
    return [
        view for view in clauses if view.live and view.live.changed_on == versions[0].published_on
    ]
