from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from crm.core.acts import announce, authorise, change
from crm.core.clock import today
from crm.core.errors import Refused
from crm.core.models import User
from crm.core.names import clean_name
from crm.projects.amounts import INVESTMENT_FIELDS, settle_investment
from crm.projects.models import Project
from crm.projects.needs import refuse_odd_need


def edit(
    projects: Sequence[Project],
    fields: Sequence[str],
    *,
    by: User | None,
    reason: str = "",
    expected: int | None = None,
) -> list[Project]:
    """Store changed ``fields``. Stage, side state and owner have actions of their own."""
    with transaction.atomic():
        stored = Project.objects.filter(pk__in=[row.pk for row in projects])
        authorise(by, "projects.edit", list(stored))
        for row in projects:
            row.name = clean_name(row.name)
            refuse_odd_need(row)
        settle_investment(projects, day=today())
        changed = change(
            projects,
            list(dict.fromkeys([*fields, *INVESTMENT_FIELDS])),
            by=by,
            reason=reason,
            expected=expected,
        )
        announce("projects.edited", changed, by=by, reason=reason, data={"fields": list(fields)})
        return changed


def hand_to(
    projects: Sequence[Project],
    *,
    by: User | None,
    owner: User,
    reason: str,
    expected: int | None = None,
) -> list[Project]:
    """Give projects to another person; needs the right over the team, not only over one's own."""
    with transaction.atomic():
        authorise(by, "projects.approve", projects)
        if not owner.is_active or not owner.can("projects.edit"):
            raise Refused(_("%(name)s may not work on projects.") % {"name": owner}, field="owner")
        for row in projects:
            row.owner, row.deputy = owner, None
            row.team = owner.home_team or row.team
        changed = change(
            projects, ["owner", "deputy", "team"], by=by, reason=reason, expected=expected
        )
        announce("projects.handed_on", changed, by=by, reason=reason, data={"owner": owner.pk})
        return changed
