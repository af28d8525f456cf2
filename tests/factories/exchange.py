"""Imports and what they note."""

import factory

from crm.exchange import models
from tests.factories.core import StoredFileFactory


class ImportJobFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ImportJob

    number = factory.Sequence(lambda n: f"DR-2023-{n + 1:04d}")
    kind = "zones"
    file = factory.SubFactory(StoredFileFactory)
    file_name = "片区.xlsx"


class ImportNoteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ImportNote

    job = factory.SubFactory(ImportJobFactory)
    kind = models.ImportNote.Kind.ERROR
    sheet = "片区"
    row = 2
    column = "code"
    value = "?"
    message = "不认识的编码"


class ImportChangeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ImportChange

    job = factory.SubFactory(ImportJobFactory)
    chunk = factory.Sequence(lambda n: n)
    model = "occupancy.Zone"
