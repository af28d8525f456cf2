"""One import: its file, how far it is, what came of it."""

import datetime as dt
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.models import StoredFile, User
from crm.core.records import NumberedRecord
from crm.core.registries import exchange_kinds
from crm.core.scopes import Scope

SILENCE = dt.timedelta(minutes=2)
COUNTS = ("created", "updated", "unchanged", "left_out", "refused")


class JobScope(Scope):
    """A job of a restricted kind shows rows of its file: only who may see such rows sees it."""

    def condition(self, model: type[models.Model], user: User, action: str) -> models.Q | None:
        reached = super().condition(model, user, action)
        return None if reached is None else reached & ~models.Q(kind__in=closed_to(user))

    def holds_for(self, row: models.Model, user: User, action: str) -> bool:
        closed = row.kind in closed_to(user)  # type: ignore[attr-defined]
        return not closed and super().holds_for(row, user, action)


def closed_to(user: User) -> list[str]:
    """The restricted kinds that this person may not see."""
    return [
        kind.key for kind in exchange_kinds if kind.restricted and not user.can(kind.view_action)
    ]


class ImportJob(NumberedRecord):
    """``position`` counts the rows done: written in the same transaction as they, so a killed job
    goes on exactly there.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", pgettext_lazy("import", "uploaded")
        CHECKING = "checking", pgettext_lazy("import", "being checked")
        CHECKED = "checked", pgettext_lazy("import", "checked")
        APPLYING = "applying", pgettext_lazy("import", "being written")
        APPLIED = "applied", pgettext_lazy("import", "written")
        STOPPED = "stopped", pgettext_lazy("import", "stopped")
        FAILED = "failed", pgettext_lazy("import", "failed")
        UNDOING = "undoing", pgettext_lazy("import", "being undone")
        UNDONE = "undone", pgettext_lazy("import", "undone")
        PARTLY_UNDONE = "partly_undone", pgettext_lazy("import", "undone except some rows")

    number_prefix = "DR"
    scope = JobScope(
        "created_by", "created_by__home_team", view="exchange.import", edit="exchange.import"
    )

    kind = models.CharField(_("kind of records"), max_length=32)
    file = models.ForeignKey(
        StoredFile, verbose_name=_("file"), on_delete=models.PROTECT, related_name="imports"
    )
    file_name = models.CharField(_("file name"), max_length=200)
    state = models.CharField(
        pgettext_lazy("import", "state"), max_length=16, choices=State, default=State.UPLOADED
    )
    all_or_nothing = models.BooleanField(_("all rows or none"), default=False)
    # Sheet name → {file column from 0, as text: key or ""}; only what was chosen by hand.
    mapping = models.JSONField(_("columns chosen by hand"), default=dict, blank=True)
    # "sheet!row" → update:<id>, create or skip; what was decided about a possible duplicate.
    decisions = models.JSONField(_("decisions on duplicates"), default=dict, blank=True)
    # "sheet!row" → {column key: text}; cells put right on screen.
    corrections = models.JSONField(_("corrected cells"), default=dict, blank=True)
    sheets = models.JSONField(_("sheets as read"), default=list, blank=True)
    total = models.PositiveIntegerField(_("rows"), null=True, blank=True)
    position = models.PositiveIntegerField(_("rows done"), default=0)
    created = models.PositiveIntegerField(pgettext_lazy("import", "created"), default=0)
    updated = models.PositiveIntegerField(pgettext_lazy("import", "updated"), default=0)
    unchanged = models.PositiveIntegerField(pgettext_lazy("import", "unchanged"), default=0)
    left_out = models.PositiveIntegerField(pgettext_lazy("import", "left out"), default=0)
    refused = models.PositiveIntegerField(pgettext_lazy("import", "wrong"), default=0)
    stop_asked = models.BooleanField(_("asked to stop"), default=False)
    started_at = models.DateTimeField(_("begun at"), null=True, blank=True)
    progress_at = models.DateTimeField(_("last progress at"), null=True, blank=True)
    applied_at = models.DateTimeField(_("written at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    seconds = models.FloatField(_("seconds"), default=0)
    message = models.TextField(_("message"), blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("desk:exchange:job", kwargs={"slug": self.number})

    @property
    def valid(self) -> int:
        """Rows without an error."""
        return self.created + self.updated + self.unchanged + self.left_out

    @property
    def waiting(self) -> int:
        """Rows not looked at yet."""
        return max((self.total or 0) - self.position, 0)

    @property
    def is_running(self) -> bool:
        """Whether a process works on it (or was killed while it did)."""
        return self.state in (self.State.CHECKING, self.State.APPLYING, self.State.UNDOING)

    def seems_dead(self, moment: dt.datetime) -> bool:
        """Running by its state, yet without a sign of life for two minutes."""
        last = self.progress_at or self.started_at
        return self.is_running and last is not None and moment - last > SILENCE

    @property
    def has_written(self) -> bool:
        """Whether rows of it may stand in the database."""
        return self.applied_at is not None and self.undone_at is None

    def note(self, **values: Any) -> None:
        """Store progress, here and in the database; no history: the log of the job is its notes."""
        for name, value in values.items():
            setattr(self, name, value)
        type(self).objects.filter(pk=self.pk).update(**values)


class ExactEncoder(DjangoJSONEncoder):
    """Moments to the microsecond: an undo puts back exactly what stood there."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, dt.datetime) else super().default(o)


class Payload(models.JSONField):
    """JSON that may hold days, decimals and moments."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("encoder", ExactEncoder)
        super().__init__(*args, **kwargs)
