from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from crm.core.acts import announce, authorise, change, create
from crm.core.clock import now, today
from crm.core.errors import Refused
from crm.core.models import User
from crm.projects.models import ProjectFollowUp


def follow_up(
    follow_ups: Sequence[ProjectFollowUp],
    *,
    by: User | None,
    reason: str = "",
    expected: int | None = None,
) -> list[ProjectFollowUp]:
    """Keep contacts about projects; the next step of the project moves on."""
    with transaction.atomic():
        projects = [row.project for row in follow_ups]
        authorise(by, "projects.edit", projects)
        moment = now()
        for row in follow_ups:
            if not row.result.strip():
                raise Refused(_("Say what came of it."), field="result")
            if row.at > moment:
                raise Refused(
                    _("A follow-up has happened; it cannot lie in the future."), field="at"
                )
            if row.next_step_on and row.next_step_on < today():
                raise Refused(_("The next step lies in the past."), field="next_step_on")
            latest = row.project.followed_up_at
            row.project.followed_up_at = max(row.at, latest) if latest else row.at
            row.project.next_step, row.project.next_step_on = row.next_step, row.next_step_on
        created = create(follow_ups, by=by, reason=reason)
        fields = ["followed_up_at", "next_step", "next_step_on"]
        change(projects, fields, by=by, reason=reason, expected=expected)
        announce("projects.followed_up", projects, by=by, reason=reason)
        return created
