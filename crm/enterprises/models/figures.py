from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.core.records import Record
from crm.core.scopes import Scope
from crm.enterprises.models.enterprises import Enterprise


class YearlyFigure(Record):
    """A restricted yearly figure with its source. Tax data need an authorisation number."""

    class Kind(models.TextChoices):
        TAX = "tax", _("tax paid")
        REVENUE = "revenue", _("revenue")
        HEADCOUNT = "headcount", _("headcount")
        EXPORTS = "exports", _("exports")
        FOREIGN_CAPITAL = "foreign_capital", _("foreign capital used")

    scope = Scope(
        "enterprise__steward",
        "enterprise__team",
        view="enterprises.view_figures",
        edit="enterprises.edit_figures",
    )

    enterprise = models.ForeignKey(
        Enterprise,
        verbose_name=_("enterprise"),
        on_delete=models.PROTECT,
        related_name="yearly_figures",
    )
    year = models.PositiveSmallIntegerField(_("year"))
    kind = models.CharField(_("figure"), max_length=16, choices=Kind)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=20)
    source = models.CharField(_("source"), max_length=120)
    authorisation = models.CharField(_("authorisation number"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("yearly figure")
        verbose_name_plural = _("yearly figures")
        ordering = ("-year", "kind")
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "year", "kind", "source"], name="one_yearly_figure_a_source"
            )
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.year} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return f"{self.enterprise.get_absolute_url()}#figures"
