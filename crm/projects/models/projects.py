"""A project: how it lands, where it stands, what it needs, what it brings."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.fields import AreaField, money_columns
from crm.core.models import Team, User
from crm.core.records import NumberedRecord
from crm.core.scopes import Scope
from crm.enterprises.models import Enterprise
from crm.leads.models import Lead
from crm.occupancy.models import Building, Zone
from crm.projects import rules
from crm.projects.querysets import ProjectQuerySet


class Project(NumberedRecord):
    """``stage`` is the linear axis, ``side`` stands beside it, the libraries are a third axis."""

    class LandingMode(models.TextChoices):
        NEW = "new", _("new company")
        RELOCATION = "relocation", pgettext_lazy("landing", "relocation")
        EXPANSION = "expansion", _("more capital and more space")
        BRANCH = "branch", _("branch set up")
        OFFICE = "office", _("office only")
        REGISTRATION = "registration", _("registration only")

    class Stage(models.TextChoices):
        TALKS = rules.Stage.TALKS, pgettext_lazy("stage", "in talks")
        INTENT = rules.Stage.INTENT, pgettext_lazy("stage", "intent and site")
        SIGNED = rules.Stage.SIGNED, pgettext_lazy("stage", "signed")
        REGISTERED = rules.Stage.REGISTERED, pgettext_lazy("stage", "registered")
        FITTING_OUT = rules.Stage.FITTING_OUT, pgettext_lazy("stage", "moving in")
        OPERATING = rules.Stage.OPERATING, pgettext_lazy("stage", "operating")
        FULFILLED = rules.Stage.FULFILLED, pgettext_lazy("stage", "fulfilled")

    class Side(models.TextChoices):
        NONE = rules.Side.NONE, pgettext_lazy("side state", "under way")
        PAUSED = rules.Side.PAUSED, pgettext_lazy("side state", "paused")
        ENDED = rules.Side.ENDED, pgettext_lazy("side state", "ended")
        HANDED_OVER = rules.Side.HANDED_OVER, pgettext_lazy("side state", "handed over")

    number_prefix = "XM"
    scope = Scope("owner", "deputy", "team", view="projects.view", edit="projects.edit")

    team = models.ForeignKey(
        Team, verbose_name=_("team"), on_delete=models.PROTECT, related_name="projects"
    )
    name = models.CharField(_("project name"), max_length=160)
    enterprise = models.ForeignKey(
        Enterprise,
        verbose_name=_("enterprise"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
    )
    lead = models.ForeignKey(
        Lead,
        verbose_name=_("from the lead"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
    )
    owner = models.ForeignKey(
        User,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_projects",
    )
    deputy = models.ForeignKey(
        User,
        verbose_name=_("deputy"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deputy_projects",
    )
    landing_mode = models.CharField(
        _("way of landing"), max_length=16, choices=LandingMode, default=LandingMode.NEW
    )
    has_government_agreement = models.BooleanField(
        _("the government is a contract party"), default=False
    )
    source = models.CharField(_("lead source"), max_length=16, choices=Lead.Source, blank=True)
    industry = models.CharField(_("industry"), max_length=4, blank=True)
    direction = models.CharField(_("local direction"), max_length=60, blank=True)
    function = models.CharField(_("function served"), max_length=60, blank=True)
    is_foreign = models.BooleanField(_("foreign capital"), default=False)
    is_financial = models.BooleanField(_("financial activity"), default=False)
    is_tagged_major = models.BooleanField(_("tagged as major"), default=False)
    is_major = models.BooleanField(_("major project"), default=False, editable=False)
    vars().update(money_columns("investment", _("expected investment")))
    investment_basis = models.CharField(_("basis of the amount"), max_length=80, blank=True)

    stage = models.CharField(
        pgettext_lazy("project", "stage"),
        max_length=16,
        choices=Stage,
        default=Stage.TALKS,
        editable=False,
    )
    stage_since = models.DateField(_("in this stage since"), editable=False)
    side = models.CharField(
        _("side state"), max_length=12, choices=Side, default=Side.NONE, blank=True, editable=False
    )
    side_since = models.DateField(_("aside since"), null=True, blank=True, editable=False)
    review_on = models.DateField(_("review on"), null=True, blank=True, editable=False)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    landed_on = models.DateField(_("landed on"), null=True, blank=True)

    need_area_from = AreaField(_("area wanted from (㎡)"), null=True, blank=True)
    need_area_to = AreaField(_("area wanted up to (㎡)"), null=True, blank=True)
    need_budget = models.DecimalField(
        _("rent budget (yuan a year)"), max_digits=20, decimal_places=2, null=True, blank=True
    )
    need_by = models.DateField(_("wants to move in by"), null=True, blank=True)
    need_floors = models.CharField(_("floors wanted"), max_length=60, blank=True)
    need_contiguous = models.BooleanField(_("contiguous space"), default=False)
    need_zone = models.ForeignKey(
        Zone,
        verbose_name=_("zone wanted"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="wanted_by",
    )
    need_building = models.ForeignKey(
        Building,
        verbose_name=_("building wanted"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="wanted_by",
    )
    need_registration = models.BooleanField(_("registration address needed"), default=False)

    next_step = models.CharField(_("next step"), max_length=160, blank=True)
    next_step_on = models.DateField(_("next step due"), null=True, blank=True)
    followed_up_at = models.DateTimeField(
        _("last follow-up"), null=True, blank=True, editable=False
    )
    note = models.TextField(_("situation"), blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ("-updated_at", "-pk")
        indexes = [
            models.Index(fields=["stage", "side", "-updated_at", "-id"], name="project_by_stage"),
            models.Index(fields=["team", "stage"], name="project_by_team"),
            models.Index(fields=["owner", "stage"], name="project_by_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def tone(self) -> str:
        """How the dot of the stage is coloured; the word stands beside it."""
        landed = rules.rank(rules.Stage(self.stage)) >= rules.rank(rules.Stage.REGISTERED)
        return "ok" if landed else "info"

    def get_absolute_url(self) -> str:
        return reverse("desk:projects:page", args=[self.number])
