"""One lead: its page and its history."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.views import RecordHistory, RecordMixin, RecordPage, StaffView
from crm.enterprises.industries import industry_label
from crm.enterprises.models import Enterprise
from crm.leads import actions
from crm.leads.forms import FollowUpForm
from crm.leads.models import Lead
from crm.leads.rules import OWNED, State
from crm.leads.timeline import KINDS, timeline_of
from crm.leads.views.lists import add_countdowns


class LeadPage(RecordPage):
    """Facts left, one timeline right, what must happen next on top."""

    model = Lead
    permission = "leads.view"
    template_name = "leads/lead_page.html"

    def records(self) -> Any:
        related = ("enterprise", "team", "owner__home_team", "deputy", "event", "created_by")
        return super().records().select_related(*related)

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Leads"), reverse("desk:leads:list")), (self.kwargs["slug"], "")]

    def context(self, record: Lead) -> dict[str, Any]:
        kind = self.request.GET.get("timeline", "")
        days, counts = timeline_of(record, kind if kind in KINDS else "")
        add_countdowns([record])
        may = {
            name: self.user.can_on(f"leads.{name}", record)
            for name in ("follow_up", "assign", "close", "hand_over", "reveal_phone", "edit")
        }
        state = State(record.state)
        return {
            "title": record.title,
            "days": days,
            "timeline_counts": counts,
            "timeline_kind": kind,
            "may": may,
            "is_owned": state in OWNED,
            "may_follow": may["follow_up"] and state in OWNED,
            "follow_up_form": FollowUpForm(),
            "enterprise_url": self._enterprise_url(record),
            "industry": industry_label(record.industry) if record.industry else "",
        }

    def _enterprise_url(self, record: Lead) -> str:
        enterprise: Enterprise | None = record.enterprise
        if enterprise is None or not self.user.can_on("enterprises.view", enterprise):
            return ""
        return enterprise.get_absolute_url()


class LeadHistory(RecordHistory):
    """Who changed what and when."""

    model = Lead
    permission = "leads.view"
    title = _("Change history")

    def crumbs(self) -> list[tuple[Any, str]]:
        number = self.kwargs["slug"]
        page = reverse("desk:leads:page", args=[number])
        return [(_("Leads"), reverse("desk:leads:list")), (number, page)]


class RevealLeadPhone(RecordMixin, StaffView):
    """Shows the whole number; that somebody looked is kept."""

    model = Lead
    permission = "leads.reveal_phone"

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        lead = self.get_record()
        phone = actions.reveal_phone(lead, by=self.user)
        if request.htmx:  # type: ignore[attr-defined]
            return TemplateResponse(request, "leads/_phone_shown.html", {"phone": phone})
        return self.page("leads/phone_shown.html", {"record": lead, "phone": phone})
