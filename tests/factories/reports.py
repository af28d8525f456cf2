"""Snapshots and print jobs as the actions make them, with few figures."""

import datetime as dt

import factory
from django.utils import timezone

from crm.reports import models
from crm.reports.canonical import canonical_json, digest
from tests.factories.core import StoredFileFactory

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


class PassageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Passage

    snapshot = factory.SubFactory(SnapshotFactory)
    key = factory.Sequence(lambda n: f"section_{n}.lead")
    text = "入驻率稳中有升。"


class SnapshotPartFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.SnapshotPart

    snapshot = factory.SubFactory(SnapshotFactory)
    ordinal = factory.Sequence(lambda n: n % 30000 + 1)
    label = "第一分册"
    file = factory.SubFactory(StoredFileFactory)
    pages = 80


class RestrictedAnnexFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.RestrictedAnnex

    snapshot = factory.SubFactory(SnapshotFactory)
    kind = "tax"
    authority = "授权〔2023〕1号"
    rule_version = "1"
    canonical = FIGURES
    sha256 = digest(FIGURES)


class ArchivePackageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ArchivePackage

    number = factory.Sequence(lambda n: f"GD-2023-{n:02d}")
    year = 2023
    name = "2023年楼宇入驻报告"
    retention = "30年"
    file = factory.SubFactory(StoredFileFactory)


class ArchiveJobFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ArchiveJob

    year = 2023
    name = "2023年楼宇入驻报告"
    retention = "30年"


class SubmissionFormFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.SubmissionForm

    code = factory.Sequence(lambda n: f"LY{n:03d}")
    name = "商务楼宇情况月报表"
    agency = "区投资促进部门（演示）"
    blank = factory.SubFactory(StoredFileFactory)
    file_name = "月报表.xlsx"


class SubmissionCellFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.SubmissionCell

    form = factory.SubFactory(SubmissionFormFactory)
    sheet = "Sheet1"
    cell = factory.Sequence(lambda n: f"B{n + 1}")
    source = "occupancy.rate"


class SubmissionFilingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.SubmissionFiling

    form = factory.SubFactory(SubmissionFormFactory)
    period = dt.date(2023, 2, 28)
    file = factory.SubFactory(StoredFileFactory)
