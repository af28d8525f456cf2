"""Forms of units and of who sits there."""

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from crm.core.clock import today
from crm.core.forms import layout
from crm.enterprises.form_fields import AreaTextField
from crm.occupancy.forms.fields import SEPARATORS, TenantForm, day_field
from crm.occupancy.models import Unit

_PART = re.compile(r"^(?P<number>\S+?)\s*[:：=＝\s]\s*(?P<area>[\d,.]+)\s*(㎡|平方米|平米|m2)?$")


class SettleForm(TenantForm):
    """Who uses or owns a unit without a lease."""

    SOLD = "sold"

    state = forms.ChoiceField(
        label=pgettext_lazy("occupancy", "State"),
        choices=[
            ("S", _("self-use")),
            ("O", _("sold and occupied")),
            (SOLD, _("sold, not yet occupied")),
        ],
    )
    starts_on = day_field(_("From"), initial=today)

    helper = layout(("state", "starts_on"), ("tenant",), ("record_new",))


class DayForm(forms.Form):
    """A day and perhaps a reason."""

    on = day_field(_("On"), initial=today)
    reason = forms.CharField(label=_("Reason"), max_length=100, required=False)

    helper = layout(("on", "reason"))


class MoveOutForm(DayForm):
    """The day from which the unit is free."""

    on = day_field(_("Free from (that day not counted)"), initial=today)


class LiftForm(DayForm):
    """The day from which nobody has the unit reserved, and why."""

    on = day_field(_("Free from (that day not counted)"), initial=today)


class HoldForm(forms.Form):
    """Out of the market, with a reason."""

    starts_on = day_field(_("From"), initial=today)
    ends_before = day_field(
        _("Until (that day not counted)"),
        required=False,
        help_text=_("Empty: until it is released"),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=100, help_text=_("Such as 改造, 查封, 保留, 纠纷")
    )

    helper = layout(("starts_on", "ends_before"), ("reason",))


class SplitForm(forms.Form):
    """One part a line: number and area."""

    on = day_field(_("From"), initial=today)
    parts = forms.CharField(
        label=_("Parts"),
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": "1801 520.00\n1802 480.00"}),
        help_text=_("One a line: number and area in ㎡; together the area of the unit"),
    )
    reason = forms.CharField(label=_("Reason"), max_length=100, required=False)

    helper = layout(("on", "reason"), ("parts",))

    def clean_parts(self) -> list[tuple[str, Decimal]]:
        """Pairs of number and area."""
        return [_part(line) for line in self.cleaned_data["parts"].splitlines() if line.strip()]


class MergeForm(forms.Form):
    """With which units, and under which number."""

    others = forms.CharField(
        label=_("Merged with"), help_text=_("Unit numbers, several parted by commas")
    )
    number = forms.CharField(label=_("New unit number"), max_length=32)
    on = day_field(_("From"), initial=today)
    reason = forms.CharField(label=_("Reason"), max_length=100, required=False)

    helper = layout(("others", "number"), ("on", "reason"))

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        numbers = list(filter(None, SEPARATORS.split(cleaned.get("others", ""))))
        day = cleaned.get("on")
        if not numbers or day is None:
            return cleaned
        rows = Unit.objects.filter(building=self.unit.building, number__in=numbers)
        # The day before: both are alive then, whatever begins on the day itself.
        alive = rows.on(day - dt.timedelta(days=1)).exclude(pk=self.unit.pk)
        found = {unit.number: unit for unit in alive.select_related("building", "floor")}
        missing = [number for number in numbers if number not in found]
        if missing:
            self.add_error(
                "others",
                gettext("There is no unit %(numbers)s in %(building)s on %(day)s.")
                % {"numbers": "、".join(missing), "building": self.unit.building, "day": day},
            )
        cleaned["units"] = [self.unit, *found.values()]
        return cleaned


class MeasureForm(forms.Form):
    """What was measured, by which document."""

    on = day_field(_("From"), initial=today)
    area = AreaTextField(label=_("Measured area ㎡"))
    document = forms.CharField(label=_("Survey document"), max_length=160)
    file = forms.FileField(label=_("Survey report as a file"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=100, required=False)

    helper = layout(("on", "area"), ("document", "file"), ("reason",))


class UnitForm(forms.Form):
    """A new unit of a building."""

    floor = forms.CharField(label=pgettext_lazy("storey", "Floor"), max_length=16)
    number = forms.CharField(label=_("Unit number"), max_length=32)
    area = AreaTextField(label=_("Floor area ㎡"))
    starts_on = day_field(_("Exists from"), initial=today)

    helper = layout(("floor", "number"), ("area", "starts_on"))


def _part(line: str) -> tuple[str, Decimal]:
    match = _PART.match(line.strip())
    if match is None:
        raise ValidationError(
            gettext("%(line)s: write number and area, such as 1801 520.00.")
            % {"line": line.strip()}
        )
    try:
        area = Decimal(match["area"].replace(",", ""))
    except InvalidOperation as error:
        raise ValidationError(
            gettext("%(line)s: the area is not a number.") % {"line": line.strip()}
        ) from error
    if area != area.quantize(Decimal("0.01")):
        raise ValidationError(
            gettext("%(line)s: an area has two decimals.") % {"line": line.strip()}
        )
    return match["number"], area
