"""The home page: what is open, the packages, published figures, what is new."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

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
from portal.visible import restricted, shown

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
    chinese = page.locale.language_code != "en"
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


def package_cells(openings: list[Opening], hidden: Q) -> list[PackageCell]:
    """Each package with its documents counted by validity and its next deadline. Costs four
    queries.
    """
    cells = {
        package.pk: PackageCell(package)
        for package in shown(PolicyPackage, hidden).order_by("path")
    }
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    members = shown(PolicyDocument, hidden).filter(package__in=cells)
    for package, state in members.values_list("package_id", "validity_state"):
        counts[package][state] += 1
    for model in (ApplicationGuide, Notice):
        others = shown(model, hidden).filter(package__in=cells)
        for package in others.values_list("package_id", flat=True):
            counts[package][Validity.IN_FORCE] += 1
    for opening in openings:
        cell = cells.get(opening.clause.page.package_id)
        if cell and opening.state.takes_applications:
            cell.open_count += 1
            cell.next_opening = cell.next_opening or opening
    for pk, cell in cells.items():
        cell.counts = counts[pk]
    return list(cells.values())


def _feed(models: tuple[type, ...], day: dt.date, hidden: Q) -> list[Any]:
    """The newest of several kinds of page, by the day they were published."""
    rows: list[Any] = []
    for model in models:
        pages: QuerySet = shown(model, hidden).filter(published_on__lte=day)
        if model is PolicyDocument:
            pages = pages.exclude(validity_state__in=validity.GONE)
        rows.extend(pages.order_by("-published_on", "-pk")[:FEED])
    return sorted(rows, key=lambda page: page.published_on, reverse=True)[:FEED]
