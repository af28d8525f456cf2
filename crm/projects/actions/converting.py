from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from crm.core.models import User
from crm.leads import actions as lead_actions
from crm.leads.models import Lead
from crm.projects.actions.registering import register
from crm.projects.models import Project


@dataclass(frozen=True)
class Conversion:
    """A lead and what its project is called and how it will land."""

    lead: Lead
    name: str
    landing_mode: str = Project.LandingMode.NEW
    function: str = ""
    has_government_agreement: bool = False


def convert_leads(
    conversions: Sequence[Conversion],
    *,
    by: User | None,
    reason: str = "",
    expected: int | None = None,
) -> list[Project]:
    """Turn leads into projects in 在谈; the lead closes and is found by Project.lead."""
    with transaction.atomic():
        lead_actions.convert(
            [item.lead for item in conversions], by=by, reason=reason, expected=expected
        )
        return register([_project(item) for item in conversions], by=by, reason=reason)


def _project(item: Conversion) -> Project:
    lead = item.lead
    return Project(
        team=lead.team,
        owner=lead.owner,
        deputy=lead.deputy,
        lead=lead,
        name=item.name,
        enterprise=lead.enterprise,
        landing_mode=item.landing_mode,
        function=item.function,
        has_government_agreement=item.has_government_agreement,
        source=lead.source,
        industry=lead.industry,
        direction=lead.direction,
        need_area_from=lead.need_area,
        need_budget=lead.need_budget,
        need_by=lead.move_in_by,
        investment_amount=lead.expected_investment_amount,
        investment_currency=lead.expected_investment_currency,
        investment_rate=lead.expected_investment_rate,
        investment_rate_on=lead.expected_investment_rate_on,
        next_step=lead.next_step,
        next_step_on=lead.next_step_on,
        note=lead.note,
    )
