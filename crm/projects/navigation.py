"""Projects in the navigation."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from crm.core.registries import NavItem, navigation
from crm.projects.models import Project


def own_projects(user: Any) -> QuerySet:
    """The projects that this person is working on."""
    return Project.objects.of_person(user).in_progress()


navigation.register(
    NavItem(
        key="projects.board",
        label=_("Project board"),
        url_name="desk:projects:board",
        icon="board",
        action="projects.view",
        order=30,
        tab_action="projects.create",
    )
)
navigation.register(
    NavItem(
        key="projects",
        label=_("Projects"),
        url_name="desk:projects:list",
        icon="project",
        action="projects.view",
        order=35,
        count=own_projects,
    )
)
navigation.register(
    NavItem(
        key="projects.functions",
        label=_("Functions and projects"),
        url_name="desk:projects:functions",
        icon="tag",
        action="projects.view",
        order=37,
        tab_action="projects.edit_functions",
    )
)
