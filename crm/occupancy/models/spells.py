"""Who sits where, from when to when."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.fields import AreaField
from crm.core.records import Period, Record
from crm.core.scopes import Scope
from crm.enterprises.models import Enterprise
from crm.occupancy.models.leases import Lease
from crm.occupancy.models.units import Unit
from crm.occupancy.querysets.spells import OccupantQuerySet, SpellQuerySet


class Spell(Record, Period):
    """One unit, one state, one half-open period. A live unit without a spell is vacant (V).

    No two spells of a unit overlap: the database itself refuses (crm.occupancy.database).
    """

    class State(models.TextChoices):
        SELF = "S", _("self-use")
        LET = "L", _("let and occupied")
        SIGNED = "N", _("let, not yet occupied")
        SOLD = "O", _("sold and occupied")
        ON_HOLD = "H", _("not available")

    class SignedKind(models.TextChoices):
        LET = "let", _("let, not yet occupied")
        SOLD = "sold", _("sold, not yet occupied")

    scope = Scope.via("unit")

    unit = models.ForeignKey(
        Unit,
        verbose_name=pgettext_lazy("occupancy", "unit"),
        on_delete=models.PROTECT,
        related_name="spells",
    )
    state = models.CharField(pgettext_lazy("occupancy", "state"), max_length=1, choices=State)
    signed_kind = models.CharField(
        _("kind of not yet occupied"), max_length=4, choices=SignedKind, blank=True
    )
    lease = models.ForeignKey(
        Lease,
        verbose_name=_("lease"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="spells",
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = SpellQuerySet.as_manager()

    class Meta:
        verbose_name = _("spell")
        verbose_name_plural = _("spells")
        ordering = ("unit", "starts_on")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "starts_on"], name="one_spell_a_unit_and_start"
            ),
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="spell_lasts_a_day",
            ),
        ]
        indexes = [
            # Covers the as-of join: unit by unit, state and lease without reading the row.
            models.Index(
                fields=["unit", "starts_on", "ends_before", "state", "signed_kind", "lease"],
                name="spell_as_of",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.state} {self.starts_on}"


class SpellOccupant(Record):
    """An enterprise on a spell.

    ``area_share`` null: an equal part of what the stated shares leave.
    ``desks`` without a share: 0 ㎡ and 1 家. ``is_void``: entered in error, counts nowhere.
    """

    class FirstStore(models.TextChoices):
        CITY = "city", _("first store in the city")
        NATION = "nation", _("first store in the country")
        WORLD = "world", _("first store in the world")

    scope = Scope.via("spell")

    spell = models.ForeignKey(
        Spell, verbose_name=_("spell"), on_delete=models.PROTECT, related_name="occupants"
    )
    enterprise = models.ForeignKey(
        Enterprise,
        verbose_name=_("enterprise"),
        on_delete=models.PROTECT,
        related_name="occupancies",
    )
    area_share = AreaField(_("share of the area"), null=True, blank=True)
    desks = models.PositiveIntegerField(_("desks"), null=True, blank=True)
    is_void = models.BooleanField(_("entered in error"), default=False, editable=False)
    first_store = models.CharField(_("first store"), max_length=8, choices=FirstStore, blank=True)

    objects = OccupantQuerySet.as_manager()

    class Meta:
        verbose_name = _("occupant")
        verbose_name_plural = _("occupants")
        constraints = [
            models.UniqueConstraint(
                fields=["spell", "enterprise"], name="one_occupant_a_spell_and_enterprise"
            ),
        ]

    def __str__(self) -> str:
        return str(self.enterprise)
