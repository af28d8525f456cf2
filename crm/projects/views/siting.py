"""选址匹配: the buildings that could meet one project, each with its blocks on the plan."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.clock import today
from crm.core.views import RecordPage
from crm.occupancy.days import read_day
from crm.projects.models import Project
from crm.projects.siting import MOST_BUILDINGS, Site, sites_for, wanted_of


class SitePage(RecordPage):
    """As of a day; the need is what the project says today."""

    model = Project
    permission = "projects.view"
    template_name = "projects/site_page.html"

    def records(self) -> Any:
        return super().records().select_related("need_zone", "need_building")

    def crumbs(self) -> list[tuple[Any, str]]:
        number = self.kwargs["slug"]
        page = reverse("desk:projects:page", args=[number])
        listed = (_("Projects"), reverse("desk:projects:list"))
        return [listed, (number, page), (_("Sites that fit"), "")]

    def context(self, record: Project) -> dict[str, Any]:
        day = read_day(self.request.GET.get("as_of", "")) or today()
        may_see = self.user.can("occupancy.view")
        sites, more = sites_for(record, self.user, day) if may_see else ([], 0)
        return {
            "title": _("Sites that fit"),
            "day": day,
            "wanted": wanted_of(record),
            "sites": [(site, self._reserve_url(record, site)) for site in sites],
            "more": more,
            "compared": MOST_BUILDINGS,
            "may_see": may_see,
            "may_edit": self.user.can_on("projects.edit", record),
            "panels": [],
        }

    def _reserve_url(self, record: Project, site: Site) -> str:
        """The form with project and units filled in; empty where nothing is free or not allowed."""
        numbers = site.sited.free_now
        if not numbers or not self.user.can_on("occupancy.let", site.building):
            return ""
        query = urlencode({"project": record.number, "units": "、".join(numbers)})
        return f"{reverse('desk:projects:reserve', args=[site.building.code])}?{query}"
