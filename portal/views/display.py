"""The two switches in the bar: a POST that sets a cookie and returns to the page."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from crm.core.access import public
from portal import display


@public
@require_POST
def switch_display(request: HttpRequest) -> HttpResponse:
    name = request.POST.get("switch", "")
    if name not in display.SWITCHES:
        return HttpResponseBadRequest()
    following = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(following, allowed_hosts={request.get_host()}):
        following = reverse("wagtail_serve", args=[""])
    response = HttpResponseRedirect(following)
    response.set_cookie(
        display.COOKIE,
        display.toggled(request, name),
        max_age=display.YEAR,
        samesite="Lax",
        secure=request.is_secure(),
        httponly=True,
    )
    return response
