"""The outbox: what changed, in the order in which the changes became visible."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class OutboxEntry(models.Model):
    """One changed row, written in the transaction that changed it. A log: nobody updates it."""

    kind = models.CharField(_("kind"), max_length=64)
    object_id = models.BigIntegerField(_("object id"))
    # PostgreSQL: the writing transaction, since ids become visible out of order. SQLite: 0.
    transaction_id = models.BigIntegerField(_("transaction"), default=0)
    created_at = models.DateTimeField(_("created at"), db_default=Now())

    class Meta:
        verbose_name = _("search outbox entry")
        verbose_name_plural = _("search outbox entries")
        indexes = [
            models.Index(fields=["transaction_id", "id"], name="search_outbox_order"),
            models.Index(fields=["created_at"], name="search_outbox_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id}"


class OutboxCursor(models.Model):
    """How far one consumer has read: an engine, or the embedded index of one machine."""

    consumer = models.CharField(_("consumer"), max_length=120, unique=True)
    transaction_id = models.BigIntegerField(_("transaction"), default=0)
    entry_id = models.BigIntegerField(_("entry"), default=0)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        verbose_name = _("search outbox cursor")
        verbose_name_plural = _("search outbox cursors")

    def __str__(self) -> str:
        return self.consumer


class FailedUpdate(models.Model):
    """A row that could not be indexed; tried again, then left for a person to see."""

    consumer = models.CharField(_("consumer"), max_length=120)
    kind = models.CharField(_("kind"), max_length=64)
    object_id = models.BigIntegerField(_("object id"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=1)
    next_attempt_at = models.DateTimeField(_("next attempt"))
    error = models.CharField(_("error"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("failed search update")
        verbose_name_plural = _("failed search updates")
        constraints = [
            models.UniqueConstraint(
                fields=["consumer", "kind", "object_id"], name="search_failed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id} × {self.attempts}"
