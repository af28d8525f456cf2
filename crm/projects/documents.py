"""What of projects is searched."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from crm.core.registries import StaffDocument, staff_documents
from crm.projects.models import Project


def _projects() -> QuerySet:
    return Project.objects.select_related("enterprise", "owner", "team")


def _subtitle(row: Project) -> str:
    parts = (row.number, row.get_stage_display(), row.owner.name if row.owner else str(row.team))
    return "·".join(str(part) for part in parts if part)


staff_documents.register(
    StaffDocument(
        key="project",
        label=_("Project"),
        model=Project,
        title=lambda row: row.name,
        url=lambda row: row.get_absolute_url(),
        subtitle=_subtitle,
        keys=lambda row: [row.number],
        aliases=lambda row: [row.enterprise.name] if row.enterprise else [],
        body=lambda row: "\n".join(
            part for part in (row.function, row.direction, row.next_step, row.note) if part
        ),
        queryset=_projects,
        order=40,
    )
)
