"""功能规划: how much area of a zone or a building is meant for a function, from a day on."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.fields import AreaField
from crm.core.querysets import PeriodQuerySet
from crm.core.records import Period, Record
from crm.core.scopes import Scope
from crm.occupancy.models import Building, Zone

VIEW, EDIT = "projects.view", "projects.edit_functions"


class FunctionPlan(Record, Period):
    """Of one zone or of one building, never of both: the area of a zone does not hold that of its
    buildings (see actions.functions).
    """

    scope = Scope(view=VIEW, edit=EDIT, open_to=VIEW)

    function = models.CharField(_("function"), max_length=60)
    zone = models.ForeignKey(
        Zone,
        verbose_name=_("zone"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="function_plans",
    )
    building = models.ForeignKey(
        Building,
        verbose_name=_("building"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="function_plans",
    )
    area = AreaField(_("planned area"))
    note = models.CharField(_("basis or reason"), max_length=200, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("planned area of a function")
        verbose_name_plural = _("planned areas of functions")
        ordering = ("function", "zone", "building", "starts_on")
        constraints = [
            models.CheckConstraint(
                condition=Q(zone__isnull=True) ^ Q(building__isnull=True),
                name="function_plan_of_one_place",
            ),
            models.CheckConstraint(condition=Q(area__gte=0), name="function_plan_has_an_area"),
            models.UniqueConstraint(
                fields=["function", "zone", "starts_on"],
                condition=Q(building__isnull=True),
                name="one_function_plan_a_zone_and_day",
            ),
            models.UniqueConstraint(
                fields=["function", "building", "starts_on"],
                condition=Q(zone__isnull=True),
                name="one_function_plan_a_building_and_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.function} {self.place}"

    @property
    def place(self) -> Zone | Building:
        """The zone or the building."""
        return self.zone or self.building

    def get_absolute_url(self) -> str:
        return f"{reverse('desk:projects:functions')}?as_of={self.starts_on}#plans"
