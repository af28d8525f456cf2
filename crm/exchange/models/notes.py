"""What a job has to say about single rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.querysets import ScopedQuerySet
from crm.core.scopes import Scope
from crm.exchange.models.jobs import ImportJob, Payload


class ImportNote(models.Model):
    """An error of one cell, a possible duplicate, a skipped line, or an enterprise newly
    recorded.
    """

    class Kind(models.TextChoices):
        ERROR = "error", pgettext_lazy("import", "error")
        DUPLICATE = "duplicate", pgettext_lazy("import", "possible duplicate")
        SKIPPED = "skipped", pgettext_lazy("import", "skipped line")
        NEW_ENTERPRISE = "new_enterprise", pgettext_lazy("import", "new enterprise")
        CHANGE = "change", pgettext_lazy("import", "change")
        NOT_UNDONE = "not_undone", pgettext_lazy("import", "not undone")

    scope = Scope.via("job")

    job = models.ForeignKey(
        ImportJob, verbose_name=_("import"), on_delete=models.CASCADE, related_name="notes"
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    sheet = models.CharField(_("sheet"), max_length=80, blank=True)
    row = models.PositiveIntegerField(_("row"), default=0)
    column = models.CharField(_("column"), max_length=40, blank=True)
    value = models.CharField(_("value in the file"), max_length=255, blank=True)
    message = models.TextField(_("message"), blank=True)
    data = Payload(_("data"), default=dict, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("note of an import")
        verbose_name_plural = _("notes of imports")
        ordering = ("pk",)
        indexes = [models.Index(fields=["job", "kind", "id"], name="import_note_by_kind")]

    def __str__(self) -> str:
        return f"{self.sheet}!{self.row} {self.column}"
