"""What wraps every request: its id, its security policy, and the rule that nothing is open by
accident.
"""

import uuid
from collections.abc import Callable
from typing import Any

import structlog
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from crm.core import context
from crm.core.access import is_declared

INLINE_SOURCES = {
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
}


class RequestContext:
    """Gives each request an id, for the log lines, the event log and the answer's header."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        identity = uuid.uuid4().hex[:16]
        channel = "web" if request.path_info.startswith("/desk/") else "portal"
        tokens = context.request_id.set(identity), context.channel.set(channel)
        structlog.contextvars.bind_contextvars(request_id=identity)
        try:
            response = self.get_response(request)
        finally:
            structlog.contextvars.unbind_contextvars("request_id")
            context.request_id.reset(tokens[0])
            context.channel.reset(tokens[1])
        response.headers["X-Request-ID"] = identity
        return response


class ContentPolicy(CSPMiddleware):
    """Strict everywhere; /cms/ alone may run the inline scripts that Wagtail writes."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.path_info.startswith("/cms/"):
            response._csp_replace = INLINE_SOURCES  # type: ignore[attr-defined]
        return super().process_response(request, response)


class DenyByDefault:
    """A view of ours that declares neither a permission nor that it is public is refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not is_declared(view):
            raise PermissionDenied("this view declares no permission")
        user = request.user
        if (
            settings.MFA_REQUIRED
            and user.is_authenticated
            and request.path_info.startswith(("/desk/", "/cms/"))
            and not user.authenticator_set.filter(type="totp").exists()
        ):
            return redirect("mfa_activate_totp")
        return None
