"""Forms of planned areas of functions."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.core.clock import today
from crm.core.forms import layout
from crm.enterprises.form_fields import AreaTextField
from crm.occupancy.forms.fields import day_field
from crm.occupancy.models import Building, Zone
from crm.projects.forms import function_choices
from crm.projects.models import FunctionPlan


class FunctionPlanForm(forms.ModelForm):
    """What is planned from a day on, for a zone or for a building."""

    function = forms.ChoiceField(label=_("Function"), choices=function_choices)
    zone = forms.ModelChoiceField(label=_("Zone"), queryset=Zone.objects.all(), required=False)
    building = forms.ModelChoiceField(
        label=_("or building"), queryset=Building.objects.all(), required=False
    )
    area = AreaTextField(
        label=_("Planned area ㎡"),
        min_value=Decimal(0),
        help_text=_("0: nothing is planned any more"),
    )
    starts_on = day_field(_("From"), initial=today)

    class Meta:
        model = FunctionPlan
        fields = ("function", "zone", "building", "area", "starts_on", "note")

    helper = layout(("function",), ("zone", "building"), ("area", "starts_on"), ("note",))


class FunctionPlanEditForm(forms.ModelForm):
    """A correction: the function and the place stay."""

    area = AreaTextField(label=_("Planned area ㎡"), min_value=Decimal(0))
    starts_on = day_field(_("From"))
    ends_before = day_field(_("Until (that day not counted)"), required=False)

    class Meta:
        model = FunctionPlan
        fields = ("area", "starts_on", "ends_before", "note")

    helper = layout(("area",), ("starts_on", "ends_before"), ("note",))

    def changed_names(self) -> list[str]:
        """The fields that the action stores."""
        names: Any = self.Meta.fields
        return list(names)
