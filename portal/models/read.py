"""Read tables projected from published pages: what search, calendar and matcher read.

``projection.py`` alone writes them; nothing outside the portal holds a foreign key to a row.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from portal.choices import CapPeriod, ConditionOperator, Delivery, SupportForm
from portal.rules import clauses as clause_rules


class Clause(models.Model):
    """One clause of a document. Identity is (document_key, block_id); retired rows stay."""

    document_key = models.UUIDField(_("document"))
    block_id = models.CharField(_("block"), max_length=36)
    locale = models.ForeignKey(
        Locale, verbose_name=_("language"), on_delete=models.PROTECT, related_name="+"
    )
    page = models.ForeignKey(
        "portal.PolicyDocument",
        verbose_name=_("page"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="clauses",
    )
    number = models.PositiveIntegerField(_("number"))
    code = models.CharField(_("code"), max_length=120)
    position = models.PositiveIntegerField(_("position"), default=0)
    chapter = models.CharField(_("chapter"), max_length=200, blank=True)
    label = models.CharField(_("article"), max_length=40)
    heading = models.CharField(_("subject"), max_length=120, blank=True)
    text = models.TextField(_("text"))
    beneficiaries = models.CharField(_("who may apply"), max_length=200, blank=True)
    support = models.CharField(_("what is given"), max_length=200, blank=True)
    standard = models.CharField(_("how much"), max_length=200, blank=True)
    cap_amount = models.DecimalField(
        _("cap (yuan)"), max_digits=20, decimal_places=2, null=True, blank=True
    )
    cap_period = models.CharField(
        _("cap counts"), max_length=10, choices=CapPeriod.choices, blank=True
    )
    support_form = models.CharField(
        _("form of support"), max_length=12, choices=SupportForm.choices, blank=True
    )
    delivery = models.CharField(
        _("way of payment"), max_length=12, choices=Delivery.choices, blank=True
    )
    continues = models.CharField(_("follows clause"), max_length=120, blank=True, db_index=True)
    born_on = models.DateField(_("first published on"))
    changed_on = models.DateField(_("text last changed on"))
    retired_on = models.DateField(_("removed on"), null=True, blank=True)
    last_version_on = models.DateField(_("last version that holds it"))

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ["page", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["document_key", "locale", "block_id"], name="portal_clause_identity"
            ),
            models.UniqueConstraint(fields=["code", "locale"], name="portal_clause_code"),
        ]
        indexes = [models.Index(fields=["page", "position"], name="portal_clause_page")]

    def __str__(self) -> str:
        return f"{self.label} {self.heading}".strip()

    @property
    def anchor(self) -> str:
        return clause_rules.anchor_of(self.number)

    @property
    def paragraphs(self) -> list[str]:
        return [line.strip() for line in self.text.split("\n") if line.strip()]


class Condition(models.Model):
    """A machine-readable condition of a clause."""

    clause = models.ForeignKey(
        Clause, verbose_name=_("clause"), on_delete=models.CASCADE, related_name="conditions"
    )
    block_id = models.CharField(_("block"), max_length=36)
    position = models.PositiveIntegerField(_("position"), default=0)
    text = models.CharField(_("condition in words"), max_length=300)
    fact = models.CharField(_("fact"), max_length=60, blank=True)
    operator = models.CharField(
        _("comparison"), max_length=10, choices=ConditionOperator.choices, blank=True
    )
    value = models.CharField(_("value"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        ordering = ["clause", "position"]
        constraints = [
            models.UniqueConstraint(fields=["clause", "block_id"], name="portal_condition_identity")
        ]

    def __str__(self) -> str:
        return self.text


class GuideRow(models.Model):
    """Abstract: a row projected from one block of an application guide."""

    guide = models.ForeignKey(
        "portal.ApplicationGuide",
        verbose_name=_("application guide"),
        on_delete=models.CASCADE,
        related_name="%(class)s_rows",
    )
    block_id = models.CharField(_("block"), max_length=36)
    position = models.PositiveIntegerField(_("position"), default=0)
    clause_code = models.CharField(_("about clause"), max_length=120, blank=True, db_index=True)

    class Meta:
        abstract = True


class Window(GuideRow):
    """When applications are taken; ``last_day`` still counts. Independent of the document's
    validity.
    """

    batch = models.CharField(_("batch"), max_length=80, blank=True)
    opens_on = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    all_year = models.BooleanField(_("all year"), default=False)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("application window")
        verbose_name_plural = _("application windows")
        ordering = ["last_day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["guide", "block_id"], name="portal_window_identity")
        ]
        indexes = [models.Index(fields=["last_day", "opens_on"], name="portal_window_days")]

    def __str__(self) -> str:
        return f"{self.clause_code} {self.opens_on or ''}–{self.last_day or ''}"


class Contact(GuideRow):
    """An office and its public line."""

    office = models.CharField(_("office"), max_length=120)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    hours = models.CharField(_("hours"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("contact point")
        verbose_name_plural = _("contact points")
        ordering = ["guide", "position"]
        constraints = [
            models.UniqueConstraint(fields=["guide", "block_id"], name="portal_contact_identity")
        ]

    def __str__(self) -> str:
        return self.office
