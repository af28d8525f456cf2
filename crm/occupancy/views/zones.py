"""Recording zones."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.views import RecordCreate, RecordEdit
from crm.occupancy import actions
from crm.occupancy.forms import ZoneForm
from crm.occupancy.models import Zone


class ZoneCreate(RecordCreate):
    """A new zone."""

    model = Zone
    permission = "occupancy.edit"
    form_class = ZoneForm
    title = _("Register a zone")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Zones"), reverse("desk:occupancy:zones"))]

    def perform(self, form: ZoneForm, record: None) -> Zone:
        return actions.register_zones([form.save(commit=False)], by=self.user)[0]


class ZoneEdit(RecordEdit):
    """A zone's names."""

    model = Zone
    slug_field = "code"
    permission = "occupancy.edit"
    form_class = ZoneForm
    title = _("Edit the zone")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Zones"), reverse("desk:occupancy:zones"))]

    def perform(self, form: ZoneForm, record: Zone) -> Zone:
        row = form.save(commit=False)
        fields = list(form.fields)
        return actions.edit_zones([row], fields, by=self.user, expected=self.expected_version)[0]
