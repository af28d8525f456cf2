"""Forms of leases."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from crm.core.clock import today
from crm.core.forms import layout
from crm.occupancy.days import read_day
from crm.occupancy.forms.fields import SEPARATORS, LeaseNumberField, TenantForm, day_field
from crm.occupancy.models import Building, Lease, Spell, Unit

NUMBER_HELP = _("Empty: given by us")


class UnitsOfBuilding:
    """Mixin: ``units`` as numbers of one building, alive on the day that ``day_name`` says."""

    building: Building | None
    day_name = "starts_on"

    def clean_units(self) -> list[Unit]:
        """The live units by number. Those of a later life are found from the lease's first day;
        by today where that day cannot be read, which its own field says.
        """
        data: Any = self
        numbers = list(dict.fromkeys(filter(None, SEPARATORS.split(data.cleaned_data["units"]))))
        day = data.cleaned_data.get(self.day_name) or self._day_typed() or today()
        rows = Unit.objects.filter(building=self.building, number__in=numbers).on(day)
        found = {unit.number: unit for unit in rows.select_related("building", "floor")}
        missing = [number for number in numbers if number not in found]
        if missing:
            raise ValidationError(
                gettext("There is no unit %(numbers)s in %(building)s on %(day)s.")
                % {"numbers": "、".join(missing), "building": self.building, "day": day}
            )
        return [found[number] for number in numbers]

    def _day_typed(self) -> dt.date | None:
        """The day's field is cleaned after this one."""
        data: Any = self
        return read_day(data.data.get(self.day_name, ""))


