from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.core.records import Record
from crm.core.scopes import Scope
from crm.enterprises.models.enterprises import Enterprise


class FormerName(Record):
    """Another name under which an enterprise is found: former, short or foreign."""

    class Kind(models.TextChoices):
        FORMER = "former", _("former name")
        SHORT = "short", _("short name")
        FOREIGN = "foreign", _("name in another language")

    scope = Scope.via("enterprise")

    enterprise = models.ForeignKey(
        Enterprise,
        verbose_name=_("enterprise"),
        on_delete=models.PROTECT,
        related_name="former_names",
    )
    name = models.CharField(_("name"), max_length=160)
    name_key = models.CharField(max_length=160, editable=False, db_index=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.FORMER)
    until = models.DateField(_("borne until"), null=True, blank=True)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "name_key", "kind"],
                name="other_name_once",
                violation_error_message=_("This name is already recorded for the enterprise."),
            )
        ]

    def __str__(self) -> str:
        return self.name
