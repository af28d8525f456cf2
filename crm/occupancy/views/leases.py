"""One lease: its page and its forms."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.clock import today
from crm.core.views import RecordAction, RecordEdit, RecordHistory, RecordPage
from crm.occupancy import actions
from crm.occupancy.chains import chain_line, chain_of
from crm.occupancy.documents_of import documents_of
from crm.occupancy.forms import (
    EndLeaseForm,
    ExpandLeaseForm,
    GiveBackForm,
    LeaseForm,
    RenewLeaseForm,
    SubletForm,
)
from crm.occupancy.models import Lease, Spell
from crm.occupancy.views.documents import AttachDocument
from crm.occupancy.views.naming import named_enterprise

ONE_DAY = dt.timedelta(days=1)


class LeaseCrumbs:
    """The way to a lease."""

    model = Lease
    kwargs: dict[str, Any]

    def records(self) -> Any:
        rows = super().records()  # type: ignore[misc]
        return rows.select_related("tenant", "building", "renews", "sublet_of")

    def crumbs(self) -> list[tuple[Any, str]]:
        number = self.kwargs["slug"]
        page = reverse("desk:occupancy:lease", args=[number])
        return [(_("Leases"), reverse("desk:occupancy:leases")), (number, page)]


class LeasePage(LeaseCrumbs, RecordPage):
    """Terms, units, occupants, the chain of renewals, sublets and documents."""

    permission = "occupancy.view_leases"
    template_name = "occupancy/lease_page.html"

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Leases"), reverse("desk:occupancy:leases")), (self.kwargs["slug"], "")]

    def context(self, record: Lease) -> dict[str, Any]:
        day = today()
        spells = record.spells.select_related("unit__building", "unit__floor")
        rows = list(
            spells.prefetch_related("occupants__enterprise").order_by("-starts_on", "unit__number")
        )
        # A lease that has not begun yet shows the units that it will take.
        seen_on = max(day, record.starts_on)
        here = [spell for spell in rows if spell.holds_on(seen_on)]
        is_operator = record.tenant_role == Lease.TenantRole.OPERATOR
        chain = chain_of(record)
        return {
            "day": day,
            "seen_on": seen_on,
            "spells": rows,
            "current": [spell.pk for spell in here],
            "area": sum(spell.unit.area for spell in here),
            "days_left": (record.last_day - day).days,
            "is_held_over": bool(here) and record.last_day < day,
            "is_running": record.starts_on <= day <= record.last_day,
            "chain": chain if len(chain) > 1 else [],
            "chain_line": chain_line(chain, record, day) if len(chain) > 1 else "",
            "is_operator": is_operator,
            "sublets": _sublets(record, day) if is_operator else [],
            "unfilled": actions.unfilled_of(record, day) if is_operator else None,
            "documents": documents_of(record),
            "may_let": self.user.can_on("occupancy.let", record),
        }


class LeaseEdit(LeaseCrumbs, RecordEdit):
    """Facts of a lease under the optimistic lock."""

    permission = "occupancy.let"
    form_class = LeaseForm
    title = _("Edit the lease")

    def perform(self, form: LeaseForm, record: Lease) -> Lease:
        row = form.save(commit=False)
        fields = list(form.fields)
        return actions.edit_leases([row], fields, by=self.user, expected=self.expected_version)[0]


class LeaseHistory(LeaseCrumbs, RecordHistory):
    """Who changed what and when."""

    permission = "occupancy.view_leases"
    title = _("Change history")


class LeaseAction(LeaseCrumbs, RecordAction):
    """Shared by what is done on a lease."""

    abstract = True
    permission = "occupancy.let"


class RenewLease(LeaseAction):
    """The tenant stays under a new lease."""

    permission = "occupancy.let"
    form_class = RenewLeaseForm
    title = _("Renew the lease")
    submit_label = _("Renew")

    def form_kwargs(self, record: Lease) -> dict[str, Any]:
        return {
            "initial": {
                "starts_on": record.last_day + ONE_DAY,
                "price": record.price,
                "price_unit": record.price_unit,
                "payment_months": record.payment_months,
                "deposit": record.deposit,
            }
        }

    def perform(self, form: RenewLeaseForm, record: Lease) -> Lease:
        fresh = Lease(**form.terms())
        return actions.renew_lease([(record, fresh)], by=self.user)[0]


class EndLease(LeaseAction):
    """The lease ends; its units are free from the day after."""

    permission = "occupancy.let"
    form_class = EndLeaseForm
    title = _("End the lease")
    submit_label = _("End the lease")

    def perform(self, form: EndLeaseForm, record: Lease) -> Lease:
        data = form.cleaned_data
        return actions.end_lease(
            [record], by=self.user, last_day=data["last_day"], reason=data["reason"]
        )[0]


class ExpandLease(LeaseAction):
    """扩租: more units under the same lease."""

    permission = "occupancy.let"
    form_class = ExpandLeaseForm
    title = _("Take on units")
    submit_label = _("Take on")
    refusal_fields = {"unit": "units", "starts_on": "on"}

    def form_kwargs(self, record: Lease) -> dict[str, Any]:
        return {"building": record.building}

    def perform(self, form: ExpandLeaseForm, record: Lease) -> Lease:
        data = form.cleaned_data
        expansion = actions.Expansion(
            record,
            data["units"],
            moved_in_on=data["moved_in_on"],
            held_for=data["held_for"].strip(),
        )
        actions.expand_lease([expansion], by=self.user, on=data["on"])
        return record


class GiveBackUnits(LeaseAction):
    """缩租: some units go back."""

    permission = "occupancy.let"
    form_class = GiveBackForm
    title = _("Give back units")
    submit_label = _("Give back")

    def form_kwargs(self, record: Lease) -> dict[str, Any]:
        return {"lease": record}

    def perform(self, form: GiveBackForm, record: Lease) -> Lease:
        data = form.cleaned_data
        actions.give_back_units(
            record, list(data["units"]), by=self.user, on=data["on"], reason=data["reason"]
        )
        return record


class SignSublet(LeaseAction):
    """转租: a sublet inside the master lease."""

    permission = "occupancy.let"
    form_class = SubletForm
    title = _("Sign a sublet")
    submit_label = _("Sign the sublet")
    refusal_fields = {"unit": "units"}

    def form_kwargs(self, record: Lease) -> dict[str, Any]:
        return {"master": record, "initial": {"last_day": record.last_day}}

    def perform(self, form: SubletForm, record: Lease) -> Lease:
        data = form.cleaned_data
        lease = Lease(**form.terms(), tenant=named_enterprise(data, by=self.user), sublet_of=record)
        signing = actions.LeaseSigning(lease, data["units"], moved_in_on=data["moved_in_on"])
        return actions.sign_sublet([signing], by=self.user)[0]


class LeaseDocument(LeaseCrumbs, AttachDocument):
    """Contract, supplements, hand-over sheets."""

    permission = "occupancy.let"


def _sublets(record: Lease, day: dt.date) -> list[dict[str, Any]]:
    """Sublets with the units that they hold on ``day``."""
    held: dict[int, list[Spell]] = {}
    for spell in Spell.objects.filter(lease__sublet_of=record).on(day).select_related("unit"):
        held.setdefault(spell.lease_id, []).append(spell)  # type: ignore[arg-type]
    return [
        {
            "lease": lease,
            "units": [spell.unit for spell in held.get(lease.pk, [])],
            "area": sum(spell.unit.area for spell in held.get(lease.pk, [])),
        }
        for lease in record.sublets.select_related("tenant").order_by("-starts_on")
    ]
