"""What editors set for the search, and what was searched."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from search.analysis import key, normalise

KEPT_DAYS = 180
LONGEST_QUERY = 200


class Synonym(models.Model):
    """A word and what else it is called; applied to queries at once, without a new index."""

    word = models.CharField(_("word"), max_length=60, unique=True)
    others = models.JSONField(_("also called"), default=list)
    both_ways = models.BooleanField(_("both ways"), default=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("search synonym")
        verbose_name_plural = _("search synonyms")
        ordering = ["word"]

    def __str__(self) -> str:
        return f"{self.word} = {'、'.join(self.others)}"

    def clean(self) -> None:
        self.word = self.word.strip()
        if not isinstance(self.others, list) or not all(
            isinstance(other, str) for other in self.others
        ):
            raise ValidationError({"others": _("A list of words.")})
        self.others = list(dict.fromkeys(other.strip() for other in self.others if other.strip()))
        if not self.others:
            raise ValidationError({"others": _("Name at least one other word.")})
        if normalise(self.word) in map(normalise, self.others):
            raise ValidationError({"others": _("A word cannot be its own synonym.")})


class PinQuerySet(models.QuerySet):
    def on(self, day: dt.date) -> "PinQuerySet":
        """Pins in force on `day`; they end by themselves."""
        return self.filter(
            models.Q(ends_before__isnull=True) | models.Q(ends_before__gt=day), starts_on__lte=day
        )


class Pin(models.Model):
    """A document put on top for one query, for a time and a reason."""

    query = models.CharField(_("query"), max_length=LONGEST_QUERY)
    query_key = models.CharField(
        _("query, normalised"), max_length=LONGEST_QUERY, editable=False, db_index=True
    )
    uid = models.CharField(_("document"), max_length=120)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    starts_on = models.DateField(_("from"))
    ends_before = models.DateField(_("until (not included)"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200)

    objects = PinQuerySet.as_manager()

    class Meta:
        verbose_name = _("pinned result")
        verbose_name_plural = _("pinned results")
        ordering = ["query_key", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["query_key", "uid", "starts_on"], name="search_pin_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.query} → {self.uid}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.query_key = key(self.query)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def clean(self) -> None:
        self.query_key = key(self.query)
        if not self.query_key:
            raise ValidationError({"query": _("A query needs a letter or a digit.")})
        if self.ends_before and self.starts_on and self.ends_before <= self.starts_on:
            raise ValidationError({"ends_before": _("The end must be after the start.")})


class QueryLog(models.Model):
    """One search: what was asked and what came, without a word on who asked. Kept 180 days."""

    index = models.CharField(_("index"), max_length=20)
    engine = models.CharField(_("engine"), max_length=20)
    query = models.CharField(_("query"), max_length=LONGEST_QUERY)
    hits = models.PositiveIntegerField(_("hits"))
    clicked_rank = models.PositiveSmallIntegerField(_("clicked rank"), null=True, blank=True)
    asked_on = models.DateField(_("asked on"), db_index=True)

    class Meta:
        verbose_name = _("logged search")
        verbose_name_plural = _("logged searches")
        indexes = [models.Index(fields=["index", "hits", "asked_on"], name="search_log_zero")]

    def __str__(self) -> str:
        return f"{self.query} ({self.hits})"


def synonym_table() -> Mapping[str, Sequence[str]]:
    """Word → other words, with the ways back where they hold."""
    table: dict[str, list[str]] = {}
    for word, others, both_ways in Synonym.objects.values_list("word", "others", "both_ways"):
        table.setdefault(word, []).extend(others)
        if both_ways:
            for other in others:
                table.setdefault(other, []).append(word)
    return table


def pins_for(text: str, day: dt.date | None) -> list[str]:
    """The uids pinned for this very query on that day, in order."""
    asked = key(text)
    if not asked or day is None:
        return []
    pins = Pin.objects.on(day).filter(query_key=asked).order_by("position", "pk")
    return list(pins.values_list("uid", flat=True))
