"""The figures of the one-page brief: those of the monthly report in force, else of the ledger."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from crm.core.errors import Refused
from crm.occupancy import statements
from crm.occupancy.models import Building
from crm.occupancy.places import DISTRICT
from crm.reports.canonical import plain
from crm.reports.occupancy_monthly import figures as monthly
from crm.reports.planned import planned_in_year
from crm.reports.sources import monthly_in_force

KIND, RULE_VERSION = "brief", "1"
TAKEN = (
    "month",
    "as_of",
    "closed",
    "demo",
    "scope",
    "edition",  # of a closed month
    "terms_from_ledger",
    "now",
    "previous",
    "year_ago",
    "like_for_like",
    "supply",
    "balance",
    "absorption",
    "ladder",
    "top_five",
    "needs",  # since the second version of the monthly report
)


def figures(as_of: dt.date, scope: str) -> dict[str, Any]:
    """The month, its source, the release plan; Refused over a single building."""
    if Building.objects.filter(code=scope).exists():
        raise Refused(_("The brief is drawn up over the district or a zone."), field="scope")
    source = monthly_in_force(as_of, [scope])
    month = source.figures if source else plain(monthly.figures(as_of, scope))
    return {
        "kind": KIND,
        "rule_version": RULE_VERSION,
        "source": _source(source),
        **{key: month[key] for key in TAKEN if key in month},
        "buildings": [_building(row) for zone in month["zones"] for row in zone["buildings"]],
        "plan": _plan(as_of, scope),
    }


def _source(source: Any) -> dict[str, str] | None:
    return None if source is None else {"number": source.number, "sha256": source.sha256}


def _building(row: dict[str, Any]) -> dict[str, Any]:
    keys = ("code", "name", "in_use_from", "area")
    return {key: row[key] for key in keys}


def _plan(as_of: dt.date, scope: str) -> list[dict[str, Any]]:
    """What is still to come into use this year, as planned on the day, with its revision."""
    return [
        {
            "code": row.plan.code,
            "name": row.plan.name,
            "quarter": row.quarter,
            "area": statements.area(row.area),
            "certainty": row.certainty,
            "revision": row.revision,
            "revised_on": row.revised_on,
        }
        for row in planned_in_year(as_of)
        if scope in (DISTRICT, row.plan.zone.code)
    ]
