from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.core.models import User
from crm.core.querysets import PeriodQuerySet
from crm.core.records import Period, Record
from crm.core.scopes import Scope
from crm.enterprises.models.enterprises import Enterprise


class EnterpriseList(Record):
    """A named list with its criteria, such as 优质企业. It is never the tenant count."""

    scope = Scope(
        view="enterprises.edit_lists", edit="enterprises.edit_lists", open_to="enterprises.view"
    )

    code = models.CharField(_("list code"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=80)
    criteria = models.TextField(_("criteria"), blank=True)

    class Meta:
        verbose_name = _("enterprise list")
        verbose_name_plural = _("enterprise lists")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class ListMembership(Record, Period):
    """An enterprise stood on a list from when to when, and who approved it."""

    scope = Scope.via("enterprise")

    enterprise = models.ForeignKey(
        Enterprise,
        verbose_name=_("enterprise"),
        on_delete=models.PROTECT,
        related_name="list_memberships",
    )
    list = models.ForeignKey(
        EnterpriseList,
        verbose_name=_("list"),
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    approver = models.ForeignKey(
        User,
        verbose_name=_("approved by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    criteria_met = models.CharField(_("criteria met"), max_length=200, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("list membership")
        verbose_name_plural = _("list memberships")
        ordering = ("-starts_on", "-pk")

    def __str__(self) -> str:
        return f"{self.list} {self.enterprise}"
