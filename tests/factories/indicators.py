"""Indicators with figures and targets."""

import datetime as dt
from decimal import Decimal

import factory

from crm.indicators import models


class IndicatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Indicator

    code = factory.Sequence(lambda n: f"indicator-{n}")
    name = factory.Sequence(lambda n: f"测试指标{n}")
    unit = "家"
    basis = "期末数"
    source = "公开报道"


class TargetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Target

    indicator = factory.SubFactory(IndicatorFactory)
    year = 2023
    value = Decimal(100)


class ObservationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Observation

    indicator = factory.SubFactory(IndicatorFactory)
    starts_on = dt.date(2022, 1, 1)
    ends_on = dt.date(2022, 12, 31)
    value = Decimal(50)
    source = "公开报道"
    authority = "某区"
