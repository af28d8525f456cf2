"""对比: two days side by side, the list of moves between them, and the spells behind each move."""

import datetime as dt
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from crm.core.clock import today
from crm.core.spreadsheets.writing import XlsxWriter
from crm.core.views import StaffView
from crm.enterprises.models import Enterprise
from crm.occupancy import comparison, spans
from crm.occupancy.changes import PlaceChange, change, restated_start
from crm.occupancy.comparison_book import write_comparison
from crm.occupancy.denominators import denominator
from crm.occupancy.models import Spell
from crm.occupancy.move_book import KIND_NAMES, word_of, write_moves
from crm.occupancy.move_rules import MOVES, NO_MOVES
from crm.occupancy.moves import MoveList, moves_of
from crm.occupancy.views.downloads import Download

SHOWN_A_KIND = 8
PAGE = 100
PARTS = {
    "entered": _("Come into use"),
    "left": _("Withdrawn"),
    "scope": _("Change of scope"),
    "held": _("Put on hold or released"),
    "measured": _("Area measured anew"),
    "relaid": _("Units laid out or given up"),
    "other": _("Adjustment of the opening"),
}


class SpanView(StaffView):
    """A page between two days over a place, all three in the address."""

    abstract = True
    permission = "occupancy.view"

    @cached_property
    def span(self) -> spans.Span:
        """The two days."""
        return spans.read_span(self.request.GET, today())

    @cached_property
    def asked(self) -> spans.Asked:
        """The place, and what could not be found."""
        return spans.read_place(self.request.GET, self.user)

    @cached_property
    def change(self) -> PlaceChange:
        """Both positions."""
        return change(self.asked.place, self.span.start, self.span.end)

    def basis(self) -> dict[str, Any]:
        """What every such page shows: days, place, presets, and whether the months are frozen."""
        place = self.asked.place
        return {
            "span": self.span,
            "place": place,
            "unknown_place": self.asked.unknown,
            "span_query": self.span.query(place),
            "place_choices": spans.choices(self.user),
            "presets": [
                {"preset": one, "query": one.span.query(place)} for one in spans.presets(self.span)
            ],
            "before_edition": self.change.before.edition,
            "after_edition": self.change.after.edition,
        }


class Comparison(SpanView):
    """The rate and what moved it, the balance of moves, states and buildings."""

    permission = "occupancy.view"
    title = pgettext_lazy("occupancy", "Comparison")

    def get(self, request: HttpRequest) -> HttpResponse:
        of, parts = self.change, denominator(self.change)
        moves = moves_of(of)
        labels = {key: str(label) for key, label in PARTS.items()}
        buildings = comparison.by_building(of)
        moving = sum(row.has_moved for row in buildings)
        context = {
            **self.basis(),
            "of": of,
            "figures": comparison.figures(of, moves, self.span),
            "waterfall": comparison.waterfall(of, parts, labels),
            "balance": comparison.balance(of, moves, self.span),
            "groups": groups(moves, SHOWN_A_KIND),
            "moves": moves,
            "parts": [{"part": one, "label": labels[one.key]} for one in parts.parts],
            "denominator": parts,
            "restated": comparison.restated_rows(of, restated_start(of)),
            "may_export": self.user.can("exchange.export"),
            "states": comparison.by_state(of),
            "buildings": buildings,
            "moving_buildings": moving,
            "still_buildings": len(buildings) - moving,
        }
        return self.page("occupancy/comparison.html", context)


class Moves(SpanView):
    """Every move between the two days, by kind or in one building."""

    permission = "occupancy.view"
    title = _("Moves in and out")

    def crumbs(self) -> list[tuple[Any, str]]:
        page = reverse("desk:occupancy:comparison")
        return [
            (
                pgettext_lazy("occupancy", "Comparison"),
                f"{page}?{self.span.query(self.asked.place)}",
            )
        ]

    def get(self, request: HttpRequest) -> HttpResponse:
        moves = moves_of(self.change)
        building = request.GET.get("building", "")
        asked = [kind for kind in request.GET.getlist("kind") if kind in KIND_NAMES]
        kind = request.GET.get("kind", "") if len(asked) < 2 else "several"
        kinds = asked or list(KIND_NAMES)
        rows = [
            row
            for one in kinds
            for row in moves.of(one)
            if not building or building in {here.code for here in row.buildings}
        ]
        start = _offset(request.GET.get("after", ""), len(rows))
        context = {
            **self.basis(),
            "moves": moves,
            "kind": kind,
            "kind_keys": asked or [one for one in [kind] if one],
            "kinds_asked": [KIND_NAMES[one] for one in asked],
            "area_asked": sum((row.area for row in rows), Decimal("0.00")) if asked else None,
            "kind_tabs": kind_tabs(moves),
            "building": building,
            "rows": [shown(row) for row in rows[start : start + PAGE]],
            "total": len(rows),
            "following": start + PAGE if start + PAGE < len(rows) else None,
            "with_difference": not building and kind in ("", "difference"),
            "unnamed": unnamed(moves),
            "may_export": self.user.can("exchange.export"),
        }
        return self.page("occupancy/moves.html", context)


