"""Search over everything that a person may see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from crm.core.access import ANY_STAFF
from crm.core.views.base import StaffView
from crm.desk.finding import Findings, find

SUGGESTED = 8


class Search(StaffView):
    """All kinds with their counts, grouped; ``?kind=`` shows one kind page by page."""

    permission = ANY_STAFF
    title = gettext_lazy("Search")

    def get(self, request: HttpRequest) -> HttpResponse:
        query = request.GET.get("q", "").strip()
        findings = find(
            self.user, query, kind=request.GET.get("kind", ""), page=request.GET.get("page", "1")
        )
        return self.page(
            "desk/search.html", {"query": query, "global_query": query, "findings": findings}
        )


class SearchSuggestions(StaffView):
    """The first few hits, under the search field, while typing."""

    permission = ANY_STAFF

    def get(self, request: HttpRequest) -> HttpResponse:
        query = request.GET.get("q", "").strip()
        findings = find(self.user, query, size=SUGGESTED) if len(query) >= 2 else Findings()
        return render(
            request, "desk/_search_suggestions.html", {"query": query, "findings": findings}
        )
