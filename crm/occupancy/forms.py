"""Forms of places, leases and states. What they ask goes to one action each."""

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
from crm.core.models import Team
from crm.enterprises.form_fields import AreaTextField
from crm.enterprises.identity import Identity, find
from crm.enterprises.models import Enterprise
from crm.occupancy.models import Building, Lease, Unit, Zone

DAY = forms.DateInput(attrs={"inputmode": "numeric", "placeholder": "2023-02-28"})
_SEPARATORS = re.compile(r"[\s,，、;；]+")
_PART = re.compile(r"^(?P<number>\S+?)\s*[:：=＝\s]\s*(?P<area>[\d,.]+)\s*(㎡|平方米|平米|m2)?$")


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A date as people type it; today unless said."""
    return forms.DateField(label=label, widget=DAY, **options)


class TenantForm(forms.Form):
    """Mixin: an enterprise by name, number or credit code; an unknown one only when meant."""

    tenant = forms.CharField(
        label=_("Enterprise"), max_length=160, help_text=_("Name, QY number or credit code")
    )
    record_new = forms.BooleanField(
        label=_("Not recorded yet: record it under this name, to be verified"), required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        text = (cleaned.get("tenant") or "").strip()
        if not text:
            return cleaned
        found = Enterprise.objects.current().filter(number=text.upper()).first()
        identity = Identity(uscc=text) if re.fullmatch(r"[0-9A-Za-z]{18}", text) else Identity(text)
        cleaned["identity"] = identity
        cleaned["enterprise"] = found or find([identity]).get(identity)
        if cleaned["enterprise"] is None and not (cleaned.get("record_new") and identity.name):
            self.add_error(
                "tenant",
                gettext("%(text)s is not recorded. Check the name, or tick the box below.")
                % {"text": text},
            )
        return cleaned


class SignLeaseForm(TenantForm):
    """A lease for units of one building."""

    units = forms.CharField(
        label=_("Units"), help_text=_("Unit numbers, several parted by commas, such as 1801、1802")
    )
    number = forms.CharField(
        label=_("Lease number"), max_length=32, required=False, help_text=_("Empty: given by us")
    )
    starts_on = day_field(pgettext_lazy("lease", "First day"), initial=today)
    last_day = day_field(_("Last day (counted)"))
    signed_on = day_field(_("Signed on"), required=False)
    moved_in_on = day_field(
        _("Moved in on"), required=False, help_text=_("Empty: let, not yet occupied")
    )
    price = forms.DecimalField(label=_("Rent"), required=False, min_value=0, decimal_places=4)
    price_unit = forms.ChoiceField(label=_("Unit of the rent"), choices=Lease.PriceUnit.choices)
    rent_free_months = forms.DecimalField(
        label=_("Rent-free months"), required=False, min_value=0, decimal_places=2
    )
    held_for = forms.CharField(
        label=_("Fulfils the reservation of"),
        max_length=32,
        required=False,
        help_text=_("Number of the record that the units are reserved for"),
    )

    helper = layout(
        ("units", "number"),
        ("tenant",),
        ("record_new",),
        ("starts_on", "last_day"),
        ("signed_on", "moved_in_on"),
        ("price", "price_unit"),
        ("rent_free_months", "held_for"),
    )
    field_order = ("units", "number", "tenant", "record_new")

    def __init__(self, *args: Any, building: Building, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.building = building

    def clean_units(self) -> list[Unit]:
        """The live units by number. Those of a later life are found from the lease's first day."""
        numbers = list(dict.fromkeys(filter(None, _SEPARATORS.split(self.cleaned_data["units"]))))
        day = self.fields["starts_on"].to_python(self.data.get("starts_on", "")) or today()
        rows = Unit.objects.filter(building=self.building, number__in=numbers).on(day)
        found = {unit.number: unit for unit in rows.select_related("building", "floor")}
        missing = [number for number in numbers if number not in found]
        if missing:
            raise ValidationError(
                gettext("There is no unit %(numbers)s in %(building)s on %(day)s.")
                % {"numbers": "、".join(missing), "building": self.building, "day": day}
            )
        return [found[number] for number in numbers]


class SettleForm(TenantForm):
    """Who uses or owns a unit without a lease."""

    state = forms.ChoiceField(
        label=pgettext_lazy("occupancy", "State"),
        choices=[("S", _("self-use")), ("O", _("sold and occupied"))],
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
        numbers = list(filter(None, _SEPARATORS.split(cleaned.get("others", ""))))
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
    reason = forms.CharField(label=_("Reason"), max_length=100, required=False)

    helper = layout(("on", "area"), ("document", "reason"))


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


class UnitForm(forms.Form):
    """A new unit of a building."""

    floor = forms.CharField(label=pgettext_lazy("storey", "Floor"), max_length=16)
    number = forms.CharField(label=_("Unit number"), max_length=32)
    area = AreaTextField(label=_("Floor area ㎡"))
    starts_on = day_field(_("Exists from"), initial=today)

    helper = layout(("floor", "number"), ("area", "starts_on"))


class LeaseForm(forms.ModelForm):
    """Facts of a lease; its end before time goes by its own act."""

    starts_on = day_field(pgettext_lazy("lease", "First day"))
    last_day = day_field(_("Last day (counted)"))
    signed_on = day_field(_("Signed on"), required=False)

    class Meta:
        model = Lease
        fields = (
            "starts_on",
            "last_day",
            "signed_on",
            "price",
            "price_unit",
            "rent_free_months",
            "deposit",
            "note",
        )

    helper = layout(
        ("starts_on", "last_day", "signed_on"),
        ("price", "price_unit"),
        ("rent_free_months", "deposit"),
        ("note",),
    )


class EndLeaseForm(forms.Form):
    """The last day and why."""

    last_day = day_field(_("Last day (counted)"), initial=today)
    reason = forms.CharField(label=_("Reason"), max_length=100)

    helper = layout(("last_day", "reason"))


class RenewLeaseForm(forms.Form):
    """The lease that follows."""

    number = forms.CharField(
        label=_("Lease number"), max_length=32, required=False, help_text=_("Empty: given by us")
    )
    starts_on = day_field(pgettext_lazy("lease", "First day"))
    last_day = day_field(_("Last day (counted)"))
    price = forms.DecimalField(label=_("Rent"), required=False, min_value=0, decimal_places=4)
    price_unit = forms.ChoiceField(label=_("Unit of the rent"), choices=Lease.PriceUnit.choices)

    helper = layout(("number",), ("starts_on", "last_day"), ("price", "price_unit"))


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
