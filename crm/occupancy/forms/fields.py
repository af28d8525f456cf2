"""What several forms ask alike: days, enterprises, unit numbers."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.enterprises.identity import Identity, find
from crm.enterprises.models import Enterprise
from crm.occupancy.days import FIRST, LAST
from crm.occupancy.models import Lease

DAY = forms.DateInput(attrs={"inputmode": "numeric", "placeholder": "2023-02-28"})
SEPARATORS = re.compile(r"[\s,，、;；]+")


def near(day: dt.date) -> None:
    """Refuses a day that can only be a slip of the keys."""
    if not FIRST <= day <= LAST:
        raise ValidationError(
            gettext("%(day)s is too far off: check the year.") % {"day": day.isoformat()}
        )


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A date as people type it; today unless said. The ledger knows none before FIRST or after
    LAST, so that a day more or less is still a day.
    """
    return forms.DateField(label=label, widget=DAY, validators=[near], **options)


def identified(texts: list[str]) -> dict[str, tuple[Identity, Enterprise | None]]:
    """What people typed as names, QY numbers or credit codes, with the enterprise when known."""
    numbers = [text.upper() for text in texts]
    by_number = {row.number: row for row in Enterprise.objects.current().filter(number__in=numbers)}
    identities = {
        text: Identity(uscc=text) if re.fullmatch(r"[0-9A-Za-z]{18}", text) else Identity(text)
        for text in texts
    }
    found = find(list(identities.values()))
    return {
        text: (identity, by_number.get(text.upper()) or found.get(identity))
        for text, identity in identities.items()
    }


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
        cleaned["identity"], cleaned["enterprise"] = identified([text])[text]
        identity = cleaned["identity"]
        if cleaned["enterprise"] is None and not (cleaned.get("record_new") and identity.name):
            self.add_error(
                "tenant",
                gettext("%(text)s is not recorded. Check the name, or tick the box below.")
                % {"text": text},
            )
        return cleaned


class LeaseNumberField(forms.CharField):
    """A lease by its number; gives the lease, None when left empty."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 32)
        kwargs.setdefault("help_text", _("Number of the lease"))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return Lease.objects.filter(pk=value).values_list("number", flat=True).first() or ""
        return value

    def clean(self, value: Any) -> Any:
        text = (super().clean(value) or "").strip()
        if not text:
            return None
        found = Lease.objects.filter(number=text).first()
        if found is None:
            raise ValidationError(gettext("There is no lease %(number)s.") % {"number": text})
        return found
