"""One enterprise: its page, its history, a contact's phone."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.clock import today
from crm.core.models import Event
from crm.core.timeline import history_rows
from crm.core.views import RecordHistory, RecordMixin, RecordPage, StaffView
from crm.enterprises import actions
from crm.enterprises.days import by_day
from crm.enterprises.industries import industry_label
from crm.enterprises.models import Contact, Enterprise


class EnterprisePage(RecordPage):
    """Facts and people left, the panels of the other apps below, the timeline right."""

    model = Enterprise
    permission = "enterprises.view"
    template_name = "enterprises/enterprise_page.html"

    def records(self) -> Any:
        return super().records().select_related("team", "steward", "parent", "created_by")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Enterprises"), reverse("desk:enterprises:list")), (self.kwargs["slug"], "")]

    def context(self, record: Enterprise) -> dict[str, Any]:
        may_see_figures = self.user.can_on("enterprises.view_figures", record)
        figures = list(record.yearly_figures.all()) if may_see_figures else []
        about = Q(model="enterprises.Enterprise", object_id=record.pk)
        if figures:
            keys = [row.pk for row in figures]
            about |= Q(model="enterprises.YearlyFigure", object_id__in=keys)
        events = Event.objects.filter(about)
        rows = history_rows(record, list(events.select_related("actor")[:50]))
        group = Enterprise.objects.visible_to(self.user).current()
        return {
            "title": record.name,
            "industry": industry_label(record.industry) if record.industry else "",
            "contacts": list(record.contacts.filter(left_on__isnull=True)),
            "other_names": list(record.former_names.all()),
            "qualifications": list(record.qualifications.all()),
            "registrations": list(record.registrations.all()),
            "steward_terms": list(record.steward_terms.select_related("steward")),
            "lists": list(record.list_memberships.on(today()).select_related("list")),
            "yearly_figures": figures,
            "may_see_figures": may_see_figures,
            "may_edit_figures": self.user.can_on("enterprises.edit_figures", record),
            "parent": group.filter(pk=record.parent_id).first() if record.parent_id else None,
            "subsidiaries": list(group.filter(parent=record).order_by("name")[:50]),
            "today": today(),
            "days": by_day(rows[:60]),
            "may_reveal": self.user.can_on("enterprises.reveal_phone", record),
            "may_appoint": self.user.can_on("enterprises.appoint_steward", record),
        }


class EnterpriseHistory(RecordHistory):
    """Who changed what and when."""

    model = Enterprise
    permission = "enterprises.view"
    title = _("Change history")

    def crumbs(self) -> list[tuple[Any, str]]:
        number = self.kwargs["slug"]
        page = reverse("desk:enterprises:page", args=[number])
        return [(_("Enterprises"), reverse("desk:enterprises:list")), (number, page)]


class RevealContactPhone(RecordMixin, StaffView):
    """Shows the whole number of a contact; that somebody looked is kept."""

    model = Enterprise
    permission = "enterprises.reveal_phone"

    def post(self, request: HttpRequest, slug: str, contact: int) -> HttpResponse:
        enterprise = self.get_record()
        row = Contact.objects.filter(enterprise=enterprise, pk=contact).first()
        if row is None:
            raise Http404
        context = {
            "record": enterprise,
            "contact": row,
            "phone": actions.reveal_phone(row, by=self.user),
        }
        if request.htmx:  # type: ignore[attr-defined]
            return TemplateResponse(request, "enterprises/_phone_shown.html", context)
        return self.page("enterprises/phone_shown.html", context)
