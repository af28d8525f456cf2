"""政策包: a set of documents that people know by a nickname."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from portal.choices import ContentKind, IndexKind
from portal.models.base import PortalPage


class PolicyPackage(PortalPage):
    """Members point here (``package``); they are never children. The title is the nickname."""

    content_kind = ContentKind.PACKAGE
    index_kind = IndexKind.PACKAGES
    slug_prefix = "zcb"

    official_title = models.CharField(_("official title"), max_length=200, blank=True)
    other_names = models.CharField(
        _("also called"), max_length=300, blank=True, help_text=_("Separated by commas.")
    )
    slogan = models.CharField(_("in one line"), max_length=120, blank=True)
    intro = models.TextField(_("introduction"), blank=True)
    lead_department = models.CharField(_("lead department"), max_length=120, blank=True)
    numeral = models.CharField(
        _("large character"),
        max_length=2,
        blank=True,
        help_text=_("九 for 丰九条; decoration only."),
    )
    checked_on = models.DateField(_("checked on"), null=True, blank=True)

    template = "portal/package.html"
    parent_page_types = ["portal.IndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("official_title"),
        FieldPanel("other_names"),
        FieldPanel("slogan"),
        FieldPanel("intro"),
        MultiFieldPanel(
            [FieldPanel("lead_department"), FieldPanel("numeral"), FieldPanel("checked_on")],
            _("About the package"),
        ),
    ]

    class Meta:
        verbose_name = _("policy package")
        verbose_name_plural = _("policy packages")

    @property
    def alias_list(self) -> list[str]:
        words = self.other_names.replace("，", ",").replace("、", ",").split(",")
        return [word.strip() for word in words if word.strip()]
