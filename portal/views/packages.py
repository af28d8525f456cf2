"""Reading a package: one picture, validity, a timeline, who gets what, and the members."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext as _

from crm.core import clock
from crm.core.counting import counts_of
from portal.choices import CapPeriod, Delivery, Validity
from portal.contexts import context_for
from portal.models import (
    ApplicationGuide,
    Clause,
    FaqPage,
    Interpretation,
    Notice,
    PolicyDocument,
    PolicyPackage,
)
from portal.openings import Opening, windows_of_clauses
from portal.rules import validity
from portal.rules.windows import CLOSED
from portal.svg import package_picture as picture
from portal.templatetags.portal_ui import ten_thousand
from portal.visible import Hidden, restricted, shown


@dataclass
class Row:
    clause: Clause
    opening: Opening | None

    @property
    def cap(self) -> str:
        if self.clause.cap_amount is None:
            return "—"
        amount = ten_thousand(self.clause.cap_amount)
        return (
            _("%(amount)s a year") % {"amount": amount}
            if self.clause.cap_period == CapPeriod.YEAR
            else amount
        )


@dataclass
class Member:
    page: Any
    number: str
    day: dt.date | None
    state: str


@dataclass
class Moment:
    day: dt.date
    words: str
    page: PolicyDocument | None = None
    is_today: bool = False
    is_past: bool = False


@context_for("portal.PolicyPackage")
def package_context(page: PolicyPackage, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
    day, hidden = clock.today(), restricted()
    documents = list(
        page.documents.live()
        .exclude(hidden.condition)
        .select_related("successor")
        .order_by(F("effective_on").desc(nulls_last=True), "-pk")
    )
    states = {document.pk: document.validity_on(day) for document in documents}
    current = [
        document
        for document in documents
        if states[document.pk] in (validity.IN_FORCE, validity.AMENDED)
    ]
    rows = _rows(current, day, hidden)
    if request.GET.get("sort") == "cap":
        rows.sort(key=lambda row: row.clause.cap_amount or 0, reverse=True)
    others = [
        guide
        for model in (ApplicationGuide, Notice)
        for guide in shown(model, hidden).filter(package=page)
    ]
    main = _main(current, rows)
    groups = _groups(main, rows)
    return {
        "rows": rows,
        "by_cap": request.GET.get("sort") == "cap",
        "members": _members(main, documents, states, others),
        "counts": _counts(states, others),
        "documents": documents,
        "states": states,
        "main_document": main,
        "timeline": _timeline(main, current, rows, day),
        "groups": groups,
        "picture_wide": picture.draw(page.title, groups, picture.WIDE) if groups else "",
        "picture_narrow": picture.draw(page.title, groups, picture.NARROW) if groups else "",
        "explanations": _explanations(page, hidden),
    }


def _explanations(page: PolicyPackage, hidden: Hidden) -> int:
    """How many interpretations and answers there are about the package."""
    rows = {
        model.__name__: shown(model, hidden).filter(package=page)
        for model in (Interpretation, FaqPage)
    }
    return sum(counts_of(rows).values())


def _rows(documents: list[PolicyDocument], day: dt.date, hidden: Hidden) -> list[Row]:
    """The supporting clauses of the documents in force; clauses without a beneficiary are not
    support.
    """
    clauses = list(
        Clause.objects.filter(page__in=documents, retired_on__isnull=True)
        .exclude(beneficiaries="")
        .select_related("page")
    )
    order = {document.pk: position for position, document in enumerate(documents)}
    clauses.sort(key=lambda clause: (order[clause.page_id], clause.position))
    openings = windows_of_clauses(clauses, [one.slug for one in documents], day, hidden)
    return [Row(clause, openings.get(clause.code)) for clause in clauses]


def _main(documents: list[PolicyDocument], rows: list[Row]) -> PolicyDocument | None:
    """The document that carries the package: the one with most supporting clauses."""
    counts = Counter(row.clause.page_id for row in rows)
    return max(documents, key=lambda document: counts[document.pk], default=None)


def _members(
    main: PolicyDocument | None,
    documents: list[PolicyDocument],
    states: dict[int, str],
    others: list[Any],
) -> list[Member]:
    """The main document first, then what is in force, then what is not."""
    rows = [
        Member(
            document,
            document.document_number,
            document.revised_on or document.effective_on,
            states[document.pk],
        )
        for document in documents
    ] + [Member(page, "", page.published_on, validity.IN_FORCE) for page in others]
    rank = {validity.IN_FORCE: 0, validity.PENDING: 1, validity.AMENDED: 2}
    return sorted(rows, key=lambda row: (row.page is not main, rank.get(row.state, 3)))


def _counts(states: dict[int, str], others: list[Any]) -> list[tuple[str, str, int]]:
    counter = Counter(states.values())
    counter[validity.IN_FORCE] += len(others)
    labels = dict(Validity.choices)
    return [
        (state, str(labels[state]), counter[state]) for state in validity.STATES if counter[state]
    ]


def _timeline(
    main: PolicyDocument | None, documents: list[PolicyDocument], rows: list[Row], day: dt.date
) -> list[Moment]:
    """The days of the main document in plain words, those of the others by name, and the
    windows.
    """
    moments = [Moment(day, _today_words(rows), is_today=True)]
    for document in documents:
        is_main = document is main
        suffix = "" if is_main else f"：{document.title}"
        days = [(document.published_on, _("Published"))] if is_main else []
        days += [
            (document.effective_on, _("In force")),
            (document.revised_on, _("Revision in force")),
            (document.last_day, _("Valid until")),
        ]
        moments += [
            Moment(date, f"{words}{suffix}", None if is_main else document)
            for date, words in days
            if date
        ]
    for row in rows:
        moments += _window_moments(row)
    for moment in moments:
        moment.is_past = moment.day < day
    unique = {(moment.day, moment.words): moment for moment in moments}
    return sorted(unique.values(), key=lambda moment: (moment.day, not moment.is_today))


def _today_words(rows: list[Row]) -> str:
    open_now = [
        row.clause.label
        for row in rows
        if row.opening and row.opening.state.takes_applications and not row.opening.window.all_year
    ]
    if not open_now:
        return _("Today")
    return _("Today: %(clauses)s open") % {"clauses": "、".join(open_now)}


def _window_moments(row: Row) -> list[Moment]:
    """A window that has closed is history and left out."""
    if row.opening is None or row.opening.window.all_year or row.opening.state.state == CLOSED:
        return []
    window, name = row.opening.window, {"clause": str(row.clause)}
    moments = []
    if window.opens_on:
        moments.append(Moment(window.opens_on, _("%(clause)s opens") % name))
    if window.last_day:
        moments.append(Moment(window.last_day, _("%(clause)s closes") % name))
    return moments


def _groups(main: PolicyDocument | None, rows: list[Row]) -> list[picture.Group]:
    """Chapters of the main document with their clauses; without chapters one group."""
    if main is None:
        return []
    groups: dict[str, list[picture.Cell]] = {}
    for row in sorted(rows, key=lambda row: row.clause.position):
        if row.clause.page_id != main.pk:
            continue
        name = row.clause.chapter.split("、")[-1] or _("Support")
        cell = picture.Cell(
            row.clause.label, row.clause.heading, _figure(row.clause), row.clause.support_form
        )
        groups.setdefault(name, []).append(cell)
    return [picture.Group(name, cells) for name, cells in groups.items()]


def _figure(clause: Clause) -> str:
    if clause.cap_amount is not None:
        amount = ten_thousand(clause.cap_amount)
        if clause.cap_period == CapPeriod.YEAR:
            return _("up to %(amount)s0,000 yuan a year") % {"amount": amount}
        return _("up to %(amount)s0,000 yuan") % {"amount": amount}
    return str(dict(Delivery.choices).get(clause.delivery, ""))
