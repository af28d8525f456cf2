"""Recording and changing a lead."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.views import RecordCreate, RecordEdit, StaffView
from crm.enterprises.actions import ensure
from crm.enterprises.duplicates import suggest
from crm.enterprises.identity import Identity
from crm.enterprises.models import Enterprise
from crm.leads import actions
from crm.leads.duplicates import known_leads
from crm.leads.forms import LeadForm, NewLeadForm
from crm.leads.models import Lead


class LeadFormView:
    """What recording and changing share."""

    model = Lead
    template_name = "leads/lead_form.html"

    def enterprise_of(self, form: Any, team: Any) -> Enterprise | None:
        """The enterprise that is meant: found whoever keeps it, or recorded as unverified."""
        name = form.cleaned_data["enterprise_name"]
        identity = Identity(name, form.cleaned_data["uscc"])
        found, _fresh = ensure([identity], by=self.user, team=team)  # type: ignore[attr-defined]
        return found[identity]


class LeadCreate(LeadFormView, RecordCreate):
    """A new lead; the first thing asked is whether it is known already."""

    permission = "leads.create"
    form_class = NewLeadForm
    title = _("Record a lead")
    submit_label = _("Save the lead")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Leads"), reverse("desk:leads:list"))]

    def form_kwargs(self, record: Any) -> dict[str, Any]:
        return {"user": self.user, "initial": {"enterprise_name": self.request.GET.get("name", "")}}

    def perform(self, form: NewLeadForm, record: None) -> Lead:
        lead = form.save(commit=False)
        lead.team, lead.owner = form.cleaned_data["team"], form.cleaned_data["owner"]
        lead.enterprise = self.enterprise_of(form, lead.team)
        return actions.register([lead], by=self.user)[0]


class LeadEdit(LeadFormView, RecordEdit):
    """Facts of a lead under the optimistic lock."""

    permission = "leads.edit"
    form_class = LeadForm
    title = _("Edit the lead")

    def crumbs(self) -> list[tuple[Any, str]]:
        number = self.kwargs["slug"]
        page = reverse("desk:leads:page", args=[number])
        return [(_("Leads"), reverse("desk:leads:list")), (number, page)]

    def perform(self, form: LeadForm, record: Lead) -> Lead:
        lead = form.save(commit=False)
        lead.enterprise = self.enterprise_of(form, lead.team)
        fields = [*form.Meta.fields, "enterprise"]
        return actions.edit([lead], fields, by=self.user, expected=self.expected_version)[0]


class LeadSuggestions(StaffView):
    """Asked while the name is typed: leads that I may see, and enterprises that may be meant."""

    permission = "leads.create"

    def get(self, request: HttpRequest) -> HttpResponse:
        name = request.GET.get("enterprise_name", "")[:160]
        asked = {
            "name": name,
            "uscc": request.GET.get("uscc", "")[:18],
            "phone": request.GET.get("contact_phone", "")[:40],
        }
        return TemplateResponse(
            request,
            "leads/_suggestions.html",
            {
                "name": name,
                "suggestions": suggest(by=self.user, **asked),
                "leads": known_leads(by=self.user, name=name, phone=asked["phone"]),
            },
        )
