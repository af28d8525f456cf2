"""What stands in the head and the government footer. An empty slot is not rendered."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="site")
class FooterSettings(BaseSiteSetting):
    brand = models.CharField(_("name of the site"), max_length=40, blank=True)
    brand_en = models.CharField(_("name in English"), max_length=60, blank=True)
    tagline = models.CharField(_("line below the name"), max_length=60, blank=True)
    tagline_en = models.CharField(_("line in English"), max_length=80, blank=True)
    network = models.CharField(_("website network"), max_length=60, blank=True)
    network_en = models.CharField(_("network in English"), max_length=80, blank=True)
    sponsor = models.CharField(_("run by"), max_length=80, blank=True)
    operator = models.CharField(_("operated by"), max_length=80, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    hours = models.CharField(_("hours"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    site_code = models.CharField(_("government site code"), max_length=20, blank=True)
    icp_number = models.CharField(_("ICP number"), max_length=40, blank=True)
    police_number = models.CharField(_("public security number"), max_length=60, blank=True)
    organ_mark = models.BooleanField(_("show the Party and government organ mark"), default=False)
    error_report_url = models.URLField(_("report an error on government sites"), blank=True)

    panels = [
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in (
                    "brand",
                    "brand_en",
                    "tagline",
                    "tagline_en",
                    "network",
                    "network_en",
                )
            ],
            _("Head"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in ("sponsor", "operator", "phone", "hours", "email", "error_report_url")
            ],
            _("Who runs the site"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in ("site_code", "icp_number", "police_number", "organ_mark")
            ],
            _("Registration marks"),
        ),
    ]

    class Meta:
        verbose_name = _("head and footer")
        verbose_name_plural = _("head and footer")

    def empty_duties(self) -> list[str]:
        """The footer fields that government sites must show and that are empty, by label."""
        names = ("sponsor", "phone", "site_code", "icp_number", "police_number")
        return [
            str(self._meta.get_field(name).verbose_name)
            for name in names
            if not getattr(self, name)
        ]
