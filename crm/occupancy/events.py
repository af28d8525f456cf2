"""Words for what happens to space."""

from django.utils.translation import gettext_lazy as _

from crm.core.registries.events import name_events

name_events(
    {
        "occupancy.lease_signed": _("Lease signed"),
        "occupancy.lease_sublet": _("Sublet signed"),
        "occupancy.lease_renewed": _("Lease renewed"),
        "occupancy.lease_ended": _("Lease ended"),
        "occupancy.lease_expanded": _("Units taken on"),
        "occupancy.lease_contracted": _("Units given back"),
        "occupancy.occupants_seated": _("Occupants changed"),
        "occupancy.sublet_grace_over": _("Grace period over: counts as vacant"),
        "occupancy.finding_verified": _("Finding verified as right"),
        "occupancy.verification_revoked": _("Verification revoked"),
        "occupancy.building_renamed": _("Building renamed"),
        "occupancy.building_status_set": _("Status of the building set"),
    }
)
