"""房源页: one life of a unit through time, its family, its dated facts and documents."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from crm.core.clock import today
from crm.core.registries.panels import panels_of
from crm.core.views import RecordPage
from crm.occupancy.days import read_day
from crm.occupancy.documents_of import documents_of
from crm.occupancy.hold_owners import told
from crm.occupancy.lineages import band_of, conserved_pairs, family_of, tree_of
from crm.occupancy.lives import life_of
from crm.occupancy.models import AreaChange, Unit
from crm.occupancy.stacking import STATE_NAMES, states_on
from crm.occupancy.svg import swatch
from crm.occupancy.views.documents import AttachDocument
from crm.occupancy.views.unit_drawer import unit_acts
from crm.occupancy.views.units import UnitCrumbs


class UnitPage(UnitCrumbs, RecordPage):
    """The line of time, the tree, the table that says the same, uses, dispositions, documents."""

    permission = "occupancy.view"
    template_name = "occupancy/unit_page.html"

    def context(self, record: Unit) -> dict[str, Any]:
        day = read_day(self.request.GET.get("as_of", "")) or today()
        is_alive = record.holds_on(day)
        now = states_on([record], day)[record.pk]
        family = family_of(record)
        return {
            "title": _("Unit %(number)s") % {"number": record.number},
            "day": day,
            "now": now if is_alive else None,
            "band": band_of(family, day, self.user),
            "tree": tree_of(family),
            "reshapings": list(conserved_pairs(family)),
            "life": life_of(record, day),
            "swatches": {state: swatch(state) for state in STATE_NAMES},
            "uses": list(record.uses.order_by("-starts_on")),
            "ways": list(record.dispositions.order_by("-starts_on")),
            "holds": told(record.holds.order_by("-starts_on"), self.user),
            "first_stores": _first_stores(record),
            "surveys": _surveys(family.same),
            "documents": documents_of(record),
            "acts": unit_acts(record.building, now, self.user) if is_alive else [],
            "may_edit": self.user.can_on("occupancy.edit", record),
            "panels": panels_of(record, self.user),
        }


class UnitDocument(UnitCrumbs, AttachDocument):
    """A file about the unit."""

    permission = "occupancy.edit"

    def success_url(self, record: Unit) -> str:
        return record.page_url


def _first_stores(unit: Unit) -> list[Any]:
    rows = unit.spells.filter(occupants__is_void=False).exclude(occupants__first_store="")
    found = []
    for spell in rows.prefetch_related("occupants__enterprise").distinct():
        found += [
            (spell, one) for one in spell.occupants.all() if one.first_store and not one.is_void
        ]
    return found


def _surveys(units: list[Unit]) -> list[dict[str, Any]]:
    """实测面积变更 of this physical unit, each with its files."""
    rows = AreaChange.objects.filter(after__in=units).select_related("before", "after")
    return [{"change": row, "files": documents_of(row)} for row in rows.order_by("-changed_on")]
