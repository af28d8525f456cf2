"""A policy document with the ten Beijing metadata fields and addressable clauses."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from crm.core import clock
from portal.blocks import BODY_BLOCKS, AttachmentBlock
from portal.choices import ContentKind, Disclosure, IndexKind, Level, SuccessorRelation, Validity
from portal.models.base import PortalPage
from portal.rules import slugs, validity


class PolicyDocument(PortalPage):
    """Never expires as a page: when the policy has lapsed the page stays, with a banner."""

    content_kind = ContentKind.DOCUMENT
    index_kind = IndexKind.POLICIES
    slug_prefix = "zc"
    served_with = ("package", "successor")

    # The ten fields, in Beijing's order; 有效性 is computed.
    topic = models.CharField(_("subject class"), max_length=120, blank=True)
    issuer = models.CharField(_("issuer"), max_length=120, blank=True)
    joint_issuers = models.CharField(_("joint issuers"), max_length=300, blank=True)
    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    document_number = models.CharField(_("document number"), max_length=80, blank=True)
    repealed_on = models.DateField(_("repealed on"), null=True, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True, default=clock.today)
    source = models.CharField(_("source of the text"), max_length=160, blank=True)

    level = models.CharField(
        _("policy level"), max_length=12, choices=Level.choices, default=Level.DISTRICT
    )
    last_day = models.DateField(
        _("valid until"),
        null=True,
        blank=True,
        help_text=_("The last day on which it is in force."),
    )
    revised_on = models.DateField(
        _("revision in force from"), null=True, blank=True, help_text=_("Of the text shown here.")
    )
    disclosure = models.CharField(
        _("disclosure"), max_length=12, choices=Disclosure.choices, default=Disclosure.OPEN
    )
    fair_competition = models.CharField(_("fair-competition review"), max_length=120, blank=True)
    history_note = models.TextField(_("adopted and amended"), blank=True)
    package = models.ForeignKey(
        "portal.PolicyPackage",
        verbose_name=_("policy package"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="documents",
    )
    successor = models.ForeignKey(
        "self",
        verbose_name=_("followed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="predecessors",
    )
    successor_relation = models.CharField(
        _("how it follows"), max_length=10, choices=SuccessorRelation.choices, blank=True
    )
    repealed_by = models.CharField(_("repealed by"), max_length=160, blank=True)
    validity_override = models.CharField(
        _("validity by decision"), max_length=10, choices=Validity.choices, blank=True
    )
    validity_reason = models.CharField(_("reason for the decision"), max_length=200, blank=True)
    body = StreamField(BODY_BLOCKS, verbose_name=_("text"), blank=True)
    attachments = StreamField(
        [("attachment", AttachmentBlock())], verbose_name=_("attachments"), blank=True
    )

    # Kept by the portal, not by the editor.
    source_file = models.CharField(
        _("file loaded from"), max_length=255, blank=True, editable=False, db_index=True
    )
    validity_state = models.CharField(
        _("validity"),
        max_length=10,
        choices=Validity.choices,
        default=Validity.IN_FORCE,
        editable=False,
    )
    validity_checked_on = models.DateField(_("validity checked on"), null=True, editable=False)

    template = "portal/document.html"
    parent_page_types = ["portal.IndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("topic"),
                FieldPanel("issuer"),
                FieldPanel("joint_issuers"),
                FieldPanel("effective_on"),
                FieldPanel("adopted_on"),
                FieldPanel("document_number"),
                FieldPanel("repealed_on"),
                FieldPanel("published_on"),
                FieldPanel("source"),
            ],
            _("Metadata"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("level"),
                FieldPanel("package"),
                FieldPanel("disclosure"),
                FieldPanel("fair_competition"),
            ],
            _("Place in the portal"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("last_day"),
                FieldPanel("revised_on"),
                FieldPanel("successor"),
                FieldPanel("successor_relation"),
                FieldPanel("repealed_by"),
                FieldPanel("validity_override"),
                FieldPanel("validity_reason"),
            ],
            _("Validity"),
        ),
        FieldPanel("body"),
        FieldPanel("attachments"),
        FieldPanel("history_note"),
    ]
    search_fields = [
        *PortalPage.search_fields,
        index.SearchField("document_number"),
        index.AutocompleteField("document_number"),
        index.FilterField("level"),
    ]

    class Meta:
        verbose_name = _("policy document")
        verbose_name_plural = _("policy documents")

    def clean(self) -> None:
        super().clean()
        if self.successor_id and not self.successor_relation:
            raise ValidationError(
                {"successor_relation": _("Say how the other document follows this one.")}
            )
        if self.successor_id and self.successor_id == self.pk:
            raise ValidationError({"successor": _("A document does not follow itself.")})
        if self.validity_override and not self.validity_reason:
            raise ValidationError(
                {"validity_reason": _("A decision on validity needs its reason.")}
            )
        if self.effective_on and self.last_day and self.last_day < self.effective_on:
            raise ValidationError({"last_day": _("It would lapse before it is in force.")})

    def slug_stem(self) -> str:
        return slugs.slug_of_number(self.slug_prefix, self.document_number)

    def life(self) -> validity.Life:
        successor = None
        if self.successor_id and self.successor.live:
            successor = validity.Successor(
                self.successor_relation, self.successor.revised_on or self.successor.effective_on
            )
        return validity.Life(self.effective_on, self.last_day, self.repealed_on, successor)

    def validity_on(self, day: dt.date) -> str:
        """One of ``rules.validity.STATES``; reads the successor, so select it with lists."""
        return self.validity_override or validity.validity_on(day, self.life())

    @property
    def clause_blocks(self) -> list:
        return [block for block in self.body if block.block_type == "clause"]

    def route(self, request, path_components):
        """``v/2023-03-01`` below the page is the version frozen on that day."""
        if self.live and len(path_components) == 2 and path_components[0] == "v":
            return RouteResult(self, kwargs={"version_day": path_components[1]})
        return super().route(request, path_components)
