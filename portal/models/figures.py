"""Figures that reports push down for the public: never live data."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PublishedFigure(models.Model):
    """One figure of one issued report. Groups under three enterprises are not pushed at all."""

    key = models.CharField(_("key"), max_length=60)
    scope = models.CharField(_("scope"), max_length=60, blank=True)
    scope_label = models.CharField(_("scope in words"), max_length=120, blank=True)
    as_of = models.DateField(_("as of"))
    label = models.CharField(_("label"), max_length=80)
    value = models.DecimalField(_("value"), max_digits=24, decimal_places=6)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    basis = models.TextField(_("basis of the figure"), blank=True)
    report_title = models.CharField(_("report"), max_length=160)
    report_number = models.CharField(_("report number"), max_length=60)
    issued_on = models.DateField(_("issued on"))
    is_demo = models.BooleanField(_("demonstration data"), default=False)

    class Meta:
        verbose_name = _("published figure")
        verbose_name_plural = _("published figures")
        ordering = ["-as_of", "key"]
        constraints = [
            models.UniqueConstraint(fields=["key", "scope", "as_of"], name="portal_figure_identity")
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.as_of}"
