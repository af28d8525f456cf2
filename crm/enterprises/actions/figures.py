"""Restricted yearly figures of enterprises: record and correct them."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from crm.core.acts import announce, authorise, change, create
from crm.core.clock import today
from crm.core.errors import Refused
from crm.core.models import User
from crm.core.names import clean_name
from crm.core.sources import of_statistics_network
from crm.enterprises.figure_rules import FIRST_YEAR, UNITS, clean_unit, value_fits
from crm.enterprises.models import Enterprise, YearlyFigure

EDIT = "enterprises.edit_figures"
# What is cleaned on the way in and therefore always written.
CLEANED = ("unit", "source", "authorisation")
Key = tuple[int, int, str, str]


def record_figures(
    figures: Sequence[YearlyFigure], *, by: User | None, reason: str = ""
) -> list[YearlyFigure]:
    """Record figures. Raises Refused as :func:`check_figure` does, and for one that is there.

    The event belongs to the figure, not to the enterprise: who may not see figures sees no trace.
    """
    with transaction.atomic():
        authorise(by, EDIT, figures)
        for row in figures:
            check_figure(row)
        _refuse_doubles(figures)
        create(figures, by=by, reason=reason)
        announce("enterprises.figure_recorded", figures, by=by, reason=reason)
        return list(figures)


def edit_figures(
    figures: Sequence[YearlyFigure],
    fields: Sequence[str],
    *,
    by: User | None,
    reason: str = "",
    expected: int | None = None,
) -> list[YearlyFigure]:
    """Store corrected ``fields``, with history; refuses what would be refused when new."""
    with transaction.atomic():
        authorise(by, EDIT, figures)
        for row in figures:
            check_figure(row)
        _refuse_doubles(figures)
        written = list(dict.fromkeys([*fields, *CLEANED]))
        change(figures, written, by=by, reason=reason, expected=expected)
        announce("enterprises.figure_corrected", figures, by=by, reason=reason)
        return list(figures)


def check_figure(row: YearlyFigure) -> None:
    """Clean source, unit and authorisation of one figure; raises Refused that names the field."""
    row.source, row.authorisation = clean_name(row.source), clean_name(row.authorisation)
    row.unit = clean_unit(row.unit)
    _check_year(row)
    _check_amount(row)
    _check_source(row)


def _check_year(row: YearlyFigure) -> None:
    last = today().year
    if not FIRST_YEAR <= row.year <= last:
        raise Refused(
            _("The year should lie between %(first)d and %(last)d.")
            % {"first": FIRST_YEAR, "last": last},
            field="year",
        )


def _check_amount(row: YearlyFigure) -> None:
    allowed = UNITS[row.kind]
    if row.unit not in allowed:
        raise Refused(
            _("%(kind)s is counted in %(units)s.")
            % {"kind": row.get_kind_display(), "units": "、".join(allowed)},
            field="unit",
        )
    if not value_fits(row.kind, Decimal(row.value)):
        message = (
            _("Should be a whole number of people, 0 or more.")
            if row.kind == YearlyFigure.Kind.HEADCOUNT
            else _("Should be 0 or more, with at most two decimals.")
        )
        raise Refused(message, field="value")


def _check_source(row: YearlyFigure) -> None:
    if not row.source:
        raise Refused(_("A yearly figure needs its source."), field="source")
    if of_statistics_network(row.source):
        raise Refused(
            _(
                "Data of the statistics network serve statistics alone and are not taken in. "
                "Name another source, such as the enterprise itself."
            ),
            field="source",
        )
    if row.kind == YearlyFigure.Kind.TAX and not row.authorisation:
        raise Refused(_("Tax data need the number of their authorisation."), field="authorisation")


def _refuse_doubles(rows: Sequence[YearlyFigure]) -> None:
    """One figure a year, kind and source; whoever records at the same time waits here."""
    owners = sorted({row.enterprise_id for row in rows})
    locked = Enterprise.objects.select_for_update(of=("self",)).filter(pk__in=owners)
    list(locked.order_by("pk").values_list("pk", flat=True))
    ours = {row.pk for row in rows if row.pk}
    stored = YearlyFigure.objects.filter(enterprise__in=owners).exclude(pk__in=ours)
    taken = set(stored.values_list("enterprise_id", "year", "kind", "source"))
    for row in rows:
        key: Key = (row.enterprise_id, row.year, str(row.kind), row.source)
        if key in taken:
            raise Refused(
                _("%(kind)s of %(year)d from this source is recorded already; correct that entry.")
                % {"kind": row.get_kind_display(), "year": row.year},
                field="source",
            )
        taken.add(key)
