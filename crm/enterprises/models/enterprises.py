"""Who settles here or might: identity, nature, industry, and who looks after it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.models import Team, User
from crm.core.records import NumberedRecord
from crm.core.scopes import Scope
from crm.enterprises.industries import industry_label
from crm.enterprises.querysets import EnterpriseQuerySet


class Enterprise(NumberedRecord):
    """Identified by its credit code, or else by compared name and country.

    ``legal_form`` (主体类型) and ``capital_nature`` (资本性质) are two separate axes. The place of
    registration is dated (Registration) and is not the place of business.
    """

    class LegalForm(models.TextChoices):
        LIMITED = "limited", _("limited liability company")
        SHARES = "shares", _("company limited by shares")
        PARTNERSHIP = "partnership", _("partnership")
        SOLE = "sole", _("sole proprietorship")
        BRANCH = "branch", _("branch")
        REPRESENTATIVE = "representative", _("resident office of a foreign enterprise")
        HOUSEHOLD = "household", _("individual business")
        INSTITUTION = "institution", _("public institution")
        SOCIAL = "social", _("social organisation")
        OTHER = "other", pgettext_lazy("enterprise", "other")

    class CapitalNature(models.TextChoices):
        STATE = "state", _("state-owned")
        COLLECTIVE = "collective", _("collective")
        PRIVATE = "private", _("private")
        FOREIGN = "foreign", _("foreign-invested")
        HONG_KONG = "hong_kong", _("Hong Kong, Macao or Taiwan invested")
        JOINT = "joint", _("joint venture")
        OTHER = "other", pgettext_lazy("enterprise", "other")

    number_prefix = "QY"
    scope = Scope("steward", "team", view="enterprises.view", edit="enterprises.edit")

    name = models.CharField(_("name"), max_length=160)
    name_key = models.CharField(max_length=160, editable=False)
    name_pinyin = models.CharField(max_length=600, editable=False, blank=True)
    uscc = models.CharField(_("unified social credit code"), max_length=18, null=True, blank=True)
    country = models.CharField(_("country or region"), max_length=2, default="CN")
    legal_form = models.CharField(_("legal form"), max_length=16, choices=LegalForm, blank=True)
    capital_nature = models.CharField(
        _("nature of capital"), max_length=16, choices=CapitalNature, blank=True
    )
    industry = models.CharField(_("industry"), max_length=4, blank=True)
    direction = models.CharField(_("local direction"), max_length=60, blank=True)
    is_verified = models.BooleanField(_("verified"), default=False)
    team = models.ForeignKey(
        Team,
        verbose_name=_("team"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="enterprises",
    )
    steward = models.ForeignKey(
        User,
        verbose_name=_("steward"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stewarded_enterprises",
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("group parent"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="subsidiaries",
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
    founded = models.DateField(_("founded on"), null=True, blank=True)
    registered_address = models.CharField(_("registered address"), max_length=255, blank=True)
    registered_in_district = models.BooleanField(
        _("registered in the district"), null=True, blank=True
    )
    website = models.URLField(_("website"), blank=True)
    note = models.TextField(_("note"), blank=True)
    is_demo = models.BooleanField(_("demo data"), default=False, editable=False)

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["uscc"],
                condition=Q(uscc__isnull=False, merged_into__isnull=True),
                name="one_enterprise_a_credit_code",
                violation_error_message=_("An enterprise with this credit code exists already."),
            ),
            models.UniqueConstraint(
                fields=["name_key", "country"],
                condition=Q(uscc__isnull=True, merged_into__isnull=True),
                name="one_enterprise_a_name_and_country",
                violation_error_message=_("An enterprise of this name exists already."),
            ),
        ]
        indexes = [
            models.Index(fields=["name_key"], name="enterprise_by_name"),
            models.Index(fields=["name_pinyin"], name="enterprise_by_pinyin"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("desk:enterprises:page", args=[self.number])

    @property
    def industry_name(self) -> str:
        """``I65 软件和信息技术服务业``; empty when unknown."""
        return industry_label(self.industry) if self.industry else ""

    @property
    def is_branch(self) -> bool:
        """A branch counts in 入驻企业家数 beside legal persons."""
        return self.legal_form == self.LegalForm.BRANCH
