"""Snapshots and print jobs as the actions make them, with few figures."""

import datetime as dt

import factory
from django.utils import timezone

from crm.reports import models
from crm.reports.canonical import canonical_json, digest

FIGURES = canonical_json({"scope": {"name": "测试区"}, "closed": False, "demo": False})


class SnapshotFactory(factory.django.DjangoModelFactory):
    """A draft; each of another building, since a report has one open draft."""

    class Meta:
        model = models.Snapshot

    kind = "occupancy-monthly"
    scope_code = factory.Sequence(lambda n: f"LY-{n:04d}")
    scope_name = "测试区"
    as_of = dt.date(2023, 2, 28)
    rule_version = "1"
    canonical = FIGURES
    sha256 = digest(FIGURES)
    frozen_at = factory.LazyFunction(timezone.now)


class PrintJobFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.PrintJob

    snapshot = factory.SubFactory(SnapshotFactory)
    purpose = models.PrintJob.Purpose.PRINT
