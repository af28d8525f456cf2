"""Enquiries that came over the portal and wait for the coordinator."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.core.errors import Refused
from crm.core.keyset import page_of
from crm.core.views import StaffView
from crm.enterprises.rules import mask_phone
from crm.leads import actions
from crm.leads.forms import TakeForm
from crm.leads.models import Lead
from portal.choices import InboxState
from portal.models import InboxMessage

PAGE = 50


class Inbox(StaffView):
    """Waiting enquiries, the oldest first; those taken over on the second tab."""

    permission = "leads.take_inbox"
    title = gettext_lazy("Portal enquiries")

    def get(self, request: HttpRequest) -> HttpResponse:
        taken = request.GET.get("state") == "taken"
        rows = InboxMessage.objects.enquiries()
        rows = rows.exclude(state=InboxState.WAITING) if taken else rows.waiting()
        page = page_of(
            rows,
            "-received_at" if taken else "received_at",
            size=PAGE,
            after=request.GET.get("after", ""),
            before=request.GET.get("before", ""),
        )
        numbers = [row.number for row in page.rows]
        leads = {
            lead.inbox_reference: lead for lead in Lead.objects.filter(inbox_reference__in=numbers)
        }
        for row in page.rows:
            row.lead = leads.get(row.number)
        context = {"page": page, "taken": taken, "total": rows.count()}
        return self.page("leads/inbox_list.html", context)


class InboxRow(StaffView):
    """One enquiry: take it over as a lead, or put it aside."""

    permission = "leads.take_inbox"
    title = gettext_lazy("Portal enquiry")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(gettext_lazy("Portal enquiries"), reverse("desk:leads:inbox"))]

    def get_message(self) -> InboxMessage:
        message = InboxMessage.objects.enquiries().filter(number=self.kwargs["number"]).first()
        if message is None:
            raise Http404
        return message

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        return self.show(self.get_message(), TakeForm(user=self.user))

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        message = self.get_message()
        if "aside" in request.POST:
            actions.set_inbox_aside([message], by=self.user)
            messages.success(request, _("Put aside."))
            return HttpResponseRedirect(reverse("desk:leads:inbox"))
        form = TakeForm(request.POST, user=self.user)
        if form.is_valid():
            try:
                with transaction.atomic():
                    taken = actions.take_inbox_messages(
                        [message], by=self.user, **form.cleaned_data
                    )
                return HttpResponseRedirect(taken[0].get_absolute_url())
            except Refused as refusal:
                form.add_error(
                    refusal.field if refusal.field in form.fields else None, refusal.message
                )
        return self.show(message, form, status=422)

    def show(self, message: InboxMessage, form: TakeForm, *, status: int = 200) -> HttpResponse:
        """The enquiry and the form beside it; the phone stays masked until it is a lead."""
        context = {
            "message": message,
            "phone": mask_phone(message.phone),
            "form": form,
            "is_waiting": message.state == InboxState.WAITING,
            "lead": Lead.objects.filter(inbox_reference=message.number).first(),
        }
        return self.page("leads/inbox_page.html", context, status=status)
