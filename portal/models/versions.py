"""Frozen publications: what stood on the site from a day on, with its hash."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale


class PolicyVersion(models.Model):
    """One publication whose words differ from the one before. Never changed, never deleted.

    ``body`` holds title, metadata, parts and the number given to each clause; ``sha256`` is of
    its canonical JSON (``rules.clauses.canonical``).
    """

    document_key = models.UUIDField(_("document"))
    locale = models.ForeignKey(
        Locale, verbose_name=_("language"), on_delete=models.PROTECT, related_name="+"
    )
    page = models.ForeignKey(
        "portal.PolicyDocument",
        verbose_name=_("page"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="versions",
    )
    serial = models.PositiveIntegerField(_("serial number"))
    published_on = models.DateField(_("published on"))
    frozen_at = models.DateTimeField(_("frozen at"), auto_now_add=True)
    title = models.CharField(_("title"), max_length=255)
    body = models.JSONField(_("text"))
    sha256 = models.CharField(_("fingerprint"), max_length=64)

    class Meta:
        verbose_name = _("policy version")
        verbose_name_plural = _("policy versions")
        ordering = ["document_key", "serial"]
        constraints = [
            models.UniqueConstraint(
                fields=["document_key", "locale", "serial"], name="portal_version_serial"
            )
        ]
        indexes = [models.Index(fields=["page", "published_on"], name="portal_version_page")]

    def __str__(self) -> str:
        return f"{self.title} {self.published_on}"

    @property
    def hash_groups(self) -> str:
        """The hash in groups of eight, to be compared by eye."""
        return " ".join(self.sha256[start : start + 8] for start in range(0, 64, 8))

    @property
    def clauses(self) -> list[dict]:
        return [part for part in self.body["parts"] if part["kind"] == "clause"]
