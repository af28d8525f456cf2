"""A lead: somebody may come. What is known, who has it, and every clock that runs."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.fields import AreaField, money_columns
from crm.core.models import Team, User
from crm.core.records import NumberedRecord
from crm.core.scopes import Scope
from crm.enterprises.models import Enterprise
from crm.enterprises.rules import mask_phone
from crm.leads import rules
from crm.leads.models.promotion_events import PromotionEvent
from crm.leads.querysets import LeadQuerySet

TONES = {
    rules.State.UNASSIGNED: "warn",
    rules.State.UNANSWERED: "warn",
    rules.State.ASSESSING: "warn",
    rules.State.FOLLOWING: "info",
    rules.State.CONVERTED: "ok",
    rules.State.POOL: "hollow",
}


class Lead(NumberedRecord):
    """``due_at`` is the moment by which the next thing must happen, of the kind ``due_clock``.

    Both are kept in step by the actions (crm.leads.clocks), so that lists sort by the moment.
    """

    class State(models.TextChoices):
        UNASSIGNED = rules.State.UNASSIGNED, _("to be assigned")
        UNANSWERED = rules.State.UNANSWERED, _("awaiting first response")
        ASSESSING = rules.State.ASSESSING, _("being assessed")
        FOLLOWING = rules.State.FOLLOWING, _("being followed up")
        CONVERTED = rules.State.CONVERTED, _("turned into a project")
        POOL = rules.State.POOL, _("in the pool")
        INVALID = rules.State.INVALID, pgettext_lazy("lead", "invalid")
        MERGED = rules.State.MERGED, pgettext_lazy("lead", "merged")
        HANDED_OVER = rules.State.HANDED_OVER, _("handed to another district")

    class Clock(models.TextChoices):
        ASSIGN = rules.Clock.ASSIGN, _("assignment")
        RESPOND = rules.Clock.RESPOND, _("first response")
        ASSESS = rules.Clock.ASSESS, _("assessment")
        FOLLOW_UP = rules.Clock.FOLLOW_UP, _("follow-up")

    class Source(models.TextChoices):
        EVENT = "event", _("promotion event")
        VISIT = "visit", pgettext_lazy("lead source", "visit")
        PARTNER = "partner", _("partner's referral")
        SELF = "self", _("found by ourselves")
        REFERRAL = "referral", _("referred by an enterprise")
        PORTAL = "portal", _("enquiry on the portal")
        HIGHER = "higher", _("passed down by the city or district")
        OTHER = "other", pgettext_lazy("lead source", "other")

    class InvalidReason(models.TextChoices):
        UNREACHABLE = "unreachable", _("cannot be reached")
        NO_NEED = "no_need", _("no need any more")
        ELSEWHERE = "elsewhere", _("settled elsewhere")
        UNFIT = "unfit", _("does not fit the district's directions")
        DUPLICATE = "duplicate", _("entered twice")
        FALSE = "false", _("untrue information")

    number_prefix = "XS"
    scope = Scope("owner", "deputy", "team", view="leads.view", edit="leads.edit")

    team = models.ForeignKey(
        Team, verbose_name=_("team"), on_delete=models.PROTECT, related_name="leads"
    )
    title = models.CharField(_("lead title"), max_length=160)
    enterprise = models.ForeignKey(
        Enterprise,
        verbose_name=_("enterprise"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="leads",
    )
    contact_name = models.CharField(_("contact name"), max_length=60, blank=True)
    contact_title = models.CharField(_("job title"), max_length=60, blank=True)
    contact_phone = models.CharField(_("phone"), max_length=40, blank=True)
    phone_key = models.CharField(max_length=20, editable=False, blank=True, db_index=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    source = models.CharField(_("lead source"), max_length=16, choices=Source, default=Source.SELF)
    source_note = models.CharField(_("referred by"), max_length=120, blank=True)
    event = models.ForeignKey(
        PromotionEvent,
        verbose_name=_("promotion event"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="leads",
    )
    # The portal row that it came from; by reference, since portal keeps no path to staff data.
    inbox_reference = models.CharField(
        _("portal reference"), max_length=64, null=True, blank=True, unique=True, editable=False
    )
    industry = models.CharField(_("industry"), max_length=4, blank=True)
    direction = models.CharField(_("local direction"), max_length=60, blank=True)
    need_area = AreaField(_("area wanted (㎡)"), null=True, blank=True)
    need_budget = models.DecimalField(
        _("rent budget (yuan a year)"), max_digits=20, decimal_places=2, null=True, blank=True
    )
    move_in_by = models.DateField(_("wants to move in by"), null=True, blank=True)
    vars().update(money_columns("expected_investment", _("expected investment")))
    note = models.TextField(_("situation"), blank=True)

    owner = models.ForeignKey(
        User,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_leads",
    )
    deputy = models.ForeignKey(
        User,
        verbose_name=_("deputy"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deputy_leads",
    )
    state = models.CharField(
        _("state"), max_length=16, choices=State, default=State.UNASSIGNED, editable=False
    )
    state_since = models.DateTimeField(_("in this state since"), editable=False)
    received_at = models.DateTimeField(_("received at"))
    assigned_at = models.DateTimeField(_("assigned at"), null=True, blank=True, editable=False)
    responded_at = models.DateTimeField(
        _("first answered at"), null=True, blank=True, editable=False
    )
    assessed_at = models.DateTimeField(_("assessed at"), null=True, blank=True, editable=False)
    assessment = models.TextField(_("assessment"), blank=True)
    followed_up_at = models.DateTimeField(
        _("last follow-up"), null=True, blank=True, editable=False
    )
    next_step = models.CharField(_("next step"), max_length=160, blank=True)
    next_step_on = models.DateField(_("next step due"), null=True, blank=True)
    due_clock = models.CharField(
        _("running clock"), max_length=12, choices=Clock, blank=True, editable=False
    )
    due_at = models.DateTimeField(_("due"), null=True, blank=True, editable=False)
    paused_until = models.DateField(_("paused until"), null=True, blank=True, editable=False)
    pause_reason = models.CharField(
        _("reason of the pause"), max_length=160, blank=True, editable=False
    )
    claimed_at = models.DateTimeField(
        _("pool clock started at"), null=True, blank=True, editable=False
    )
    pool_due_on = models.DateField(
        _("returns to the pool on"), null=True, blank=True, editable=False
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    invalid_reason = models.CharField(
        _("why invalid"), max_length=16, choices=InvalidReason, blank=True, editable=False
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_from",
    )
    handed_to = models.CharField(_("handed to"), max_length=100, blank=True, editable=False)

    objects = LeadQuerySet.as_manager()

    class Meta:
        verbose_name = _("lead")
        verbose_name_plural = _("leads")
        ordering = ("-received_at", "-pk")
        indexes = [
            models.Index(fields=["due_at", "id"], name="lead_by_due"),
            models.Index(fields=["received_at", "id"], name="lead_by_receipt"),
            models.Index(fields=["state", "due_at"], name="lead_by_state"),
            models.Index(fields=["owner", "state", "due_at"], name="lead_by_owner"),
            models.Index(fields=["team", "state", "due_at"], name="lead_by_team"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("desk:leads:page", args=[self.number])

    @property
    def tone(self) -> str:
        """How the dot of the state is coloured; the word stands beside it."""
        return TONES.get(self.state, "")

    @property
    def masked_phone(self) -> str:
        """What is shown until somebody asks."""
        return mask_phone(self.contact_phone)
