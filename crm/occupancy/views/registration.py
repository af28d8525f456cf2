"""注册与行业: where the tenants are registered, what they do, how concentrated they are; and the
lists behind it. Enterprises are named only for those who may see them.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from crm.core.clock import today
from crm.core.figure_text import area as in_square_metres
from crm.core.figure_text import grouped
from crm.core.registries.figures import Figure
from crm.core.views import StaffView
from crm.enterprises.models import Enterprise
from crm.occupancy import registration, spans
from crm.occupancy.absentees import absentees
from crm.occupancy.changes import PlaceChange, change
from crm.occupancy.days import month_ends_up_to
from crm.occupancy.move_book import KIND_NAMES
from crm.occupancy.moves import moves_of
from crm.occupancy.registration import ELSEWHERE, GONE, HERE, UNKNOWN, Settled
from crm.occupancy.registration_book import untold_words
from crm.occupancy.spans import Span
from crm.occupancy.tenants import HOME_NAMES

PAGE, SHOWN, BUILDINGS = 100, 8, 15


@dataclass(frozen=True)
class Listing:
    """A list behind the figures: which tenants, by where they are registered."""

    key: str
    label: Any
    meaning: Any
    homes: tuple[str, ...]


LISTINGS = {
    one.key: one
    for one in (
        Listing(
            "settled",
            _("All settled"),
            _("Enterprises on self-used, let or sold units that are occupied."),
            (HERE, ELSEWHERE, UNKNOWN, GONE),
        ),
        Listing(
            "unregistered",
            _("In business here, not registered here"),
            _("They occupy space in the place; their licence names another district."),
            (ELSEWHERE,),
        ),
        Listing(
            "unknown",
            _("Registration not known"),
            _("They occupy space in the place; nobody has recorded where they are registered."),
            (UNKNOWN,),
        ),
        Listing(
            "gone",
            _("Deregistered, still there"),
            _("They occupy space though the registration was cancelled or revoked."),
            (GONE,),
        ),
    )
}
ABSENT, MOVED = "absent", "moved"


class RegistrationView(StaffView):
    """A page about a place as of a day, with the moves of registration since another."""

    abstract = True
    permission = "enterprises.view"

    @cached_property
    def span(self) -> Span:
        """``?to=`` is the day (the last month's end unless said), ``?from=`` the beginning of the
        moves (the year's unless said).
        """
        day, query = today(), self.request.GET
        end = min(spans.read_moment(query.get("to", "")) or month_ends_up_to(day, 1)[0], day)
        start = spans.read_moment(query.get("from", "")) or dt.date(end.year - 1, 12, 31)
        return Span(min(start, end), end)

    @cached_property
    def asked(self) -> spans.Asked:
        """The place."""
        return spans.read_place(self.request.GET, self.user)

    @cached_property
    def settled(self) -> Settled:
        """Who sits there."""
        return registration.settled(self.asked.place, self.span.end)

    @cached_property
    def visible(self) -> set[int]:
        """The settled enterprises that this person may see."""
        rows = Enterprise.objects.visible_to(self.user).filter(pk__in=list(self.settled.homes))
        return set(rows.values_list("pk", flat=True))

    def rows_url(self, key: str, **query: str) -> str:
        """The list behind a figure."""
        asked = {"list": key, **query}
        page = reverse("desk:occupancy:registration_list")
        return f"{page}?{self.span.query(self.asked.place, **asked)}"

    def basis(self) -> dict[str, Any]:
        """Day, place and what can be chosen."""
        return {
            "span": self.span,
            "place": self.asked.place,
            "unknown_place": self.asked.unknown,
            "span_query": self.span.query(self.asked.place),
            "place_choices": spans.choices(self.user),
            "edition": self.settled.at.edition,
        }


class RegistrationPage(RegistrationView):
    """Figures, lists in short, industries and concentration."""

    permission = "enterprises.view"
    title = _("Registration and industry")

    @cached_property
    def change(self) -> PlaceChange:
        """From the beginning of the moves to the day."""
        return change(self.asked.place, self.span.start, self.span.end)

    @cached_property
    def settled(self) -> Settled:
        """Who sits there, from the same reading as the moves."""
        return registration.settled_at(self.change.after, self.change.holdings_after)

    def get(self, request: HttpRequest) -> HttpResponse:
        found, unknown = self.settled, gettext("industry not recorded")
        buildings = found.by_building()
        absent = absentees(self.asked.place, self.user, self.span.end, told=False)
        context = {
            **self.basis(),
            "settled": found,
            "figures": self.figures(),
            "homes": self.homes(),
            "lists": [self.in_short(LISTINGS[key]) for key in ("unregistered", "unknown", "gone")],
            "absent": absent,
            "absent_note": untold_words(self.asked.place, absent),
            "may_export": self.user.can("exchange.export"),
            "moves": registration.registration_moves(self.user, self.span.start, self.span.end),
            "shown": SHOWN,
            "absent_url": self.rows_url(ABSENT),
            "moves_url": self.rows_url(MOVED),
            "sections": self.linked(found.by_section(unknown), "section", unknown),
            "directions": self.linked(found.by_direction(unknown), "direction", unknown),
            "top": [
                {"enterprise": found.enterprises[key], "area": area, "seen": key in self.visible}
                for key, area in found.top.largest
            ],
            "buildings": [
                {"row": one, "seen": one.first is not None and one.first.pk in self.visible}
                for one in buildings[:BUILDINGS]
            ],
            "more_buildings": max(len(buildings) - BUILDINGS, 0),
            "came_and_went": self.came_and_went(),
        }
        return self.page("occupancy/registration.html", context)

    def figures(self) -> list[Figure]:
        """属地注册率 by count and by area, 入驻企业, CR5."""
        found = self.settled
        here, count = found.of_home(HERE), len(found.enterprises)
        shared = {"scope": found.at.place.name, "as_of": self.span.end}
        return [
            Figure(
                name=_("Registered here, by count"),
                value=found.rate,
                unit="%",
                kind="rate",
                basis=_(
                    "settled enterprises (legal persons and branches on S, L and O units) whose"
                    " registration in force on the day is in the district ÷ all settled ones"
                ),
                numerator=grouped(len(here)),
                denominator=grouped(count),
                note=gettext("%(here)s of %(all)s")
                % {"here": grouped(len(here)), "all": grouped(count)},
                rows_url=self.rows_url("settled", home=HERE),
                why=_("nobody is settled"),
                **shared,
            ),
            Figure(
                name=_("Registered here, by area"),
                value=found.rate_by_area,
                unit="%",
                kind="rate",
                basis=_(
                    "what settled enterprises registered in the district occupy ÷ all that is"
                    " occupied (S + L + O), tenants not known included"
                ),
                numerator=f"{in_square_metres(found.area_of(here))} ㎡",
                denominator=f"{in_square_metres(found.occupied)} ㎡",
                rows_url=self.rows_url("settled", home=HERE),
                why=_("nothing is occupied"),
                **shared,
            ),
            *self._counts(shared),
        ]

    def _counts(self, shared: dict[str, Any]) -> list[Figure]:
        found = self.settled
        return [
            Figure(
                name=_("Settled enterprises"),
                value=len(found.enterprises),
                unit=pgettext("counter", "enterprises"),
                basis=_("distinct enterprises on self-used, let and sold units that are occupied"),
                note=gettext("%(area)s ㎡ occupied") % {"area": in_square_metres(found.occupied)},
                rows_url=self.rows_url("settled"),
                **shared,
            ),
            Figure(
                name=_("Held by the five largest"),
                value=found.top.share,
                unit="%",
                kind="rate",
                basis=_("occupied area of the five largest occupiers ÷ all that is occupied"),
                numerator=f"{in_square_metres(found.top.area)} ㎡",
                denominator=f"{in_square_metres(found.occupied)} ㎡",
                rows_url="#top",
                why=_("nothing is occupied"),
                **shared,
            ),
        ]

    def homes(self) -> list[dict[str, Any]]:
        """Count and area by where the tenants are registered; they add up to all."""
        found, rows = self.settled, []
        for home, label in HOME_NAMES.items():
            keys = found.of_home(home)
            area, url = found.area_of(keys), self.rows_url("settled", home=home)
            rows.append({"label": label, "count": len(keys), "area": area, "url": url})
        return rows

    def came_and_went(self) -> list[dict[str, Any]]:
        """Who moved in and out of the place since the beginning, the largest first."""
        moves, page = moves_of(self.change), reverse("desk:occupancy:moves")
        return [
            {
                "key": kind,
                "label": KIND_NAMES[kind],
                "count": len(moves.of(kind)),
                "area": moves.size(kind),
                "rows": moves.of(kind)[:SHOWN],
                "url": f"{page}?{self.span.query(self.asked.place, kind=kind)}",
            }
            for kind in ("move_in", "move_out")
        ]

    def in_short(self, listing: Listing) -> dict[str, Any]:
        """The largest few that this person may see, and how many there are in all."""
        keys = self.settled.of_home(*listing.homes)
        seen = [key for key in keys if key in self.visible]
        return {
            "listing": listing,
            "count": len(keys),
            "hidden": len(keys) - len(seen),
            "area": self.settled.area_of(keys),
            "tenants": self.settled.tenants(seen)[:SHOWN],
            "url": self.rows_url(listing.key),
        }

    def linked(self, shares: list[Any], name: str, unknown: str) -> list[dict[str, Any]]:
        """Each industry with its rows."""
        return [
            {
                "share": one,
                "url": self.rows_url("settled", **{name: "" if one.name == unknown else one.name}),
            }
            for one in shares
        ]


class RegistrationRows(RegistrationView):
    """One list in full: tenants by registration or industry, 注册不在地经营, 迁入迁出."""

    abstract = True
    permission = "enterprises.view"

    @cached_property
    def key(self) -> str:
        """Which list; 404 for one that is not known."""
        key = self.request.GET.get("list", "settled")
        if key not in LISTINGS and key not in (ABSENT, MOVED):
            raise Http404
        return key

    @cached_property
    def found(self) -> dict[str, Any]:
        """Its rows with what narrows them, what the list means, and how many are out of sight."""
        others: dict[str, Callable[[], dict[str, Any]]] = {ABSENT: self.absent, MOVED: self.moved}
        rows = others[self.key]() if self.key in others else self.of_tenants(LISTINGS[self.key])
        return {"key": self.key, **rows}

    def of_tenants(self, listing: Listing) -> dict[str, Any]:
        """Tenants of the listing, narrowed by registration, industry and building."""
        found, query = self.settled, self.request.GET
        keys = [key for key in found.of_home(*listing.homes) if key in self.visible]
        rows = found.tenants(keys)
        chips = []
        for name, label, value_of in CONDITIONS:
            if name in query:
                wanted = query[name]
                rows = [row for row in rows if value_of(row) == wanted]
                shown = str(HOME_NAMES.get(wanted, wanted)) or gettext("industry not recorded")
                chips.append({"name": name, "label": label, "text": shown})
        hidden = len(found.of_home(*listing.homes)) - len(keys)
        return {"rows": rows, "chips": chips, "meaning": listing.meaning, "hidden": hidden}

    def absent(self) -> dict[str, Any]:
        """注册不在地经营."""
        found = absentees(self.asked.place, self.user, self.span.end)
        note = untold_words(self.asked.place, found)
        return {"rows": found.rows, "meaning": ABSENT_MEANING, "absent": found, "note": note}

    def moved(self) -> dict[str, Any]:
        """迁入迁出."""
        rows = registration.registration_moves(self.user, self.span.start, self.span.end)
        meaning = _(
            "Registrations that came from another district or went there in the period; over the"
            " whole district, whatever place is chosen: a registration moves between districts, not"
            " between buildings."
        )
        return {"rows": rows, "meaning": meaning}


class RegistrationList(RegistrationRows):
    """The list on screen, page by page."""

    permission = "enterprises.view"
    title = _("Enterprises by registration and industry")

    def crumbs(self) -> list[tuple[Any, str]]:
        page = reverse("desk:occupancy:registration")
        return [(RegistrationPage.title, f"{page}?{self.span.query(self.asked.place)}")]

    def get(self, request: HttpRequest) -> HttpResponse:
        found = dict(self.found)
        rows = found.pop("rows")
        start = _offset(request.GET.get("after", ""), len(rows))
        context = {
            **self.basis(),
            **found,
            "tabs": [*((one.key, one.label) for one in LISTINGS.values()), *OTHER_TABS],
            "rows": rows[start : start + PAGE],
            "total": len(rows),
            "following": start + PAGE if start + PAGE < len(rows) else None,
            "may_export": self.user.can("exchange.export"),
        }
        return self.page("occupancy/registration_list.html", context)


ABSENT_MEANING = _(
    "Registered in the district on the day, and on none of its units, by today's ledger. A place"
    " has those whose registered address names one of its buildings."
)
OTHER_TABS = (
    (ABSENT, _("Registered here, not in business here")),
    (MOVED, _("Moved in and out by registration")),
)
CONDITIONS: tuple[tuple[str, Any, Callable[[Any], str]], ...] = (
    ("home", _("Registration"), lambda row: row.home),
    ("section", _("Section of industry"), lambda row: row.section),
    ("direction", _("Local direction"), lambda row: row.enterprise.direction),
)


def _offset(text: str, count: int) -> int:
    return min(int(text), count) if text.isdecimal() and len(text) < 9 else 0
