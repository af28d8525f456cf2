"""Core's own rows; people come from tests/people.py."""

import datetime as dt
import hashlib

import factory

from crm.core import models

LONG_AGO = dt.date(2015, 1, 1)


class TeamFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Team

    code = factory.Sequence(lambda n: f"team-{n}")
    name = factory.Sequence(lambda n: f"招商{n}科")


class TeamParentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.TeamParent

    team = factory.SubFactory(TeamFactory)
    parent = factory.SubFactory(TeamFactory)
    starts_on = LONG_AGO


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.User

    username = factory.Sequence(lambda n: f"user-{n}")
    name = factory.Sequence(lambda n: f"演示{n}")
    password = "!"
    home_team = factory.SubFactory(TeamFactory)


class RoleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Role

    code = factory.Sequence(lambda n: f"role-{n}")
    name = factory.Sequence(lambda n: f"角色{n}")
    actions = factory.LazyFunction(lambda: ["core.use_desk"])
    offered = factory.LazyFunction(lambda: ["core.use_desk"])


class RoleGrantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.RoleGrant

    user = factory.SubFactory(UserFactory)
    role = factory.SubFactory(RoleFactory)
    team = factory.SubFactory(TeamFactory)
    starts_on = LONG_AGO


class CalendarYearFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.CalendarYear

    year = factory.Sequence(lambda n: 2051 + n)
    source = "国办发明电"


class CalendarDayFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.CalendarDay

    day = factory.Sequence(lambda n: dt.date(2051, 1, 2) + dt.timedelta(days=n))
    is_working = False
    name = "元旦"


class DatedSettingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.DatedSetting

    key = factory.Sequence(lambda n: f"tests.setting_{n}")
    value = 7
    effective_from = LONG_AGO


class SequenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Sequence

    name = factory.Sequence(lambda n: f"T{n}-2023")


class EventFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Event

    name = "tests.happened"
    label = "XS-2023-0001"


class StoredFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.StoredFile

    sha256 = factory.Sequence(lambda n: hashlib.sha256(str(n).encode()).hexdigest())
    size = 3
    media_type = "application/pdf"


class AttachmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Attachment

    record = factory.SubFactory(TeamFactory)
    file = factory.SubFactory(StoredFileFactory)
    name = "合同.pdf"


class SynonymFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Synonym

    word = factory.Sequence(lambda n: f"简称{n}")
    others = factory.LazyFunction(lambda: ["全称"])


class PinFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Pin

    query = "租金补贴"
    uid = factory.Sequence(lambda n: f"page:{n}")
    starts_on = LONG_AGO
    reason = "窗口期"


class QueryLogFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.QueryLog

    index = "public"
    engine = "tantivy"
    query = "租金补贴"
    hits = 0
    asked_on = dt.date(2023, 2, 28)
