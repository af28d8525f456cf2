"""What the need of a project may not say."""

from django.utils.translation import gettext as _

from crm.core.errors import Refused
from crm.projects.models import Project


def refuse_odd_need(project: Project) -> None:
    """Raise Refused for an area that ends below where it begins, a negative budget, and a building
    outside the zone that is wanted.
    """
    low, high = project.need_area_from, project.need_area_to
    if low is not None and high is not None and low > high:
        raise Refused(_("The area ends below where it begins."), field="need_area_to")
    if project.need_budget is not None and project.need_budget < 0:
        raise Refused(_("A budget is not below nothing."), field="need_budget")
    zone, building = project.need_zone, project.need_building
    if zone is not None and building is not None and building.zone_id != zone.pk:
        raise Refused(
            _("%(building)s does not lie in %(zone)s.") % {"building": building, "zone": zone},
            field="need_building",
        )