class SpanDownload(Download, SpanView):
    """A spreadsheet between two days over a place."""

    abstract = True
    permission = "occupancy.view"

    def facts(self) -> dict[str, Any]:
        span = self.span
        return {"place": self.asked.place.code, "from": str(span.start), "to": str(span.end)}


class MovesWorkbook(SpanDownload):
    """The same list as a spreadsheet."""

    permission = "occupancy.view"
    event = "occupancy.moves_exported"

    def filename(self) -> str:
        span = self.span
        return gettext("moves %(start)s to %(end)s.xlsx") % {"start": span.start, "end": span.end}

    def write(self, book: XlsxWriter) -> None:
        write_moves(book, moves_of(self.change))


class ComparisonWorkbook(SpanDownload):
    """The comparison as a spreadsheet: figures, the first day restated, balance, states,
    buildings.
    """

    permission = "occupancy.view"
    event = "occupancy.comparison_exported"

    def filename(self) -> str:
        days = {"start": self.span.start, "end": self.span.end}
        return gettext("comparison %(start)s to %(end)s.xlsx") % days

    def write(self, book: XlsxWriter) -> None:
        labels = {key: str(label) for key, label in PARTS.items()}
        write_comparison(book, self.change, self.span, labels)


class MoveSpells(SpanView):
    """The spells of one enterprise that touch the days between: the rows behind a move."""

    permission = "occupancy.view"

    def crumbs(self) -> list[tuple[Any, str]]:
        page = reverse("desk:occupancy:moves")
        return [(_("Moves in and out"), f"{page}?{self.span.query(self.asked.place)}")]

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        spells = list(
            Spell.objects.visible_to(self.user)
            .filter(
                occupants__enterprise__number=slug,
                occupants__is_void=False,
                unit__building__in=self.asked.place.buildings,
            )
            .overlapping(self.span.start, self.span.end + dt.timedelta(days=1))
            .select_related("unit__building", "unit__floor", "lease")
            .order_by("unit__building__code", "unit__number", "starts_on")
        )
        enterprise = Enterprise.objects.filter(number=slug).first()
        if enterprise is None or not spells:
            raise Http404
        of_it = [
            row
            for row in moves_of(self.change).rows
            if enterprise in (row.enterprise, row.successor)
        ]
        context = {
            **self.basis(),
            "title": enterprise.name,
            "enterprise": enterprise,
            "may_open": Enterprise.objects.visible_to(self.user).filter(number=slug).exists(),
            "rows": [shown(row) for row in of_it],
            "spells": [
                {
                    "spell": spell,
                    "before": spell.holds_on(self.span.start),
                    "after": spell.holds_on(self.span.end),
                }
                for spell in spells
            ],
        }
        return self.page("occupancy/move_spells.html", context)


def groups(moves: MoveList, limit: int) -> list[dict[str, Any]]:
    """The moves kind by kind, the largest ``limit`` of each and the rest as one line."""
    found = []
    for kind in (*MOVES, *NO_MOVES):
        rows = moves.of(kind)
        if rows:
            rest = rows[limit:]
            found.append(
                {
                    "kind": kind,
                    "label": KIND_NAMES[kind],
                    "rows": [shown(row) for row in rows[:limit]],
                    "rest": len(rest),
                    "rest_area": sum(row.area for row in rest),
                    "total": sum(row.area for row in rows),
                    "count": len(rows),
                }
            )
    return found


def kind_tabs(moves: MoveList) -> list[dict[str, Any]]:
    """The kinds with how many moves each has."""
    return [
        {"key": kind, "label": label, "count": len(moves.of(kind))}
        for kind, label in KIND_NAMES.items()
    ]


def shown(row: Any) -> dict[str, Any]:
    """A move with its word."""
    return {"move": row, "label": word_of(row)}


def unnamed(moves: MoveList) -> list[dict[str, Any]]:
    """Where the difference comes from, building by building, with its occupied units now."""
    units, day = reverse("desk:occupancy:units"), moves.change.after.as_of.isoformat()
    return [
        {
            "building": row.building,
            "area": row.difference,
            "url": f"{units}?as_of={day}&place={row.building.code}&state=S&state=L&state=O",
        }
        for row in moves.by_building()
        if row.difference
    ]


def _offset(text: str, count: int) -> int:
    return min(int(text), count) if text.isdecimal() and len(text) < 9 else 0
