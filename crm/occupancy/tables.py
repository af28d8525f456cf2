"""Columns of the lists of buildings, units, leases and zones."""

from functools import partial

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.cells import cell as template_cell
from crm.occupancy.models import Building, Lease, Unit, Zone

NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}


cell = partial(template_cell, "occupancy")


class BuildingTable(tables.Table):
    """Rates are of the asked day, put onto the rows by the view."""

    code = tables.Column(_("Code"), attrs={"td": {"class": "nowrap muted"}})
    name = cell("building", "k-title", verbose_name=_("Building"))
    zone = tables.Column(_("Zone"), attrs={"td": {"class": "nowrap"}})
    grade = tables.Column(_("Grade"), attrs={"td": {"class": "nowrap"}})
    in_use_from = tables.DateColumn(
        verbose_name=_("In use from"), format="Y-m-d", attrs={"td": {"class": "nowrap muted"}}
    )
    gross_area = cell("gross", "num", verbose_name=_("Gross area ㎡"))
    base = cell("base", "num", verbose_name=_("Units B ㎡"))
    occupied = cell("occupied", "num", verbose_name=_("Occupied ㎡"))
    vacant = cell("vacant", "num", verbose_name=_("Vacant ㎡"))
    occupancy = cell("occupancy", "num k-state", verbose_name=_("Occupancy rate %"))
    letting = cell("letting", "num", verbose_name=_("Letting rate %"))
    vacancy = cell("vacancy", "num", verbose_name=_("Vacancy rate %"))
    enterprises = cell("enterprises", "num", verbose_name=_("Enterprises"))
    operator = tables.Column(_("Operator"))

    class Meta:
        model = Building
        fields = ()
        row_attrs = {"data-row": ""}


class UnitTable(tables.Table):
    """One live unit a row."""

    building = cell("unit_building", "k-next", verbose_name=_("Building"))
    floor = tables.Column(pgettext_lazy("storey", "Floor"), attrs=NUMBER)
    number = cell("unit", "k-title", verbose_name=pgettext_lazy("occupancy", "Unit"))
    state = cell("state", "k-state nowrap", verbose_name=pgettext_lazy("occupancy", "State"))
    occupants = cell("occupants", "", verbose_name=_("Enterprise"))
    area = cell("area", "num", verbose_name=_("Floor area ㎡"))
    last_day = cell("last_day", "nowrap", verbose_name=_("Lease until"))

    class Meta:
        model = Unit
        fields = ()
        row_attrs = {"data-row": ""}


class LeaseTable(tables.Table):
    """Contracts; units and area are those of the day's spells."""

    number = cell("lease", "k-title nowrap", verbose_name=_("Lease number"))
    tenant = cell("tenant", "k-next", verbose_name=_("Tenant"))
    building = tables.Column(_("Building"))
    units = cell("lease_units", "", verbose_name=_("Units"))
    area = cell("lease_area", "num", verbose_name=_("Floor area ㎡"))
    starts_on = tables.DateColumn(
        verbose_name=pgettext_lazy("lease", "First day"),
        format="Y-m-d",
        attrs={"td": {"class": "nowrap"}},
    )
    last_day = tables.DateColumn(
        verbose_name=pgettext_lazy("lease", "Last day"),
        format="Y-m-d",
        attrs={"td": {"class": "nowrap"}},
    )
    left = cell("left", "nowrap k-due", verbose_name=_("Remaining"))
    price = cell("price", "num", verbose_name=_("Rent"))

    class Meta:
        model = Lease
        fields = ()
        row_attrs = {"data-row": ""}


class ZoneTable(tables.Table):
    """Zones with today's rates."""

    code = tables.Column(_("Code"), attrs={"td": {"class": "nowrap muted"}})
    name = cell("zone", "k-title", verbose_name=_("Zone"))
    name_en = tables.Column(_("English name"), attrs={"td": {"lang": "en"}})
    buildings = cell("zone_buildings", "num", verbose_name=_("Buildings in use"))
    base = cell("base", "num", verbose_name=_("Units B ㎡"))
    occupied = cell("occupied", "num", verbose_name=_("Occupied ㎡"))
    occupancy = cell("occupancy", "num k-state", verbose_name=_("Occupancy rate %"))
    vacancy = cell("vacancy", "num", verbose_name=_("Vacancy rate %"))

    class Meta:
        model = Zone
        fields = ()
        row_attrs = {"data-row": ""}
