"""拟投用计划: what will come into use, with every revision kept."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.fields import AreaField
from crm.core.records import Record
from crm.core.scopes import Scope
from crm.occupancy.models.buildings import VIEW, Building, Zone


class ReleasePlan(Record):
    """A building or a phase that is due. What is planned for it stands in its last revision."""

    scope = Scope(view=VIEW, edit="occupancy.edit", open_to=VIEW)

    code = models.CharField(_("plan code"), max_length=32, unique=True)
    name = models.CharField(_("building or phase"), max_length=100)
    zone = models.ForeignKey(
        Zone, verbose_name=_("zone"), on_delete=models.PROTECT, related_name="release_plans"
    )
    building = models.ForeignKey(
        Building,
        verbose_name=_("building"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="release_plans",
    )

    class Meta:
        verbose_name = _("release plan")
        verbose_name_plural = _("release plans")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("desk:occupancy:release_plan", args=[self.code])


class ReleasePlanRevision(Record):
    """What was planned, as revised on a day. A forecast names the revision that it read."""

    class Certainty(models.TextChoices):
        FIRM = "firm", pgettext_lazy("release plan", "firm")
        LIKELY = "likely", pgettext_lazy("release plan", "likely")
        OPEN = "open", pgettext_lazy("release plan", "open")

    scope = Scope.via("plan")

    plan = models.ForeignKey(
        ReleasePlan,
        verbose_name=_("release plan"),
        on_delete=models.PROTECT,
        related_name="revisions",
    )
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    revised_on = models.DateField(_("revised on"))
    year = models.PositiveSmallIntegerField(_("planned year"))
    quarter = models.PositiveSmallIntegerField(_("planned quarter"), null=True, blank=True)
    area = AreaField(_("floor area"))
    certainty = models.CharField(_("certainty"), max_length=6, choices=Certainty)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("revision of a release plan")
        verbose_name_plural = _("revisions of release plans")
        ordering = ("plan", "revision")
        constraints = [
            models.UniqueConstraint(fields=["plan", "revision"], name="one_revision_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.revision}"
