"""Forms of monthly returns and of closing a month."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from crm.core.forms import layout
from crm.core.names import clean_name
from crm.enterprises.form_fields import AreaTextField
from crm.occupancy.forms.fields import day_field
from crm.occupancy.models import Spell, Unit
from crm.occupancy.returns.ledger import Stand
from crm.occupancy.returns.reported import Reported, Tenant

# What a unit in these states leaves behind of what its form was filled with.
NO_LEASE = {"lease_number": "", "lease_starts_on": None, "last_day": None}
NO_TENANCY = {"tenants": [], **NO_LEASE}
LEFT_BEHIND = {"V": NO_TENANCY, "H": NO_TENANCY, "S": NO_LEASE, "O": NO_LEASE}
NO_HOLD = {"ends_before": None, "note": ""}
MAX_TENANTS = 40
_SHARE = re.compile(
    r"[\s,，、;；]+(?P<number>[\d,]+(?:\.\d+)?)\s*(?P<unit>㎡|平方米|平米|m2|个?工位|工位)?$"
)
STATES = [
    ("V", pgettext_lazy("occupancy", "V vacant")),
    ("L", _("L let and occupied")),
    ("N", _("N let, not yet occupied")),
    ("S", _("S self-use")),
    ("O", _("O sold and occupied")),
    ("H", _("H not available")),
]


class ReportForm(forms.Form):
    """What changed about one unit. Tenants stand one a line, with their ㎡ or desks if shared."""

    on = day_field(_("Changed on"))
    state = forms.ChoiceField(label=pgettext_lazy("occupancy", "State"), choices=STATES)
    signed_kind = forms.ChoiceField(
        label=_("Kind of not yet occupied"),
        choices=[("", "—"), *Spell.SignedKind.choices],
        required=False,
    )
    tenants = forms.CharField(
        label=_("Enterprises"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "One a line as on the licence. Shared: add its area or desks, such as"
            " “甲公司 60㎡” or “乙公司 4工位”"
        ),
    )
    lease_number = forms.CharField(
        label=_("Lease number"),
        max_length=32,
        required=False,
        help_text=_("The same lease goes on: leave it. A new one: its own number and days"),
    )
    lease_starts_on = day_field(_("First day of the lease"), required=False)
    last_day = day_field(_("Last day of the lease"), required=False)
    ends_before = day_field(
        _("Until (that day not counted)"), required=False, help_text=_("For units on hold")
    )
    area = AreaTextField(
        label=_("Area as measured"),
        required=False,
        help_text=_("Only where the survey says otherwise than the ledger, in ㎡"),
    )
    note = forms.CharField(
        label=_("Reason or document"),
        max_length=200,
        required=False,
        help_text=_("Why on hold, why late (补报), or the survey document"),
    )
    evidence = forms.FileField(
        label=_("Evidence"),
        required=False,
        help_text=_("Lease, hand-over, surrender, permit or survey: PDF, picture or document"),
    )

    helper = layout(
        ("on", "state", "signed_kind"),
        ("tenants",),
        ("lease_number", "lease_starts_on", "last_day"),
        ("area", "ends_before"),
        ("note",),
        ("evidence",),
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit

    def clean_tenants(self) -> list[Tenant]:
        """The lines as tenants."""
        return read_tenants(self.cleaned_data["tenants"])

    def reported(self) -> Reported:
        """What the form says. What it was filled with beforehand and the new state leaves behind
        (the tenant of a unit that falls vacant, the lease of one that is sold) does not count; what
        somebody typed does.
        """
        data, former = self.cleaned_data, self.initial.get("state")
        if data["state"] != former:
            left = LEFT_BEHIND.get(data["state"], {}) | (NO_HOLD if former == "H" else {})
            typed = {name: data[name] for name in left if name in self.changed_data}
            data = {**data, **left, **typed}
        return Reported(
            unit=self.unit,
            on=data["on"],
            state=data["state"],
            tenants=data["tenants"],
            signed_kind=data["signed_kind"] if data["state"] == "N" else "",
            ends_before=data["ends_before"],
            lease_number=data["lease_number"].strip(),
            lease_starts_on=data["lease_starts_on"],
            last_day=data["last_day"],
            area=None if data["area"] == self.unit.area else data["area"],
            note=data["note"].strip(),
        )


def read_tenants(text: str) -> list[Tenant]:
    """One a line."""
    lines = [line.strip() for line in text.splitlines()]
    found = [read_tenant(line) for line in lines if line]
    if len(found) > MAX_TENANTS:
        raise ValidationError(gettext("At most 40 enterprises share a unit."))
    return found


def read_tenant(line: str) -> Tenant:
    """``甲公司 60㎡`` or ``乙公司 4工位``: a name, perhaps with its share or desks."""
    match = _SHARE.search(line)
    if match is None:
        return Tenant(_name(line))
    name, number = _name(line[: match.start()]), match["number"].replace(",", "")
    try:
        if match["unit"] and "工位" in match["unit"]:
            return Tenant(name, desks=int(number))
        return Tenant(name, area_share=Decimal(number).quantize(Decimal("0.01")))
    except (InvalidOperation, ValueError) as error:
        raise ValidationError(
            gettext("%(line)s cannot be read. Write the name, then its ㎡ or desks.")
            % {"line": line}
        ) from error


def _name(text: str) -> str:
    name = clean_name(text)
    if not 2 <= len(name) <= 160:
        raise ValidationError(
            gettext("%(text)s is no name of an enterprise: 2 to 160 characters.")
            % {"text": text[:40]}
        )
    return name


def written_tenant(tenant: Tenant) -> str:
    """The reverse of :func:`read_tenant`."""
    if tenant.area_share is not None:
        return f"{tenant.shown} {tenant.area_share}㎡"
    return f"{tenant.shown} {tenant.desks}工位" if tenant.desks is not None else tenant.shown


def initial_of(stand: Stand) -> dict[str, Any]:
    """The ledger's state, to be changed."""
    lease, on_hold = stand.lease, stand.state == "H"
    return {
        "state": stand.state,
        "signed_kind": stand.signed_kind,
        "tenants": "\n".join(stand.names),
        "lease_number": lease.number if lease else "",
        "lease_starts_on": lease.starts_on if lease else None,
        "last_day": lease.last_day if lease else None,
        "ends_before": stand.spell.ends_before if on_hold and stand.spell else None,
        "area": stand.area,
        "note": stand.reason if on_hold else "",
    }


