"""Forms of dated facts: what holds from a day on, and the correction of what was recorded."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.clock import today
from crm.core.forms import layout
from crm.occupancy import rules
from crm.occupancy.forms.fields import day_field
from crm.occupancy.models import (
    BuildingMembership,
    BuildingName,
    BuildingStatus,
    Floor,
    UnitDisposition,
    UnitUse,
)

STILL = _("Empty: until something else is recorded")


class FactForm(forms.Form):
    """Mixin: a period. ``fact()`` are the values that hold in it."""

    value_names: ClassVar[tuple[str, ...]] = ()

    starts_on = day_field(_("From"), initial=today)
    ends_before = day_field(_("Until (that day not counted)"), required=False, help_text=STILL)

    def fact(self) -> dict[str, Any]:
        """The values."""
        return {name: self.cleaned_data[name] for name in self.value_names}


class UseForm(FactForm):
    """用途."""

    value_names = ("use",)
    use = forms.ChoiceField(label=pgettext_lazy("unit", "Use"), choices=UnitUse.Use.choices)
    helper = layout(("use",), ("starts_on", "ends_before"))


class WayForm(FactForm):
    """去向."""

    value_names = ("way",)
    way = forms.ChoiceField(label=_("Disposition"), choices=UnitDisposition.Way.choices)
    helper = layout(("way",), ("starts_on", "ends_before"))


class StatusForm(FactForm):
    """在建, 投用, 停用改造, 退出."""

    value_names = ("status", "reason")
    status = forms.ChoiceField(
        label=pgettext_lazy("building", "Status"), choices=BuildingStatus.Status.choices
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)
    helper = layout(("status",), ("starts_on", "ends_before"), ("reason",))


class MembershipForm(FactForm):
    """Whether the building counts in the district's figures."""

    value_names = ("counts", "reason")
    counts = forms.TypedChoiceField(
        label=_("Counts in the figures"),
        choices=[("no", pgettext_lazy("answer", "no")), ("yes", pgettext_lazy("answer", "yes"))],
        coerce=lambda value: value == "yes",
    )
    reason = forms.CharField(label=_("Basis or reason"), max_length=200)
    helper = layout(("counts",), ("starts_on", "ends_before"), ("reason",))


class NameForm(FactForm):
    """A new name from a day on, or with an end a former one."""

    value_names = ("name",)
    name = forms.CharField(label=_("Name"), max_length=100)
    ends_before = day_field(
        _("Until (that day not counted)"),
        required=False,
        help_text=_("Empty: the new name from that day on. With an end: a former name"),
    )
    reason = forms.CharField(label=_("Reason"), max_length=100, required=False)
    helper = layout(("name",), ("starts_on", "ends_before"), ("reason",))


class FactEditForm(forms.ModelForm):
    """Mixin of corrections: the period under the lock of the row."""

    starts_on = day_field(_("From"))
    ends_before = day_field(_("Until (that day not counted)"), required=False, help_text=STILL)


class UseEditForm(FactEditForm):
    class Meta:
        model = UnitUse
        fields = ("use", "starts_on", "ends_before")

    helper = layout(("use",), ("starts_on", "ends_before"))


class WayEditForm(FactEditForm):
    class Meta:
        model = UnitDisposition
        fields = ("way", "starts_on", "ends_before")

    helper = layout(("way",), ("starts_on", "ends_before"))


class StatusEditForm(FactEditForm):
    class Meta:
        model = BuildingStatus
        fields = ("status", "starts_on", "ends_before", "reason")

    helper = layout(("status",), ("starts_on", "ends_before"), ("reason",))


class MembershipEditForm(FactEditForm):
    class Meta:
        model = BuildingMembership
        fields = ("counts", "starts_on", "ends_before", "reason")

    helper = layout(("counts",), ("starts_on", "ends_before"), ("reason",))


class NameEditForm(FactEditForm):
    class Meta:
        model = BuildingName
        fields = ("name", "starts_on", "ends_before")

    helper = layout(("name",), ("starts_on", "ends_before"))


class FloorForm(forms.ModelForm):
    """A storey as people call it; where it sorts follows from its label unless said."""

    level = forms.IntegerField(
        label=_("Level"), required=False, help_text=_("Empty: by the label, B2 is −2")
    )

    class Meta:
        model = Floor
        fields = ("label", "level", "kind", "note")

    helper = layout(("label", "level"), ("kind", "note"))

    def clean_label(self) -> str:
        """One way to write a floor."""
        return rules.floor_label(self.cleaned_data["label"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("level") is None and cleaned.get("label"):
            cleaned["level"] = rules.floor_level(cleaned["label"])
        return cleaned
