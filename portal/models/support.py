"""What stands around a document: guide, interpretation, notice, question. Each may point at one
clause.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import CharBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from crm.core import clock
from portal.blocks import ContactBlock, MaterialBlock, WindowBlock
from portal.choices import ContentKind, IndexKind, InterpretationKind, Level
from portal.models.base import RICH_TEXT, PortalPage
from portal.models.read import Clause


class SupportingPage(PortalPage):
    """Abstract. ``clause_code`` (``SLUG/c-N``) names the clause it is about; the code never
    changes hands.
    """

    served_with = ("package", "document")

    package = models.ForeignKey(
        "portal.PolicyPackage",
        verbose_name=_("policy package"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    document = models.ForeignKey(
        "portal.PolicyDocument",
        verbose_name=_("about document"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="%(class)ss",
    )
    clause_code = models.CharField(
        _("about clause"),
        max_length=120,
        blank=True,
        db_index=True,
        help_text=_("The clause's code, as in its address: zc-2022-h9/c-1."),
    )
    summary = models.TextField(_("summary"), blank=True)
    issuer = models.CharField(_("issuer"), max_length=120, blank=True)
    level = models.CharField(
        _("policy level"), max_length=12, choices=Level.choices, default=Level.DISTRICT
    )
    published_on = models.DateField(_("published on"), null=True, blank=True, default=clock.today)

    parent_page_types = ["portal.IndexPage"]
    subpage_types: list[str] = []
    about_panel = MultiFieldPanel(
        [
            FieldPanel("package"),
            FieldPanel("document"),
            FieldPanel("clause_code"),
            FieldPanel("issuer"),
            FieldPanel("level"),
            FieldPanel("published_on"),
        ],
        _("What it is about"),
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if not self.clause_code:
            return
        clause = Clause.objects.filter(code=self.clause_code).first()
        if clause is None:
            raise ValidationError(
                {"clause_code": _("There is no published clause with this code.")}
            )
        if self.document_id and clause.page_id not in (None, self.document_id):
            raise ValidationError({"clause_code": _("This clause belongs to another document.")})


class ApplicationGuide(SupportingPage):
    """申报指南: conditions are the clause's; papers, steps, windows and contacts are the
    guide's.
    """

    content_kind = ContentKind.GUIDE
    index_kind = IndexKind.GUIDES
    slug_prefix = "zn"

    windows = StreamField(
        [("window", WindowBlock())], verbose_name=_("application windows"), blank=True
    )
    materials = StreamField([("material", MaterialBlock())], verbose_name=_("papers"), blank=True)
    steps = StreamField(
        [("step", CharBlock(label=_("Step"), max_length=300))], verbose_name=_("steps"), blank=True
    )
    contacts = StreamField(
        [("contact", ContactBlock())], verbose_name=_("contact points"), blank=True
    )
    payout = models.CharField(_("paid by"), max_length=200, blank=True)
    body = RichTextField(_("further text"), features=RICH_TEXT, blank=True)

    template = "portal/guide.html"
    content_panels = [
        *Page.content_panels,
        SupportingPage.about_panel,
        FieldPanel("summary"),
        FieldPanel("windows"),
        FieldPanel("materials"),
        FieldPanel("steps"),
        FieldPanel("payout"),
        FieldPanel("contacts"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("application guide")
        verbose_name_plural = _("application guides")


class Interpretation(SupportingPage):
    """解读: stands beside its clause and is visibly not the law."""

    content_kind = ContentKind.INTERPRETATION
    index_kind = IndexKind.INTERPRETATIONS
    slug_prefix = "jd"

    kind = models.CharField(
        _("form"),
        max_length=10,
        choices=InterpretationKind.choices,
        default=InterpretationKind.TEXT,
    )
    body = RichTextField(_("text"), features=RICH_TEXT, blank=True)

    template = "portal/article.html"
    content_panels = [
        *Page.content_panels,
        SupportingPage.about_panel,
        FieldPanel("kind"),
        FieldPanel("summary"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("interpretation")
        verbose_name_plural = _("interpretations")


class Notice(SupportingPage):
    content_kind = ContentKind.NOTICE
    index_kind = IndexKind.NOTICES
    slug_prefix = "tz"

    body = RichTextField(_("text"), features=RICH_TEXT, blank=True)

    template = "portal/article.html"
    content_panels = [
        *Page.content_panels,
        SupportingPage.about_panel,
        FieldPanel("summary"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")


class FaqPage(SupportingPage):
    """One question; the title is the question."""

    content_kind = ContentKind.FAQ
    index_kind = IndexKind.FAQ
    slug_prefix = "wd"

    body = RichTextField(_("answer"), features=RICH_TEXT)

    template = "portal/article.html"
    content_panels = [
        *Page.content_panels,
        SupportingPage.about_panel,
        FieldPanel("summary"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("question and answer")
        verbose_name_plural = _("questions and answers")
