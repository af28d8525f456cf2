"""One lease: its page and its forms."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.clock import today
from crm.core.views import RecordAction, RecordEdit, RecordHistory, RecordPage
from crm.occupancy import actions
from crm.occupancy.forms import EndLeaseForm, LeaseForm, RenewLeaseForm
from crm.occupancy.models import Lease

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
    """Terms, units, and the chain of renewals."""

    permission = "occupancy.view"
    template_name = "occupancy/lease_page.html"

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Leases"), reverse("desk:occupancy:leases")), (self.kwargs["slug"], "")]

    def context(self, record: Lease) -> dict[str, Any]:
        day = today()
        spells = record.spells.select_related("unit__building", "unit__floor")
        rows = list(spells.order_by("-starts_on", "unit__number"))
        here = [spell for spell in rows if spell.holds_on(day)]
        return {
            "day": day,
            "spells": rows,
            "area": sum(spell.unit.area for spell in here),
            "days_left": (record.last_day - day).days,
            "is_held_over": bool(here) and record.last_day < day,
            "is_running": record.starts_on <= day <= record.last_day,
            "renewals": list(record.renewals.order_by("starts_on")),
            "sublets": list(record.sublets.select_related("tenant")),
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

    permission = "occupancy.view"
    title = _("Change history")


class RenewLease(LeaseCrumbs, RecordAction):
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
            }
        }

    def perform(self, form: RenewLeaseForm, record: Lease) -> Lease:
        data = form.cleaned_data
        fresh = Lease(
            number=data["number"].strip(),
            starts_on=data["starts_on"],
            last_day=data["last_day"],
            price=data["price"],
            price_unit=data["price_unit"],
        )
        return actions.renew_lease([(record, fresh)], by=self.user)[0]


class EndLease(LeaseCrumbs, RecordAction):
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
