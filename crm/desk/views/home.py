"""The first page after login."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from crm.core.access import ANY_STAFF
from crm.core.clock import today
from crm.core.registries.todos import todos_of
from crm.core.views.base import StaffView


class Home(StaffView):
    """What waits for me."""

    permission = ANY_STAFF

    def get(self, request: HttpRequest) -> HttpResponse:
        day = today()
        return self.page("desk/home.html", {"today": day, "todos": todos_of(self.user, day)})


class NoGrant(LoginRequiredMixin, View):
    """An account without any role: says whom to ask."""

    dd_access = "any account"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return render(request, "desk/no_grant.html", status=403)
