from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from crm.core import numbering
from crm.core.acts import announce, authorise, create
from crm.core.clock import today
from crm.core.errors import Refused
from crm.core.models import User
from crm.core.names import clean_name
from crm.projects.amounts import settle_investment
from crm.projects.models import Project, StageMove
from crm.projects.needs import refuse_odd_need
from crm.projects.rules import Side, Stage


def register(projects: Sequence[Project], *, by: User | None, reason: str = "") -> list[Project]:
    """Record projects at the stage that they bring (在谈 unless an import says otherwise).

    A project that brings its number keeps it. Raises Refused without a name or team, and for an
    amount that cannot be.
    """
    with transaction.atomic():
        authorise(by, "projects.create", projects)
        day = today()
        for row in projects:
            row.name = clean_name(row.name)
            if not row.name:
                raise Refused(_("A project needs a name."), field="name")
            if not row.team_id:
                raise Refused(_("A project belongs to a team."), field="team")
            _check_owner(row)
            refuse_odd_need(row)
            row.stage = Stage(row.stage or Stage.TALKS)
            row.side = Side(row.side or Side.NONE)
            row.stage_since = row.stage_since or row.signed_on or day
        settle_investment(projects, day=day)
        _number(projects, day.year)
        create(projects, by=by, reason=reason)
        create(
            [
                StageMove(
                    project=row,
                    moved_on=row.stage_since,
                    to_stage=row.stage,
                    to_side=row.side,
                    reason=reason[:200],
                )
                for row in projects
            ],
            by=by,
            reason=reason,
        )
        announce("projects.registered", projects, by=by, reason=reason)
        return list(projects)


def _check_owner(row: Project) -> None:
    if row.owner is not None and not row.owner.is_active:
        raise Refused(_("%(name)s's account is closed.") % {"name": row.owner}, field="owner")


def _number(projects: Sequence[Project], year: int) -> None:
    fresh = [row for row in projects if not row.number]
    for row in projects:
        if not row.number:
            continue
        if Project.objects.filter(number=row.number).exists():
            raise Refused(
                _("The number %(number)s is taken.") % {"number": row.number}, field="number"
            )
        head, _dash, tail = row.number.rpartition("-")
        if head.startswith("XM-") and tail.isdigit():
            numbering.reserve_up_to(head, int(tail))
    for row, number in zip(fresh, numbering.take("XM", year, len(fresh)), strict=True):
        row.number = number
