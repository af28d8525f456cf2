from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.core.models import Team
from crm.core.records import Record
from crm.core.scopes import Scope


class PromotionEvent(Record):
    """A 推介会: it knows its leads, and through them its projects."""

    scope = Scope("team", view="leads.view", edit="leads.edit_events", open_to="leads.view")

    code = models.CharField(_("event code"), max_length=32, unique=True)
    name = models.CharField(_("event name"), max_length=120)
    held_on = models.DateField(_("held on"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    team = models.ForeignKey(
        Team, verbose_name=_("team"), on_delete=models.PROTECT, related_name="promotion_events"
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("promotion event")
        verbose_name_plural = _("promotion events")
        ordering = ("-held_on", "-pk")

    def __str__(self) -> str:
        return self.name
