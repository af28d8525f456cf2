"""Pages of the shell itself: everything under 更多, and the list of keys."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.core.access import ANY_STAFF
from crm.core.views.base import StaffView
from crm.desk.actions import switch_shortcuts


class More(StaffView):
    """The whole navigation as a page, for the phone."""

    permission = ANY_STAFF
    title = gettext_lazy("More")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page("desk/more.html", {})


class Shortcuts(StaffView):
    """The keys, and the switch for those that are a single letter."""

    permission = ANY_STAFF
    title = gettext_lazy("Keyboard shortcuts")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page("desk/shortcuts.html", {})

    def post(self, request: HttpRequest) -> HttpResponse:
        wanted = request.POST.get("single_keys") == "on"
        with transaction.atomic():
            switch_shortcuts([self.user], by=self.user, on=wanted)
        said = _("Single-key shortcuts are on.") if wanted else _("Single-key shortcuts are off.")
        messages.success(request, said)
        return redirect("desk:shortcuts")