def initial_of_report(said: Reported) -> dict[str, Any]:
    """What was reported, to be changed."""
    return {
        "on": said.on,
        "state": said.state,
        "signed_kind": said.signed_kind,
        "tenants": "\n".join(written_tenant(one) for one in said.tenants),
        "lease_number": said.lease_number,
        "lease_starts_on": said.lease_starts_on,
        "last_day": said.last_day,
        "ends_before": said.ends_before,
        "area": said.measured,
        "note": said.note,
    }


class SendForm(forms.Form):
    """Who answers for the return, and the stamped scan."""

    prepared_by = forms.CharField(label=_("Filled in by"), max_length=60)
    responsible = forms.CharField(label=_("Person responsible"), max_length=60)
    scan = forms.FileField(
        label=_("Stamped scan of the confirmation"),
        required=False,
        help_text=_("Print the confirmation, have it signed and stamped, then scan it"),
    )

    helper = layout(("prepared_by", "responsible"), ("scan",))


class ScanForm(forms.Form):
    """The stamped scan alone, also after sending."""

    scan = forms.FileField(label=_("Stamped scan of the confirmation"))

    helper = layout(("scan",))


class SheetForm(forms.Form):
    """A spreadsheet: ours filled in, or the operator's own."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_(
            "Our sheet filled in, or your own list of units as it is: .xlsx, .xls or .csv."
            " Nothing is reported before you have seen what was understood."
        ),
    )

    helper = layout(("file",))


class CloseForm(forms.Form):
    """Why a month is closed though returns are open."""

    without_returns = forms.CharField(
        label=_("Why without the open returns"), max_length=200, required=False
    )

    helper = layout(("without_returns",))


class CorrectForm(forms.Form):
    """The correction note."""

    note = forms.CharField(
        label=_("Correction note"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was wrong, what is corrected, on what ground. It is printed."),
    )

    helper = layout(("note",))
