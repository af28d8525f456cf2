"""Search over everything that a person may see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from crm.core.access import ANY_STAFF
from crm.core.clock import today
from crm.core.views.base import StaffView
from crm.core.whole_numbers import read_whole
from crm.desk.finding import Findings, find, suggest

SUGGESTED = 8
SHORTEST = 2


class Search(StaffView):
    """All kinds with their counts, grouped; ``?kind=`` shows one kind page by page."""

    permission = ANY_STAFF
    title = gettext_lazy("Search")

    def get(self, request: HttpRequest) -> HttpResponse:
        query = request.GET.get("q", "").strip()
        findings = find(
            self.user,
            query,
            day=today(),
            kind=request.GET.get("kind", ""),
            page=read_whole(request.GET.get("page", "")) or 1,
        )
        return self.page(
            "desk/search.html", {"query": query, "global_query": query, "findings": findings}
        )


class SearchSuggestions(StaffView):
    """The first few hits, under the search field, while typing."""

    permission = ANY_STAFF

    def get(self, request: HttpRequest) -> HttpResponse:
        query = request.GET.get("q", "").strip()
        findings = Findings()
        if len(query) >= SHORTEST:
            findings = suggest(self.user, query, day=today(), size=SUGGESTED)
        return render(
            request, "desk/_search_suggestions.html", {"query": query, "findings": findings}
        )
