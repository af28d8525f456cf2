"""Who sits on a unit: one row an enterprise, with its share of the area or its desks."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.core.clock import today
from crm.core.forms import layout
from crm.enterprises.form_fields import AreaTextField
from crm.enterprises.identity import Identity
from crm.occupancy.forms.fields import day_field, identified
from crm.occupancy.models import SpellOccupant

SPARE = 4
FIELDS = ("tenant", "share", "desks", "first")


class SeatsForm(forms.Form):
    """``sitting`` are the occupants so far; a few empty rows follow for more.

    ``cleaned_data["seats"]`` holds (identity, enterprise or None, share, desks, first store).
    """

    on = day_field(_("From"), initial=today)
    record_new = forms.BooleanField(
        label=_("Record enterprises that are not recorded yet, to be verified"), required=False
    )
    reason = forms.CharField(label=_("Reason"), max_length=100, required=False)

    def __init__(self, *args: Any, sitting: Iterable[SpellOccupant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(sitting)
        self.count = len(rows) + SPARE
        for index in range(self.count):
            self._add_row(index, rows[index] if index < len(rows) else None)
        self.helper = layout(
            ("on", "reason"),
            *(tuple(f"{name}_{index}" for name in FIELDS) for index in range(self.count)),
            ("record_new",),
        )

    def _add_row(self, index: int, row: SpellOccupant | None) -> None:
        number = index + 1
        self.fields[f"tenant_{index}"] = forms.CharField(
            label=gettext("Enterprise %(n)d") % {"n": number},
            max_length=160,
            required=False,
            initial=row.enterprise.name if row else "",
        )
        self.fields[f"share_{index}"] = AreaTextField(
            label=gettext("Share of the area ㎡"),
            required=False,
            initial=row.area_share if row else None,
        )
        self.fields[f"desks_{index}"] = forms.IntegerField(
            label=gettext("Desks"), required=False, min_value=1, initial=row.desks if row else None
        )
        self.fields[f"first_{index}"] = forms.ChoiceField(
            label=gettext("First store"),
            required=False,
            choices=[("", "—"), *SpellOccupant.FirstStore.choices],
            initial=row.first_store if row else "",
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        named = {
            index: text
            for index in range(self.count)
            if (text := (cleaned.get(f"tenant_{index}") or "").strip())
        }
        found = identified(list(named.values()))
        seats, seen = [], set()
        for index, text in named.items():
            identity, enterprise = found[text]
            if text in seen:
                self.add_error(f"tenant_{index}", gettext("This enterprise stands here twice."))
            seen.add(text)
            if enterprise is None and not (cleaned.get("record_new") and identity.name):
                self.add_error(
                    f"tenant_{index}",
                    gettext("%(text)s is not recorded. Check the name, or tick the box below.")
                    % {"text": text},
                )
            facts = [cleaned.get(f"{name}_{index}") for name in FIELDS[1:]]
            seats.append((identity, enterprise, *facts))
        cleaned["seats"] = seats
        return cleaned

    def missing(self) -> list[Identity]:
        """Enterprises that are to be recorded."""
        return [identity for identity, row, *_facts in self.cleaned_data["seats"] if row is None]
