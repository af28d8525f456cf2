"""What people see when something is missing, not theirs or broken: what happened, what next."""

import sys
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import select_template
from django.urls import NoReverseMatch, get_script_prefix, reverse

from crm.core import context
from crm.core.access import public
from crm.core.troubles import trouble_of

STAFF_PATHS = ("/desk/", "/files/")
OTHER_PATHS = ("/cms/", "/accounts/", "/documents/", "/api/")


@public
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the browser sent something that cannot be read."""
    return _page(request, 400)


@public
def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the person may see it, but not do it."""
    return _page(request, 403)


@public
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: it does not exist, or it is out of the person's reach; the two look the same."""
    return _page(request, 404)


@public
def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the machine is in trouble: renders without the database, which may be what
    is broken. Django calls it while the error is being handled.
    """
    trouble = trouble_of(sys.exception())
    staff = request.path_info.startswith(STAFF_PATHS + OTHER_PATHS)
    values = {
        "request_id": context.request_id.get(),
        "trouble": trouble,
        "home_url": reverse("desk:home") if staff else get_script_prefix(),
    }
    return render(None, "500.html", values, status=503 if trouble else 500)


def _page(request: HttpRequest, status: int) -> HttpResponse:
    user: Any = getattr(request, "user", None)
    staff = request.path_info.startswith(STAFF_PATHS + OTHER_PATHS)
    values = {
        "number": _number(request) if staff else "",
        "list_url": _list_address(request),
        "home_url": reverse("desk:home") if staff else get_script_prefix(),
    }
    if request.path_info.startswith(STAFF_PATHS) and user is not None and user.is_authenticated:
        return render(request, f"desk/{status}.html", values, status=status)
    names = [f"{status}.html"]
    if not staff:
        names.insert(0, f"portal/{status}.html")
    template = select_template(names)
    return HttpResponse(template.render(values, request), status=status)


def _number(request: HttpRequest) -> str:
    match = request.resolver_match
    slug = match.kwargs.get("slug", "") if match else ""
    return str(slug)


def _list_address(request: HttpRequest) -> str:
    match = request.resolver_match
    if match is None or len(match.namespaces) < 2:
        return ""
    try:
        return reverse(f"{match.namespace}:list")
    except NoReverseMatch:
        return ""
