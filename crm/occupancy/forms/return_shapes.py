"""Forms of a split or merger in a monthly return: the day, the units, then part by part."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from crm.core.forms import layout
from crm.enterprises.form_fields import AreaTextField
from crm.occupancy import rules
from crm.occupancy.forms.fields import day_field
from crm.occupancy.forms.returns import STATES, read_tenants, written_tenant
from crm.occupancy.models import Unit
from crm.occupancy.returns.ledger import Stand
from crm.occupancy.returns.reported import Kind, Part, Reshaping, Tenant

FEWEST, MOST = 2, 20


class ShapeForm(forms.Form):
    """What holds for the whole."""

    on = day_field(_("From"))
    note = forms.CharField(
        label=_("Reason or document"),
        max_length=200,
        required=False,
        help_text=_("Such as the plan of the partition; needed where it is reported late"),
    )
    evidence = forms.FileField(
        label=_("Evidence"), required=False, help_text=_("Plan of the partition or survey")
    )

    helper = layout(("on", "note"), ("evidence",))


class SplitForm(ShapeForm):
    """A split; the parts are forms of their own."""

    kind = Kind.SPLIT


class MergeForm(ShapeForm):
    """With which units of the same floor."""

    kind = Kind.MERGE
    others = forms.MultipleChoiceField(
        label=_("Merged with"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Units of the same floor"),
    )

    helper = layout(("others",), ("on", "note"), ("evidence",))

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["others"].choices = choices  # type: ignore[attr-defined]


class PartForm(forms.Form):
    """One new unit: number, area, who sits there. Tenants stand one a line."""

    number = forms.CharField(label=_("New unit number"), max_length=32)
    area = AreaTextField(label=_("Floor area ㎡"))
    state = forms.ChoiceField(label=pgettext_lazy("occupancy", "State"), choices=STATES)
    tenants = forms.CharField(
        label=_("Enterprises"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line as on the licence. Whoever stays goes on under the present lease"),
    )
    lease_number = forms.CharField(label=_("New lease: number"), max_length=32, required=False)
    lease_starts_on = day_field(_("New lease: first day"), required=False)
    last_day = day_field(_("New lease: last day"), required=False)
    note = forms.CharField(label=_("Why on hold"), max_length=200, required=False)

    helper = layout(
        ("number", "area", "state"),
        ("tenants",),
        ("lease_number", "lease_starts_on", "last_day"),
        ("note",),
    )

    def clean_tenants(self) -> list[Tenant]:
        """The lines as tenants."""
        return read_tenants(self.cleaned_data["tenants"])


class MergedForm(PartForm):
    """The new unit of a merger, whose area is that of all units together."""

    area = None  # type: ignore[assignment]

    helper = layout(
        ("number", "state"),
        ("tenants",),
        ("lease_number", "lease_starts_on", "last_day"),
        ("note",),
    )


def initial_parts(stand: Stand, count: int, *, is_split: bool) -> list[dict[str, Any]]:
    """The first part keeps number, state and tenant, the others are to be filled in."""
    number = stand.unit.number
    tenants = "\n".join(stand.names)
    parts = [{"number": number, "state": stand.state, "tenants": tenants, "note": stand.reason}]
    if is_split:
        parts += [{"number": f"{number}-{at}", "state": "V"} for at in range(2, count + 1)]
    return parts


def initial_of_parts(said: Reshaping) -> list[dict[str, Any]]:
    """What was reported, to be changed."""
    return [
        {
            "number": part.number,
            "area": part.area,
            "state": part.state,
            "tenants": "\n".join(written_tenant(one) for one in part.tenants),
            "lease_number": part.lease_number,
            "lease_starts_on": part.lease_starts_on,
            "last_day": part.last_day,
            "note": part.note,
        }
        for part in said.parts
    ]


def reshaping_of(
    form: Any, parts: Sequence[Any], units: Sequence[Unit], stands: Sequence[Stand]
) -> Reshaping:
    """What the valid forms say. A part that falls vacant leaves behind the tenant that its form was
    filled with; one that somebody typed stays, for the checks to object.
    """
    day, note = form.cleaned_data["on"], form.cleaned_data["note"].strip()
    whole = sum((unit.area for unit in units), rules.ZERO)
    signed = next((one.signed_kind for one in stands if one.state == "N"), "")
    return Reshaping(
        units[0],
        day,
        "",
        note=note,
        kind=form.kind,
        units=list(units),
        parts=[_part(one, units[0], day, note, whole, signed) for one in parts],
    )


def _part(form: Any, unit: Unit, day: Any, note: str, whole: Decimal, signed: str) -> Part:
    data = form.cleaned_data
    is_empty = data["state"] in ("V", "H") and "tenants" not in form.changed_data
    return Part(
        unit,
        day,
        data["state"],
        tenants=[] if is_empty else data["tenants"],
        signed_kind=signed if data["state"] == "N" else "",
        lease_number=data["lease_number"].strip(),
        lease_starts_on=data["lease_starts_on"],
        last_day=data["last_day"],
        area=data.get("area", whole),
        note=(data["note"].strip() if data["state"] == "H" else "") or note,
        number=data["number"].strip(),
    )


def unit_choice(stand: Stand) -> tuple[str, str]:
    """A unit with who sits there, to tick."""
    label = gettext("%(number)s, %(area)s ㎡, %(state)s %(who)s") % {
        "number": stand.unit.number,
        "area": stand.area,
        "state": stand.state,
        "who": stand.who,
    }
    return str(stand.unit.pk), label.strip()
