"""Abstract bases of everything that people edit."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from crm.core.querysets import PeriodQuerySet, ScopedQuerySet
from crm.core.scopes import Scope


class Record(models.Model):
    """A row with an optimistic lock and a full history. Write through crm.core.acts, never by
    save().
    """

    scope: ClassVar[Scope]

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    history = HistoricalRecords(inherit=True, use_base_model_db=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True


class NumberedRecord(Record):
    """A record that staff addresses by its number, such as XM-2023-0042."""

    number_prefix: ClassVar[str]

    number = models.CharField(_("number"), max_length=32, unique=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number


class Period(models.Model):
    """A row that holds from ``starts_on`` up to, not including, ``ends_before`` (null: still)."""

    starts_on = models.DateField(_("from"))
    ends_before = models.DateField(_("until (that day not counted)"), null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        abstract = True

    def holds_on(self, day) -> bool:
        """Whether ``day`` lies in the period."""
        return self.starts_on <= day and (self.ends_before is None or day < self.ends_before)