class TermsForm(forms.Form):
    """Mixin: what every contract says."""

    number = forms.CharField(
        label=_("Lease number"), max_length=32, required=False, help_text=NUMBER_HELP
    )
    starts_on = day_field(pgettext_lazy("lease", "First day"), initial=today)
    last_day = day_field(_("Last day (counted)"))
    signed_on = day_field(_("Signed on"), required=False)
    price = forms.DecimalField(label=_("Rent"), required=False, min_value=0, decimal_places=4)
    price_unit = forms.ChoiceField(label=_("Unit of the rent"), choices=Lease.PriceUnit.choices)
    rent_free_months = forms.DecimalField(
        label=_("Rent-free months"), required=False, min_value=0, decimal_places=2
    )
    payment_months = forms.IntegerField(
        label=_("Months paid at a time"), required=False, min_value=1, max_value=120
    )
    deposit = forms.DecimalField(
        label=_("Deposit in yuan"), required=False, min_value=0, decimal_places=2
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def terms(self) -> dict[str, Any]:
        """The values of a new lease."""
        data = self.cleaned_data
        names = ("starts_on", "last_day", "signed_on", "price", "price_unit", "payment_months")
        return {
            **{name: data[name] for name in names},
            "number": data["number"].strip(),
            "rent_free_months": data["rent_free_months"] or 0,
            "deposit": data["deposit"],
            "note": data["note"],
        }


TERM_ROWS = (
    ("starts_on", "last_day", "signed_on"),
    ("price", "price_unit", "rent_free_months"),
    ("payment_months", "deposit"),
)


class SignLeaseForm(UnitsOfBuilding, TermsForm, TenantForm):
    """A lease for units of one building."""

    units = forms.CharField(
        label=_("Units"), help_text=_("Unit numbers, several parted by commas, such as 1801、1802")
    )
    tenant_role = forms.ChoiceField(
        label=_("Role of the tenant"),
        choices=Lease.TenantRole.choices,
        required=False,
        help_text=_("Of who sublets, only what final users have moved into counts as occupied"),
    )
    moved_in_on = day_field(
        _("Moved in on"), required=False, help_text=_("Empty: let, not yet occupied")
    )
    held_for = forms.CharField(
        label=_("Fulfils the reservation of"),
        max_length=32,
        required=False,
        help_text=_("Number of the record that the units are reserved for"),
    )

    helper = layout(
        ("units", "number"),
        ("tenant", "tenant_role"),
        ("record_new",),
        *TERM_ROWS,
        ("moved_in_on", "held_for"),
        ("note",),
    )
    field_order = ("units", "number", "tenant", "record_new")

    def __init__(self, *args: Any, building: Building, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.building = building

    def terms(self) -> dict[str, Any]:
        """With the role, occupier unless said."""
        role = self.cleaned_data["tenant_role"] or Lease.TenantRole.OCCUPIER
        return {**super().terms(), "tenant_role": role}


class SubletForm(UnitsOfBuilding, TermsForm, TenantForm):
    """A sublet inside a master lease."""

    units = forms.CharField(
        label=_("Units"),
        help_text=_("Units of the master lease without a user, several parted by commas"),
    )
    moved_in_on = day_field(
        _("Moved in on"), required=False, help_text=_("Empty: let, not yet occupied")
    )

    helper = layout(
        ("units", "number"),
        ("tenant",),
        ("record_new",),
        *TERM_ROWS,
        ("moved_in_on", "note"),
    )

    def __init__(self, *args: Any, master: Lease, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.building = master.building


class LeaseForm(forms.ModelForm):
    """Facts of a lease; its end before time goes by its own act."""

    starts_on = day_field(pgettext_lazy("lease", "First day"))
    last_day = day_field(_("Last day (counted)"))
    signed_on = day_field(_("Signed on"), required=False)
    renews = LeaseNumberField(label=_("Renews"))
    sublet_of = LeaseNumberField(label=_("Sublet of"))

    class Meta:
        model = Lease
        fields = (
            "starts_on",
            "last_day",
            "signed_on",
            "tenant_role",
            "price",
            "price_unit",
            "rent_free_months",
            "payment_months",
            "deposit",
            "renews",
            "sublet_of",
            "note",
        )

    helper = layout(
        *TERM_ROWS,
        ("tenant_role", "renews", "sublet_of"),
        ("note",),
    )


class EndLeaseForm(forms.Form):
    """The last day and why."""

    last_day = day_field(_("Last day (counted)"), initial=today)
    reason = forms.CharField(label=_("Reason"), max_length=100)

    helper = layout(("last_day", "reason"))


class RenewLeaseForm(TermsForm):
    """The lease that follows."""

    starts_on = day_field(pgettext_lazy("lease", "First day"))

    helper = layout(("number",), *TERM_ROWS, ("note",))


class ExpandLeaseForm(UnitsOfBuilding, forms.Form):
    """Units that come under the lease."""

    day_name = "on"
    units = forms.CharField(
        label=_("Units"), help_text=_("Unit numbers, several parted by commas, such as 1801、1802")
    )
    on = day_field(_("From"), initial=today)
    moved_in_on = day_field(
        _("Moved in on"), required=False, help_text=_("Empty: let, not yet occupied")
    )
    held_for = forms.CharField(
        label=_("Fulfils the reservation of"),
        max_length=32,
        required=False,
        help_text=_("Number of the record that the units are reserved for"),
    )

    helper = layout(("units", "on"), ("moved_in_on", "held_for"))

    def __init__(self, *args: Any, building: Building | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.building = building


class GiveBackForm(forms.Form):
    """Which units of the lease are given back."""

    units = forms.ModelMultipleChoiceField(
        label=_("Units given back"),
        queryset=Unit.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    on = day_field(_("Free from (that day not counted)"), initial=today)
    reason = forms.CharField(label=_("Reason"), max_length=100, required=False)

    helper = layout(("units",), ("on", "reason"))

    def __init__(self, *args: Any, lease: Lease, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = Spell.objects.filter(lease=lease).overlapping(today(), None).values("unit")
        rows = Unit.objects.filter(pk__in=taken).select_related("building").order_by("number")
        field: Any = self.fields["units"]
        field.queryset = rows
        field.label_from_instance = lambda unit: f"{unit.number}（{unit.area:,.2f} ㎡）"


class DocumentForm(forms.Form):
    """A file and what it is."""

    KINDS = (
        ("contract", _("contract")),
        ("supplement", _("supplementary agreement")),
        ("handover", _("hand-over sheet")),
        ("survey", _("survey report")),
        ("other", pgettext_lazy("document", "other")),
    )

    file = forms.FileField(label=_("File"))
    kind = forms.ChoiceField(label=_("Kind of document"), choices=KINDS)

    helper = layout(("file", "kind"))
