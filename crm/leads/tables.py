"""Columns of the lead lists."""

from functools import partial

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from crm.core.cells import cell as template_cell
from crm.leads.models import Lead

cell = partial(template_cell, "leads")


class LeadTable(tables.Table):
    """Everything that a lead list can show."""

    due = cell("due", "k-due nowrap", verbose_name=_("Deadline"))
    number = tables.Column(verbose_name=_("Number"), attrs={"td": {"class": "nowrap muted"}})
    title = cell("title", "k-title", verbose_name=_("Enterprise"))
    state = cell("state", "k-state nowrap", verbose_name=_("State"))
    need_area = cell("area", "num", verbose_name=_("Area wanted ㎡"))
    next_step = cell("next_step", "k-next", verbose_name=_("Next step"))
    followed_up_at = cell("followed_up", "nowrap muted", verbose_name=_("Last follow-up"))
    owner = cell("owner", "nowrap", verbose_name=_("Owner"))
    team = cell("team", "nowrap", verbose_name=_("Team"))
    source = cell("source", "", verbose_name=_("Source and event"))
    direction = cell("direction", "", verbose_name=_("Local direction"))
    investment = cell("investment", "num", verbose_name=_("Expected investment"))
    received_at = cell("received", "nowrap muted", verbose_name=_("Received at"))

    class Meta:
        model = Lead
        fields = ()
        row_attrs = {"data-row": ""}
