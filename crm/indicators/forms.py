"""Forms of indicators."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from crm.core.forms import layout
from crm.indicators.models import Indicator, Observation, Target

DAY = forms.DateInput(attrs={"inputmode": "numeric", "placeholder": "2023-02-28"})


class IndicatorForm(forms.ModelForm):
    """What an indicator says about itself."""

    class Meta:
        model = Indicator
        fields = (
            "code",
            "name",
            "unit",
            "basis",
            "source",
            "period",
            "aggregation",
            "places",
            "team",
            "on_overview",
        )

    helper = layout(
        ("code", "name", "unit"),
        ("basis",),
        ("source",),
        ("period", "aggregation", "places"),
        ("team", "on_overview"),
    )


class ObservationForm(forms.ModelForm):
    """One figure of one period."""

    class Meta:
        model = Observation
        fields = (
            "starts_on",
            "ends_on",
            "value",
            "comparator",
            "growth",
            "series",
            "status",
            "source",
            "authority",
            "published_on",
            "as_published",
        )
        widgets = {"starts_on": DAY, "ends_on": DAY, "published_on": DAY}

    helper = layout(
        ("starts_on", "ends_on"),
        ("value", "comparator", "growth"),
        ("series", "status"),
        ("source", "authority"),
        ("published_on", "as_published"),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            words = _("The last day lies before the first day.")
            raise ValidationError({"ends_on": words})
        return data


class TargetForm(forms.ModelForm):
    """What a year is to bring."""

    class Meta:
        model = Target
        fields = ("year", "team", "value", "note")

    helper = layout(("year", "value"), ("team", "note"))
