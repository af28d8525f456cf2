"""The append-only log of what happened and of who looked at what."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One fact in the past tense, such as ``leads.assigned``. The database refuses to change it."""

    class Channel(models.TextChoices):
        WEB = "web", _("staff screen")
        IMPORT = "import", _("import")
        COMMAND = "command", _("command line")
        SYSTEM = "system", _("system")
        PORTAL = "portal", _("public portal")

    happened_at = models.DateTimeField(_("happened at"), default=timezone.now, db_index=True)
    name = models.CharField(_("event"), max_length=60)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.SYSTEM)
    model = models.CharField(_("kind of record"), max_length=60, blank=True)
    object_id = models.BigIntegerField(_("record id"), null=True)
    label = models.CharField(_("record"), max_length=120, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    data = models.JSONField(_("data"), default=dict)
    request_id = models.CharField(_("request id"), max_length=32, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("-happened_at", "-pk")
        indexes = [
            models.Index(fields=["model", "object_id", "-happened_at"], name="event_of_record"),
            models.Index(fields=["name", "-happened_at"], name="event_by_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.label}"
