"""Columns of the project list."""

from functools import partial

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from crm.core.cells import cell as template_cell
from crm.projects.models import Project

cell = partial(template_cell, "projects")


class ProjectTable(tables.Table):
    """Everything that the project list can show."""

    number = tables.Column(verbose_name=_("Number"), attrs={"td": {"class": "nowrap muted"}})
    name = cell("name", "k-title", verbose_name=_("Project"))
    stage = cell("stage", "k-state nowrap", verbose_name=_("Stage"))
    stage_since = cell("stage_since", "nowrap muted", verbose_name=_("In this stage since"))
    investment = cell("investment", "num", verbose_name=_("Expected investment"))
    need = cell("need", "num", verbose_name=_("Area wanted ㎡"))
    function = cell("function", "nowrap", verbose_name=_("Function served"))
    landing_mode = cell("landing", "nowrap", verbose_name=_("Way of landing"))
    library = cell("library", "nowrap", verbose_name=_("Library"))
    owner = cell("owner", "nowrap", verbose_name=_("Owner"))
    team = cell("team", "nowrap", verbose_name=_("Team"))
    enterprise = cell("enterprise", "k-next", verbose_name=_("Enterprise"))
    next_step = cell("next_step", "k-due", verbose_name=_("Next step"))
    signed_on = cell("signed_on", "nowrap muted", verbose_name=_("Signed on"))
    updated_at = cell("updated_at", "nowrap muted", verbose_name=_("Last changed"))

    class Meta:
        model = Project
        fields = ()
        row_attrs = {"data-row": ""}
