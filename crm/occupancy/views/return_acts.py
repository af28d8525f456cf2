"""What an operator does to a return by one button."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext

from crm.core.errors import Refused, Stale
from crm.occupancy import actions
from crm.occupancy.views.returns import ReturnView


class BeginReturn(ReturnView):
    """Begins the return, so that its confirmation can be printed before anything is reported."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            actions.begin_return(self.building, self.month, by=self.user)
        except Refused as refusal:
            return self.refused(refusal)
        return HttpResponseRedirect(self.url())


class WithdrawReport(ReturnView):
    """Takes one report back."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.row is None:
            raise Http404
        try:
            actions.withdraw_changes(self.row, [request.POST.get("key", "")], by=self.user)
        except Refused as refusal:
            return self.refused(refusal)
        messages.success(request, gettext("Taken back."))
        return HttpResponseRedirect(self.url())


class RecallReturn(ReturnView):
    """Takes a sent return back before anybody decided about it."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.row is None:
            raise Http404
        try:
            actions.recall_return(self.row, by=self.user)
        except Refused as refusal:
            return self.refused(refusal)
        except Stale:
            messages.error(request, gettext("Somebody changed this return meanwhile."))
            return HttpResponseRedirect(self.url())
        messages.success(request, gettext("Taken back: change it and send it again."))
        return HttpResponseRedirect(self.url())
