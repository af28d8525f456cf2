"""Recording and changing a project."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.views import RecordCreate, RecordEdit
from crm.enterprises.actions import ensure
from crm.enterprises.identity import Identity
from crm.enterprises.models import Enterprise
from crm.projects import actions
from crm.projects.forms import NewProjectForm, ProjectForm
from crm.projects.models import Project


class ProjectFormView:
    """What recording and changing share."""

    model = Project
    template_name = "projects/project_form.html"

    def enterprise_of(self, form: Any, team: Any) -> Enterprise | None:
        """The enterprise that is meant, or none when none is named."""
        name, uscc = form.cleaned_data["enterprise_name"], form.cleaned_data["uscc"]
        if not name:
            return None
        identity = Identity(name, uscc)
        found, _fresh = ensure([identity], by=self.user, team=team)  # type: ignore[attr-defined]
        return found[identity]


class ProjectCreate(ProjectFormView, RecordCreate):
    """A new project without a lead."""

    permission = "projects.create"
    form_class = NewProjectForm
    title = _("New project")
    submit_label = _("Save the project")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Projects"), reverse("desk:projects:list"))]

    def form_kwargs(self, record: Any) -> dict[str, Any]:
        return {"user": self.user}

    def perform(self, form: NewProjectForm, record: None) -> Project:
        project = form.save(commit=False)
        project.team, project.owner = form.cleaned_data["team"], form.cleaned_data["owner"]
        project.enterprise = self.enterprise_of(form, project.team)
        return actions.register([project], by=self.user)[0]


class ProjectEdit(ProjectFormView, RecordEdit):
    """Facts of a project under the optimistic lock."""

    permission = "projects.edit"
    form_class = ProjectForm
    title = _("Edit the project")

    def crumbs(self) -> list[tuple[Any, str]]:
        number = self.kwargs["slug"]
        page = reverse("desk:projects:page", args=[number])
        return [(_("Projects"), reverse("desk:projects:list")), (number, page)]

    def perform(self, form: ProjectForm, record: Project) -> Project:
        project = form.save(commit=False)
        project.enterprise = self.enterprise_of(form, project.team)
        fields = [*form.Meta.fields, "enterprise"]
        return actions.edit([project], fields, by=self.user, expected=self.expected_version)[0]
