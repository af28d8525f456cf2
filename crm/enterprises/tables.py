"""Columns of the enterprise list."""

from functools import partial

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from crm.core.cells import cell as template_cell
from crm.enterprises.models import Enterprise

cell = partial(template_cell, "enterprises")


class EnterpriseTable(tables.Table):
    """Everything that the enterprise list can show."""

    number = tables.Column(verbose_name=_("Number"), attrs={"td": {"class": "nowrap muted"}})
    name = cell("name", "k-title", verbose_name=_("Enterprise"))
    uscc = cell("uscc", "nowrap", verbose_name=_("Credit code"))
    industry = cell("industry", "k-next", verbose_name=_("Industry"))
    capital_nature = cell("capital", "nowrap", verbose_name=_("Nature of capital"))
    legal_form = cell("form", "nowrap", verbose_name=_("Legal form"))
    direction = cell("direction", "nowrap", verbose_name=_("Local direction"))
    registered = cell("registered", "nowrap", verbose_name=_("Registered in the district"))
    team = cell("team", "nowrap", verbose_name=_("Team"))
    steward = cell("steward", "nowrap", verbose_name=_("Steward"))
    founded = cell("founded", "nowrap muted", verbose_name=_("Founded on"))
    is_verified = cell("verified", "k-state nowrap", verbose_name=_("Verified"))

    class Meta:
        model = Enterprise
        fields = ()
        row_attrs = {"data-row": ""}
