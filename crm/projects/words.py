"""What the rules' codes say to people."""

from django.utils.translation import gettext_lazy as _

FAULTS = {
    "same": _("The project is at this stage already."),
    "aside": _("The project stands aside; take it up again first."),
    "reason": _("Going back needs a reason."),
    "approver": _("Going back needs an approver."),
    "self_approved": _("The approver must be somebody else than the mover."),
}
MISSING = {
    "enterprise": _("enterprise"),
    "owner": _("owner"),
    "amount": _("expected investment"),
}
