"""Forms of the data-quality board."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.core.forms import layout
from crm.occupancy.forms.fields import day_field


class VerifyForm(forms.Form):
    """Why a finding is right as it is, and for how long."""

    reason = forms.CharField(
        label=_("Why it is right as it is"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: the operator's letter of 2023-03-01, seen by you."),
    )
    until = day_field(
        _("Valid until (that day counted)"),
        required=False,
        help_text=_("Empty: for good. After that day the finding counts again."),
    )

    helper = layout(("reason",), ("until",))


class RevokeForm(forms.Form):
    """Why a verified finding counts again."""

    reason = forms.CharField(label=_("Why it counts again"), max_length=100)

    helper = layout(("reason",))
