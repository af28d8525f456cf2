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
        "occupancy.return_begun": _("Monthly return begun"),
        "occupancy.return_sent": _("Monthly return sent"),
        "occupancy.return_recalled": _("Monthly return taken back by the operator"),
        "occupancy.return_accepted": _("Monthly return accepted"),
        "occupancy.return_sent_back": _("Monthly return sent back"),
        "occupancy.return_due_soon": _("Reminded: due soon"),
        "occupancy.return_late": _("Reminded: late"),
        "occupancy.month_closed": _("Month closed"),
        "occupancy.month_corrected": _("Closed month corrected"),
        "occupancy.confirmation_printed": _("Confirmation printed"),
        "occupancy.call_list": _("Call list of missing returns made"),
        "occupancy.call_list_phones": _("Whole phone numbers of the call list looked at"),
    }
)
