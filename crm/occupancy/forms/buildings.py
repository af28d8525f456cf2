"""Forms of zones and buildings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.core.forms import layout
from crm.core.models import Team
from crm.enterprises.form_fields import AreaTextField
from crm.occupancy.forms.fields import day_field
from crm.occupancy.models import Building, Zone


class ZoneForm(forms.ModelForm):
    """A zone."""

    class Meta:
        model = Zone
        fields = ("code", "name", "name_en", "note")

    helper = layout(("code", "name"), ("name_en", "note"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["code"]
            self.helper = layout(("name", "name_en"), ("note",))


class BuildingForm(forms.ModelForm):
    """A building. Its code is given once."""

    in_use_from = day_field(_("In use from"), required=False)
    gross_area = AreaTextField(label=_("Gross area ㎡"))
    operator = forms.ModelChoiceField(
        label=_("Operator"), queryset=Team.objects.filter(kind="operator"), required=False
    )
    team = forms.ModelChoiceField(
        label=_("Section in charge"),
        queryset=Team.objects.filter(kind__in=["section", "park"]),
        required=False,
    )

    class Meta:
        model = Building
        fields = (
            "code",
            "name",
            "zone",
            "address",
            "in_use_from",
            "gross_area",
            "grade",
            "floors_above",
            "floors_below",
            "operator",
            "team",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = ("name", "zone")
        if self.instance.pk:
            del self.fields["code"]
        else:
            first = ("code", "name", "zone")
        self.helper = layout(
            first,
            ("address",),
            ("in_use_from", "gross_area", "grade"),
            ("floors_above", "floors_below"),
            ("operator", "team"),
        )
