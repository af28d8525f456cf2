"""The fixed pages: a home page a locale, the index pages below it, standing pages of text."""

from django.apps import apps
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from portal.choices import ContentKind, IndexKind
from portal.models.base import RICH_TEXT, PortalPage


class HomePage(PortalPage):
    """One a locale, made with the installation; the editor changes its words."""

    hero_title = models.CharField(_("headline"), max_length=80)
    hero_lead = models.CharField(_("lead paragraph"), max_length=200, blank=True)
    common_queries = models.CharField(
        _("often asked"), max_length=300, blank=True, help_text=_("Separated by commas.")
    )
    placeholder = models.CharField(_("example in the search box"), max_length=80, blank=True)

    template = "portal/home.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["portal.StandardPage"]
    is_creatable = False
    content_panels = [
        *Page.content_panels,
        FieldPanel("hero_title"),
        FieldPanel("hero_lead"),
        FieldPanel("placeholder"),
        FieldPanel("common_queries"),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """An index page, or a page below one, in one query instead of two for each step."""
        steps = path_components[:2]
        model = _model_at(steps)
        if model is not None:
            address = f"{self.url_path}{'/'.join(steps)}/"
            rows = model.objects.filter(slug=steps[-1], url_path=address)
            page = rows.select_related(*model.served_with).first()
            if page:
                return page.route(request, path_components[2:])
        return super().route(request, path_components)

    @property
    def queries(self) -> list[str]:
        words = self.common_queries.replace("，", ",").replace("、", ",").split(",")
        return [word.strip() for word in words if word.strip()]


def _model_at(steps: list[str]) -> type[PortalPage] | None:
    """The page type found at one or two steps below the home page, where the tree is fixed."""
    if not steps or steps[0] not in IndexKind.values:
        return None
    if len(steps) == 1:
        return IndexPage
    page_types = (model for model in apps.get_models() if issubclass(model, PortalPage))
    return next((model for model in page_types if model.index_kind == steps[0]), None)


class IndexPage(PortalPage):
    """A fixed list of one kind of page. ``kind`` decides what may be created below."""

    kind = models.CharField(_("kind"), max_length=20, choices=IndexKind.choices, editable=False)
    intro = models.CharField(_("introduction"), max_length=300, blank=True)

    template = "portal/index.html"
    parent_page_types = ["portal.HomePage"]
    is_creatable = False
    content_panels = [*Page.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("index page")
        verbose_name_plural = _("index pages")


class StandardPage(PortalPage):
    """Standing text: accessibility statement, privacy and copyright, what the validity words
    mean.
    """

    content_kind = ContentKind.STANDARD

    body = RichTextField(_("text"), features=RICH_TEXT)
    published_on = models.DateField(_("published on"), null=True, blank=True)

    template = "portal/standard.html"
    parent_page_types = ["portal.HomePage"]
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")
