"""What of buildings, units and leases is searched."""

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.registries import StaffDocument, staff_documents
from crm.occupancy.models import Building, Lease, Spell, Unit


def _buildings() -> QuerySet:
    return Building.objects.select_related("zone", "operator", "team").prefetch_related("names")


def _units() -> QuerySet:
    spells = Spell.objects.order_by("-starts_on").prefetch_related("occupants__enterprise")
    return Unit.objects.select_related(
        "building__zone", "building__operator", "building__team", "floor"
    ).prefetch_related(Prefetch("spells", queryset=spells))


def _leases() -> QuerySet:
    return Lease.objects.select_related("tenant", "building__operator", "building__team")


def _tenants(unit: Unit) -> str:
    """Who is there now or came last."""
    spell = next(iter(unit.spells.all()), None)
    if spell is None:
        return ""
    return "、".join(one.enterprise.name for one in spell.occupants.all() if not one.is_void)


staff_documents.register(
    StaffDocument(
        key="building",
        label=_("Building"),
        model=Building,
        title=lambda row: row.name,
        url=lambda row: row.get_absolute_url(),
        subtitle=lambda row: "·".join(
            part for part in (row.code, row.zone.name, row.get_grade_display()) if part
        ),
        keys=lambda row: [row.code],
        aliases=lambda row: [former.name for former in row.names.all()],
        body=lambda row: "\n".join(part for part in (row.address, str(row.operator or "")) if part),
        queryset=_buildings,
        order=30,
    )
)
staff_documents.register(
    StaffDocument(
        key="unit",
        label=pgettext_lazy("occupancy", "Unit"),
        model=Unit,
        title=lambda row: f"{row.building.name} {row.number}",
        url=lambda row: row.get_absolute_url(),
        subtitle=lambda row: "·".join(
            part for part in (f"{row.area:,.2f} ㎡", _tenants(row)) if part
        ),
        keys=lambda row: [f"{row.building.code}-{row.number}"],
        body=_tenants,
        queryset=_units,
        order=31,
    )
)
staff_documents.register(
    StaffDocument(
        key="lease",
        label=_("Lease"),
        model=Lease,
        title=lambda row: f"{row.number} {row.tenant.name}",
        url=lambda row: row.get_absolute_url(),
        subtitle=lambda row: "·".join(
            part
            for part in (
                str(row.building or ""),
                f"{row.starts_on:%Y-%m-%d} — {row.last_day:%Y-%m-%d}",
            )
            if part
        ),
        keys=lambda row: [row.number],
        body=lambda row: row.note,
        queryset=_leases,
        order=32,
    )
)
