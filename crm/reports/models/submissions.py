"""报送表: a blank form of another office, filled from our figures each period."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.models import StoredFile, Team, User
from crm.core.records import Record
from crm.core.scopes import Scope

VIEW, SUBMIT = "reports.view", "reports.submit"


class SubmissionForm(Record):
    """A blank .xlsx as the other office sent it. A new layout is a new ``edition`` of the code."""

    class Frequency(models.TextChoices):
        MONTH = "month", _("every month")
        QUARTER = "quarter", _("every quarter")
        YEAR = "year", _("every year")

    scope = Scope("team", view=VIEW, edit=SUBMIT, open_to=VIEW)

    team = models.ForeignKey(
        Team,
        verbose_name=_("answering body"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="submission_forms",
    )
    code = models.CharField(_("code"), max_length=32)
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    name = models.CharField(_("name of the form"), max_length=160)
    agency = models.CharField(_("submitted to"), max_length=100)
    frequency = models.CharField(
        _("frequency"), max_length=8, choices=Frequency, default=Frequency.MONTH
    )
    due_day = models.PositiveSmallIntegerField(_("due on the day of the next month"), default=5)
    blank = models.ForeignKey(
        StoredFile, verbose_name=_("blank form"), on_delete=models.PROTECT, related_name="+"
    )
    file_name = models.CharField(_("file name"), max_length=200)
    is_active = models.BooleanField(pgettext_lazy("form", "in use"), default=True)

    class Meta:
        verbose_name = _("form to be submitted")
        verbose_name_plural = _("forms to be submitted")
        ordering = ("code", "-edition")
        constraints = [
            models.UniqueConstraint(fields=["code", "edition"], name="one_form_an_edition"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("desk:reports:forms:page", kwargs={"slug": self.slug})

    @property
    def slug(self) -> str:
        """How the desk addresses it."""
        return f"{self.code}-{self.edition}"


class SubmissionCell(Record):
    """What goes where: one cell for a figure, or the first of a column that is filled downwards."""

    scope = Scope.via("form")

    form = models.ForeignKey(
        SubmissionForm,
        verbose_name=_("form to be submitted"),
        on_delete=models.PROTECT,
        related_name="cells",
    )
    sheet = models.CharField(_("sheet"), max_length=31)
    cell = models.CharField(_("cell"), max_length=10)
    source = models.CharField(_("figure or field"), max_length=80)
    parameters = models.JSONField(_("parameters"), default=dict, blank=True)
    unit = models.CharField(_("unit"), max_length=10, blank=True)
    fills_down = models.BooleanField(_("fills the column below"), default=False)

    class Meta:
        verbose_name = _("cell of a form")
        verbose_name_plural = _("cells of forms")
        ordering = ("form", "sheet", "pk")
        constraints = [
            models.UniqueConstraint(fields=["form", "sheet", "cell"], name="one_source_a_cell"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}"


class SubmissionFiling(Record):
    """A form as it was filled for a period, and when it went out to whom."""

    class State(models.TextChoices):
        FILLED = "filled", pgettext_lazy("filing", "filled")
        SENT = "sent", pgettext_lazy("filing", "sent")

    scope = Scope.via("form")

    form = models.ForeignKey(
        SubmissionForm,
        verbose_name=_("form to be submitted"),
        on_delete=models.PROTECT,
        related_name="filings",
    )
    period = models.DateField(_("period (its last day)"))
    state = models.CharField(
        pgettext_lazy("filing", "state"), max_length=8, choices=State, default=State.FILLED
    )
    file = models.ForeignKey(
        StoredFile, verbose_name=_("filled form"), on_delete=models.PROTECT, related_name="+"
    )
    values = models.JSONField(_("values as filled"), default=list)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    sent_by = models.ForeignKey(
        User,
        verbose_name=_("sent by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("filing")
        verbose_name_plural = _("filings")
        ordering = ("-period", "-pk")

    def __str__(self) -> str:
        return f"{self.form} {self.period:%Y-%m}"

    def get_absolute_url(self) -> str:
        return reverse(
            "desk:reports:forms:filing", kwargs={"slug": self.form.slug, "filing": self.pk}
        )

    @property
    def missing(self) -> list[dict[str, str]]:
        """What stayed empty, with the reason."""
        return [row for row in self.values if row.get("reason")]
