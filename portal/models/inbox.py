"""What the public sends, and the little it may see of what became of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.choices import EnquiryKind, InboxState


class InboxQuerySet(models.QuerySet):
    def waiting(self) -> "InboxQuerySet":
        """Not yet taken over by leads or appeals, oldest first."""
        return self.filter(state=InboxState.WAITING).order_by("received_at", "pk")

    def enquiries(self) -> "InboxQuerySet":
        return self.filter(kind=EnquiryKind.INVESTMENT)


class InboxMessage(models.Model):
    """A public form as it was sent. Leads and appeals pull rows and set ``state`` and
    ``taken_at``.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=EnquiryKind.choices)
    language = models.CharField(_("language"), max_length=10)
    company = models.CharField(_("company"), max_length=120, blank=True)
    country = models.CharField(_("country or region"), max_length=60, blank=True)
    industry = models.CharField(_("industry"), max_length=80, blank=True)
    area_from = models.DecimalField(
        _("area from (m²)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    area_to = models.DecimalField(
        _("area to (m²)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    move_in = models.CharField(_("when"), max_length=60, blank=True)
    contact_name = models.CharField(_("contact"), max_length=60)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    message = models.TextField(_("message"), blank=True)
    source_query = models.CharField(_("what was searched"), max_length=200, blank=True)
    consented_at = models.DateTimeField(_("consented at"))
    received_at = models.DateTimeField(_("received at"), db_index=True)
    sender_hash = models.CharField(_("sender"), max_length=64, db_index=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=InboxState.choices,
        default=InboxState.WAITING,
        db_index=True,
    )
    taken_at = models.DateTimeField(_("taken over at"), null=True, blank=True)
    is_demo = models.BooleanField(_("demonstration data"), default=False)

    objects = InboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("inbox message")
        verbose_name_plural = _("inbox messages")
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return f"{self.number} {self.company or self.contact_name}"


class PublicRequest(models.Model):
    """What a petitioner may see of a request: pushed down by appeals, read with number and code."""

    number = models.CharField(_("number"), max_length=30, unique=True)
    code_hash = models.CharField(_("code"), max_length=128)
    title = models.CharField(_("title"), max_length=120)
    category = models.CharField(_("category"), max_length=80, blank=True)
    stage = models.CharField(_("stage"), max_length=40)
    unit = models.CharField(_("handled by"), max_length=120, blank=True)
    due_on = models.DateField(_("to be done by"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"))
    updated_at = models.DateTimeField(_("updated at"))
    events = models.JSONField(_("public events"), default=list, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("tracked request")
        verbose_name_plural = _("tracked requests")
        ordering = ["-submitted_at"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
