from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.core.records import Record
from crm.core.scopes import Scope
from crm.enterprises.models.enterprises import Enterprise
from crm.enterprises.rules import mask_phone


class Contact(Record):
    """A person at an enterprise. The phone is shown masked; every reveal is an event."""

    scope = Scope.via("enterprise")

    enterprise = models.ForeignKey(
        Enterprise,
        verbose_name=_("enterprise"),
        on_delete=models.PROTECT,
        related_name="contacts",
    )
    name = models.CharField(_("contact name"), max_length=60)
    title = models.CharField(_("job title"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    phone_key = models.CharField(max_length=20, editable=False, blank=True, db_index=True)
    email = models.EmailField(_("e-mail"), blank=True)
    is_primary = models.BooleanField(_("main contact"), default=False)
    purpose = models.CharField(_("purpose of keeping"), max_length=100, blank=True)
    left_on = models.DateField(_("no longer there since"), null=True, blank=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ("-is_primary", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def masked_phone(self) -> str:
        """What is shown until somebody asks."""
        return mask_phone(self.phone)
