"""Forms of the release plan and of the forecast."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.clock import today
from crm.core.forms import layout
from crm.enterprises.form_fields import AreaTextField
from crm.occupancy.forms.fields import day_field
from crm.occupancy.models import Building, ReleasePlan, ReleasePlanRevision, Zone

QUARTERS = [("", _("not known")), *((str(n), str(n)) for n in range(1, 5))]


class RevisionForm(forms.Form):
    """What is planned now."""

    revised_on = day_field(_("Revised on"), initial=today)
    year = forms.IntegerField(label=_("Planned year"), min_value=2000, max_value=2100)
    quarter = forms.TypedChoiceField(
        label=_("Planned quarter"), choices=QUARTERS, required=False, coerce=int, empty_value=None
    )
    area = AreaTextField(label=_("Floor area ㎡"), min_value=Decimal("0.01"))
    certainty = forms.ChoiceField(
        label=_("Certainty"), choices=ReleasePlanRevision.Certainty.choices
    )
    note = forms.CharField(label=_("Basis or reason"), max_length=200, required=False)

    helper = layout(("revised_on", "year", "quarter"), ("area", "certainty"), ("note",))

    def revision(self, plan: ReleasePlan) -> ReleasePlanRevision:
        """The row, without its number."""
        names = ("revised_on", "year", "quarter", "area", "certainty", "note")
        return ReleasePlanRevision(plan=plan, **{name: self.cleaned_data[name] for name in names})


class PlanForm(RevisionForm):
    """A new plan with its first revision."""

    code = forms.SlugField(label=_("Plan code"), max_length=32)
    name = forms.CharField(label=_("Building or phase"), max_length=100)
    zone = forms.ModelChoiceField(label=_("Zone"), queryset=Zone.objects.all())
    building = forms.ModelChoiceField(
        label=_("Building"),
        queryset=Building.objects.all(),
        required=False,
        help_text=_("When it comes into use, the plan is compared with it"),
    )

    helper = layout(
        ("code", "name"),
        ("zone", "building"),
        ("revised_on", "year", "quarter"),
        ("area", "certainty"),
        ("note",),
    )

    def plan(self) -> ReleasePlan:
        """The row."""
        data: dict[str, Any] = self.cleaned_data
        return ReleasePlan(
            code=data["code"], name=data["name"], zone=data["zone"], building=data["building"]
        )


class ForecastForm(forms.Form):
    """What the reader of a forecast may assume."""

    renewal = forms.DecimalField(
        label=_("Renewed of what ends, %"),
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=1,
        help_text=_("Empty: the renewal rate of the last 12 months"),
    )
    letting = AreaTextField(
        label=_("Newly let a month ㎡"), required=False, help_text=_("Empty: none")
    )
    certainty = forms.ChoiceField(
        label=_("Releases counted"),
        required=False,
        choices=[
            ("likely", _("firm and likely ones")),
            ("firm", _("firm ones only")),
            ("open", pgettext_lazy("release plan", "all, open ones too")),
        ],
    )
