"""What every public page has: the slug rule, words for the editor's search, the day it is read."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from crm.core import clock, numbering
from portal import contexts
from portal.rules import slugs

RICH_TEXT = ["h2", "h3", "bold", "ol", "ul", "link", "document-link"]


class PortalPage(Page):
    """Abstract. ``content_kind`` is the kind in search, ``index_kind`` the index page it lives
    below, ``served_with`` what is read in the same query when the page is asked for.
    """

    content_kind = ""
    index_kind = ""
    slug_prefix = "ym"
    served_with: tuple[str, ...] = ()

    is_demo = models.BooleanField(
        _("demonstration content"), default=False, help_text=_("Stamps the page 演示数据.")
    )

    # The slug is given by rule, so it has no field in the editor.
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("seo_title"), FieldPanel("search_description")], _("For search engines")
        ),
        FieldPanel("show_in_menus"),
        FieldPanel("is_demo"),
    ]
    search_fields = [*Page.search_fields, index.FilterField("is_demo")]

    class Meta:
        abstract = True

    def full_clean(self, *args, **kwargs) -> None:
        self.give_slug()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self.give_slug()
        super().minimal_clean()

    def clean(self) -> None:
        super().clean()
        self.check_slug()

    def save(self, *args, **kwargs) -> None:
        if self.pk:
            self.check_slug()
        super().save(*args, **kwargs)

    def slug_stem(self) -> str:
        """The slug that the record's own number asks for, if it has one."""
        return ""

    def give_slug(self) -> None:
        """By the 文号, else the next of the year's sequence; a slug that stands is kept."""
        if self.slug:
            return
        stem = self.slug_stem()
        if stem:
            taken = set(Page.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
            self.slug = slugs.next_free(stem, taken)
            return
        with transaction.atomic():
            self.slug = numbering.take(self.slug_prefix, clock.today().year)[0]

    def check_slug(self) -> None:
        """An address that the public may have noted down never changes."""
        if not slugs.is_slug(self.slug):
            raise ValidationError(
                {
                    "slug": _("An address is made of a-z, 0-9 and hyphens: %(slug)s")
                    % {"slug": self.slug}
                }
            )
        others = Page.objects.filter(slug=self.slug).exclude(pk=self.pk)
        if self.index_kind and others.filter(locale_id=self.locale_id).exists():
            raise ValidationError(
                {"slug": _("The address %(slug)s is taken.") % {"slug": self.slug}}
            )
        if not self.pk:
            return
        stored = Page.objects.filter(pk=self.pk).values("slug", "first_published_at").first()
        if stored and stored["first_published_at"] and stored["slug"] != self.slug:
            raise ValidationError(
                {"slug": _("The address of a page that has been published never changes.")}
            )

    @classmethod
    def can_create_at(cls, parent) -> bool:
        """Below the index page of its kind, and nowhere else."""
        if not super().can_create_at(parent):
            return False
        return not cls.index_kind or getattr(parent.specific, "kind", "") == cls.index_kind

    def get_view_restrictions(self) -> models.QuerySet:
        """What Wagtail gives, in one query: those on this page, on its ancestors, and on the pages
        that any of them mirrors.
        """
        line = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        mirrored = Page.objects.filter(path__in=line, alias_of__isnull=False).values("alias_of")
        return PageViewRestriction.objects.filter(Q(page__path__in=line) | Q(page__in=mirrored))

    def get_context(self, request, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context["today"] = clock.today()
        return context | contexts.build(self, request, **kwargs)
