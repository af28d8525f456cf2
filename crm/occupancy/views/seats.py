"""入驻企业: who sits on a unit, each with a share of the area or desks, from a day on."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from crm.core.clock import today
from crm.enterprises.actions import ensure
from crm.occupancy import actions
from crm.occupancy.forms import SeatsForm
from crm.occupancy.models import Unit
from crm.occupancy.views.units import UnitAction, spell_on


class SeatOccupants(UnitAction):
    """Everybody on the unit from the day; rows that are left out leave."""

    permission = "occupancy.let"
    form_class = SeatsForm
    title = _("Enterprises on the unit")
    template_name = "occupancy/seats_form.html"

    def form_kwargs(self, record: Unit) -> dict[str, Any]:
        spell = record.spells.on(today()).first()
        sitting = [] if spell is None else spell.occupants.true().select_related("enterprise")
        return {"sitting": sitting}

    def perform(self, form: SeatsForm, record: Unit) -> Unit:
        data = form.cleaned_data
        found, _fresh = ensure(form.missing(), by=self.user)
        occupants = [
            actions.OccupantDraft(enterprise or found[identity], share, desks, first or "")
            for identity, enterprise, share, desks, first in data["seats"]
        ]
        day: dt.date = data["on"]
        seating = actions.Seating(spell_on(record, day), occupants)
        actions.seat_occupants([seating], by=self.user, on=day, reason=data["reason"])
        return record
