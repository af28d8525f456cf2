"""Files by content hash, and the records that they are attached to."""

from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.core.records import Record


class StoredFile(models.Model):
    """One content, kept once under its SHA-256 in the private storage, whoever attached it."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    media_type = models.CharField(_("media type"), max_length=100)
    stored_at = models.DateTimeField(_("stored at"), auto_now_add=True)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")

    def __str__(self) -> str:
        return self.sha256[:16]

    @property
    def path(self) -> Path:
        """Where the bytes lie."""
        return Path(settings.PRIVATE_ROOT) / self.sha256[:2] / self.sha256


class Attachment(Record):
    """A file of a record. Whoever may read the record may read the file; see
    crm.core.attachments.
    """

    content_type = models.ForeignKey(
        ContentType, verbose_name=_("kind of record"), on_delete=models.PROTECT, related_name="+"
    )
    object_id = models.PositiveBigIntegerField(_("record id"))
    record = GenericForeignKey("content_type", "object_id")
    file = models.ForeignKey(
        StoredFile, verbose_name=_("file"), on_delete=models.PROTECT, related_name="attachments"
    )
    name = models.CharField(_("file name"), max_length=200)
    kind = models.CharField(_("kind of document"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        indexes = [models.Index(fields=["content_type", "object_id"], name="attachment_of_record")]

    def __str__(self) -> str:
        return self.name
