"""What is done to a unit: one form, one action each."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.core.attachments import attach
from crm.core.clock import today
from crm.core.errors import Refused
from crm.core.views import RecordAction, RecordHistory
from crm.occupancy import actions
from crm.occupancy.days import read_day
from crm.occupancy.forms import (
    DayForm,
    HoldForm,
    LiftForm,
    MeasureForm,
    MergeForm,
    MoveOutForm,
    SettleForm,
    SplitForm,
)
from crm.occupancy.models import Spell, Unit
from crm.occupancy.views.naming import named_enterprise


class UnitCrumbs:
    """Loads the unit with its building, and shows the way to it."""

    model = Unit
    slug_field = "pk"
    kwargs: dict[str, Any]

    def records(self) -> Any:
        return super().records().select_related("building", "floor")  # type: ignore[misc]

    def crumbs(self) -> list[tuple[Any, str]]:
        unit = self.records().filter(pk=self.kwargs["slug"]).first()
        if unit is None:
            return []
        return [
            (_("Buildings"), reverse("desk:occupancy:buildings")),
            (unit.building.name, unit.building.get_absolute_url()),
            (unit.number, unit.page_url),
        ]


class UnitAction(UnitCrumbs, RecordAction):
    """Shared by every action on a unit."""

    abstract = True
    refusal_fields = {"spell": "on", "starts_on": "on", "ends_before": "on"}

    def success_url(self, record: Unit) -> str:
        """The open unit; on the day of the act where that lies ahead, so that it shows at once."""
        asked = self.request.POST
        day = read_day(asked.get("on", "") or asked.get("starts_on", ""))
        url = record.get_absolute_url()
        return f"{url}&as_of={day.isoformat()}" if day is not None and day > today() else url


class UnitHistory(UnitCrumbs, RecordHistory):
    """Who changed what and when."""

    permission = "occupancy.view"
    title = _("Change history")


class MoveIn(UnitAction):
    """入驻: what was let or sold is now occupied."""

    permission = "occupancy.let"
    form_class = DayForm
    title = _("Move in")
    submit_label = _("Move in")

    def perform(self, form: DayForm, record: Unit) -> Unit:
        data = form.cleaned_data
        spell = spell_on(record, data["on"])
        actions.move_in([spell], by=self.user, on=data["on"], reason=data["reason"])
        return record


class MoveOut(UnitAction):
    """退租 or 迁出: the unit is free from the day."""

    permission = "occupancy.let"
    form_class = MoveOutForm
    title = _("Move out")
    submit_label = _("Move out")

    def perform(self, form: MoveOutForm, record: Unit) -> Unit:
        data = form.cleaned_data
        spell = spell_on(record, data["on"] - dt.timedelta(days=1))
        actions.move_out([spell], by=self.user, on=data["on"], reason=data["reason"])
        return record


class Settle(UnitAction):
    """自用 or 已售入驻: used without a lease."""

    permission = "occupancy.let"
    form_class = SettleForm
    title = _("Self-use or sold")

    def perform(self, form: SettleForm, record: Unit) -> Unit:
        data = form.cleaned_data
        is_sold = data["state"] == SettleForm.SOLD
        draft = actions.SpellDraft(
            unit=record,
            state="N" if is_sold else data["state"],
            signed_kind=Spell.SignedKind.SOLD if is_sold else "",
            starts_on=data["starts_on"],
            ends_before=record.ends_before,
            occupants=[actions.OccupantDraft(named_enterprise(data, by=self.user))],
        )
        actions.record_spells([draft], by=self.user)
        return record


class PutOnHold(UnitAction):
    """暂不可租."""

    permission = "occupancy.let"
    form_class = HoldForm
    title = _("Put on hold")
    submit_label = _("Put on hold")

    def perform(self, form: HoldForm, record: Unit) -> Unit:
        data = form.cleaned_data
        actions.put_on_hold(
            [record],
            by=self.user,
            starts_on=data["starts_on"],
            ends_before=data["ends_before"] or record.ends_before,
            reason=data["reason"],
        )
        return record


class Release(UnitAction):
    """解除暂不可租."""

    permission = "occupancy.let"
    form_class = DayForm
    title = _("Release")
    submit_label = _("Release")

    def perform(self, form: DayForm, record: Unit) -> Unit:
        data = form.cleaned_data
        spell = spell_on(record, data["on"] - dt.timedelta(days=1))
        actions.release([spell], by=self.user, on=data["on"], reason=data["reason"])
        return record


class LiftReservation(UnitAction):
    """解除预留."""

    permission = "occupancy.let"
    form_class = LiftForm
    title = _("Lift the reservation")
    submit_label = _("Lift the reservation")

    def perform(self, form: LiftForm, record: Unit) -> Unit:
        data = form.cleaned_data
        held = (
            record.holds.on(data["on"]).first()
            or record.holds.filter(starts_on__gt=data["on"]).first()
        )
        if held is None:
            raise Refused(
                gettext("Unit %(unit)s is not reserved from %(day)s on.")
                % {"unit": record, "day": data["on"]},
                field="on",
            )
        actions.release_holds([held], by=self.user, on=data["on"], reason=data["reason"])
        return record


class SplitUnit(UnitAction):
    """拆分."""

    permission = "occupancy.edit"
    form_class = SplitForm
    title = _("Split the unit")
    submit_label = _("Split")

    def perform(self, form: SplitForm, record: Unit) -> Unit:
        data = form.cleaned_data
        split = actions.Split(record, data["parts"])
        return actions.split_unit([split], by=self.user, on=data["on"], reason=data["reason"])[0]


class MergeUnits(UnitAction):
    """合并."""

    permission = "occupancy.edit"
    form_class = MergeForm
    title = _("Merge units")
    submit_label = _("Merge")

    def form_kwargs(self, record: Unit) -> dict[str, Any]:
        return {"unit": record, "initial": {"number": record.number}}

    def perform(self, form: MergeForm, record: Unit) -> Unit:
        data = form.cleaned_data
        merge = actions.Merge(data["units"], data["number"].strip())
        return actions.merge_units([merge], by=self.user, on=data["on"], reason=data["reason"])[0]


class MeasureUnit(UnitAction):
    """实测面积变更."""

    permission = "occupancy.edit"
    form_class = MeasureForm
    title = _("Record a measured area")

    def perform(self, form: MeasureForm, record: Unit) -> Unit:
        data = form.cleaned_data
        correction = actions.Correction(record, data["area"], data["document"])
        (measured,) = actions.correct_area(
            [correction], by=self.user, on=data["on"], reason=data["reason"]
        )
        if data["file"] is not None:
            attach(measured.area_change, data["file"], by=self.user, kind="survey")
        return measured


def spell_on(unit: Unit, day: dt.date) -> Spell:
    """Who is on the unit on ``day``; Refused when it is vacant."""
    spell = unit.spells.on(day).select_related("unit__building", "lease").first()
    if spell is None:
        raise Refused(
            gettext("Unit %(unit)s is vacant on %(day)s.") % {"unit": unit, "day": day}, field="on"
        )
    return spell
