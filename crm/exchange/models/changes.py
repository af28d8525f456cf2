"""The undo log: what each chunk of a job wrote, and what stood there before."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.core.querysets import ScopedQuerySet
from crm.core.scopes import Scope
from crm.exchange.models.jobs import ImportJob, Payload


class ImportChange(models.Model):
    """One model in one chunk, written in the chunk's own transaction.

    ``created`` lists primary keys; ``before`` maps a primary key to the former values of the fields
    that were written; ``versions`` maps a key to the version that the chunk left, where it is not
    1.
    """

    scope = Scope.via("job")

    job = models.ForeignKey(
        ImportJob, verbose_name=_("import"), on_delete=models.CASCADE, related_name="changes"
    )
    chunk = models.PositiveIntegerField(_("chunk"))
    model = models.CharField(_("kind of record"), max_length=60)
    created = models.JSONField(_("created"), default=list)
    before = Payload(_("former values"), default=dict)
    versions = models.JSONField(_("versions left"), default=dict)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of an import")
        verbose_name_plural = _("changes of imports")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["job", "chunk", "model"], name="one_change_a_chunk")
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.chunk} {self.model}"
