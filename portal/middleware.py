"""Keeps NUL out of query strings: PostgreSQL refuses it, and no honest form sends it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class CleanQuery:
    """Any text in any search box of the editor gives a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace("%00", "")
        return self.get_response(request)
