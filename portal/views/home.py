"""The home page: what is open, the packages, published figures, what is new."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, QuerySet, Value
from django.http import HttpRequest
from django.utils.translation import get_language

from crm.core import clock
from portal import published
from portal.choices import Validity
from portal.contexts import context_for
from portal.models import (
    ApplicationGuide,
    FaqPage,
    HomePage,
    Interpretation,
    Notice,
    PolicyDocument,
    PolicyPackage,
)
from portal.openings import Opening, openings_on, tally
from portal.rules import validity
from portal.visible import Hidden, restricted, shown

ROWS = 5
FEED = 4


@dataclass
class PackageCell:
    package: PolicyPackage
    counts: dict[str, int] = field(default_factory=dict)
    next_opening: Opening | None = None
    open_count: int = 0

    @property
    def states(self) -> list[tuple[str, int]]:
        return [(state, self.counts[state]) for state in validity.STATES if self.counts.get(state)]


@context_for("portal.HomePage")
def home_context(page: HomePage, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
    day = clock.today()
    hidden = restricted()
    openings = openings_on(day, hidden)
    chinese = get_language() != "en"
    context: dict[str, Any] = {
        "openings": openings[:ROWS],
        "tally": tally(openings),
        "glance": published.latest_glance(),
        "cells": package_cells(openings, hidden),
    }
    if chinese:
        context |= {
            "news": _feed((PolicyDocument, Notice), day, hidden),
            "answers": _feed((Interpretation, FaqPage), day, hidden),
        }
    return context


def package_cells(openings: list[Opening], hidden: Hidden) -> list[PackageCell]:
    """Each package with its members counted by validity and its next deadline. Two queries."""
    cells = {
        package.pk: PackageCell(package)
        for package in shown(PolicyPackage, hidden).order_by("path")
    }
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for package, state in _members(cells, hidden):
        counts[package][state] += 1
    for opening in openings:
        cell = cells.get(opening.clause.page.package_id)
        if cell and opening.state.takes_applications:
            cell.open_count += 1
            cell.next_opening = cell.next_opening or opening
    for pk, cell in cells.items():
        cell.counts = counts[pk]
    return list(cells.values())


def _members(packages: Iterable[int], hidden: Hidden) -> QuerySet:
    """(package, validity) of each document, guide and notice; what has no validity is in force."""
    states = {
        PolicyDocument: F("validity_state"),
        ApplicationGuide: Value(Validity.IN_FORCE.value),
        Notice: Value(Validity.IN_FORCE.value),
    }
    first, *others = (
        shown(model, hidden)
        .filter(package__in=list(packages))
        .order_by()
        .values_list("package_id", state)
        for model, state in states.items()
    )
    return first.union(*others, all=True)


def _feed(models: tuple[type, ...], day: dt.date, hidden: Hidden) -> list[Any]:
    """The newest of several kinds of page, by the day they were published."""
    rows: list[Any] = []
    for model in models:
        pages: QuerySet = shown(model, hidden).filter(published_on__lte=day)
        if model is PolicyDocument:
            pages = pages.exclude(validity_state__in=validity.GONE)
        rows.extend(pages.order_by("-published_on", "-pk")[:FEED])
    return sorted(rows, key=lambda page: page.published_on, reverse=True)[:FEED]
