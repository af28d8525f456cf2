"""Published figures on the bureau head's page, each with who published it."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _now

from crm.core.registries.figures import Figure, FigureDefinition, figures
from crm.indicators.models import Indicator, Observation

# The indicators of the overview, by code; one that an installation does not keep shows nothing.
CODES = (
    "foreign-capital",
    "exports",
    "foreign-enterprises",
    "quality-enterprises",
    "innovation-cases",
)


def figure_of(code: str) -> Callable[[Any, dt.date], Figure | None]:
    """What computes the figure of one indicator: the newest official one up to a day."""

    def compute(user: Any, as_of: dt.date) -> Figure | None:
        observed = _overview(user, as_of).get(code)
        return None if observed is None else _figure(observed.indicator, observed)

    return compute


def _overview(user: Any, as_of: dt.date) -> dict[str, Observation]:
    """The newest official figure by indicator code; one query a person and day, as rights are."""
    known = user.__dict__.setdefault("indicator_overview", {})
    if as_of not in known:
        rows = Observation.objects.visible_to(user).filter(
            indicator__on_overview=True,
            indicator__code__in=CODES,
            series=Observation.Series.OFFICIAL,
            ends_on__lte=as_of,
        )
        ordered = rows.select_related("indicator").order_by("ends_on", "pk")
        known[as_of] = {row.indicator.code: row for row in ordered}
    return known[as_of]


def _figure(indicator: Indicator, observed: Observation) -> Figure:
    words, growth = [observed.period_label, observed.authority], ""
    if observed.as_published:
        words.append(_now("published as “%(words)s”") % {"words": observed.as_published})
    if observed.growth is not None:
        sign = "+" if observed.growth > 0 else "−" if observed.growth < 0 else ""
        growth = f"{sign}{abs(observed.growth).normalize():f}%"
        words.append(_now("stated growth %(growth)s") % {"growth": growth})
    return Figure(
        name=indicator.name,
        value=_plain(observed.value),
        unit=indicator.unit,
        basis=indicator.basis,
        scope=settings.DISTRICT_NAME,
        as_of=observed.ends_on,
        rows_url=indicator.get_absolute_url(),
        note="，".join(words),
        change_label=growth,
    )


def _plain(value: Decimal) -> Decimal | int:
    return int(value) if value == value.to_integral_value() else value


for _order, _code in enumerate(CODES):
    figures.register(
        FigureDefinition(
            f"indicators.{_code}", figure_of(_code), "indicators.view", order=60 + _order
        )
    )
