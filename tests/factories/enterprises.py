"""Enterprises as the actions make them. Codes are valid and belong to nobody."""

import datetime as dt

import factory

from crm.core.names import make_uscc
from crm.enterprises import models
from crm.enterprises.actions.registering import prepare
from crm.enterprises.rules import phone_key

LONG_AGO = dt.date(2020, 1, 1)


def valid_uscc(number: int) -> str:
    """A code with right check digits; another for each number."""
    return make_uscc("91110106", f"MA{number:06d}")


class EnterpriseFactory(factory.django.DjangoModelFactory):
    """Verified, with a code, without a team."""

    class Meta:
        model = models.Enterprise

    number = factory.Sequence(lambda n: f"QY-2021-{n + 1:04d}")
    name = factory.Sequence(lambda n: f"测试企业第{n}号有限公司")
    uscc = factory.Sequence(valid_uscc)
    country = "CN"
    industry = "I65"

    @classmethod
    def _build(cls, model_class, *args, **kwargs):
        return prepare(super()._build(model_class, *args, **kwargs))

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        row = prepare(model_class(*args, **kwargs))
        row.save()
        return row


class FormerNameFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.FormerName

    enterprise = factory.SubFactory(EnterpriseFactory)
    name = factory.Sequence(lambda n: f"旧名{n}")
    name_key = factory.SelfAttribute("name")


class RegistrationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Registration

    enterprise = factory.SubFactory(EnterpriseFactory)
    starts_on = LONG_AGO
    address = "丽泽路1号"
    in_district = True


class QualificationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Qualification

    enterprise = factory.SubFactory(EnterpriseFactory)
    name = "高新技术企业"
    source = "市科委"


class ContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Contact

    enterprise = factory.SubFactory(EnterpriseFactory)
    name = "方某"
    phone = "13912340117"
    phone_key = factory.LazyAttribute(lambda row: phone_key(row.phone))


class EnterpriseListFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.EnterpriseList
        django_get_or_create = ("code",)

    code = "quality"
    name = "优质企业"


class ListMembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ListMembership

    enterprise = factory.SubFactory(EnterpriseFactory)
    list = factory.SubFactory(EnterpriseListFactory)
    starts_on = LONG_AGO


class StewardTermFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.StewardTerm

    enterprise = factory.SubFactory(EnterpriseFactory)
    starts_on = LONG_AGO


class YearlyFigureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.YearlyFigure

    enterprise = factory.SubFactory(EnterpriseFactory)
    year = 2022
    kind = models.YearlyFigure.Kind.HEADCOUNT
    value = 120
    unit = "人"
    source = "企业自报"
