"""The project's own models and the factories that make them."""

import importlib
import pkgutil
from functools import cache

import factory
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Page

import tests.factories
from crm.core.models import Team, User
from tests.people import People

OWN = ("crm.", "portal", "search")


def own_models() -> list[type[models.Model]]:
    """Models written by hand: history tables and join tables come by themselves."""
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith(OWN) and not is_history(model)
    ]


def is_history(model: type[models.Model]) -> bool:
    return hasattr(model, "history_object")


@cache
def factories() -> dict[type[models.Model], type[factory.Factory]]:
    """Model → its factory, from tests/factories/<package>.py; the plainest name wins."""
    found: dict[type[models.Model], type[factory.Factory]] = {}
    for _, name, _ in pkgutil.iter_modules(tests.factories.__path__):
        module = importlib.import_module(f"tests.factories.{name}")
        for maker in vars(module).values():
            if not (isinstance(maker, type) and issubclass(maker, factory.Factory)):
                continue
            model = maker._meta.model
            if model and (model not in found or maker.__name__ == f"{model.__name__}Factory"):
                found[model] = maker
    return found


def make(model: type[models.Model], people: People) -> models.Model:
    """One row by the model's factory; links that the factory leaves to the caller are filled."""
    maker = factories()[model]
    given = {
        field.name: linked(field.related_model, people)
        for field in model._meta.concrete_fields
        if field.is_relation
        and not field.null
        and not getattr(field.remote_field, "parent_link", False)
        and field.name not in maker._meta.pre_declarations
        and field.related_model in {*factories(), ContentType}
        and not left_to_a_generic_key(field, maker)
    }
    return maker(**given)


def left_to_a_generic_key(field: models.Field, maker: type[factory.Factory]) -> bool:
    """A page knows its own type; a generic key fills both of its columns."""
    if field.related_model is not ContentType:
        return False
    return issubclass(maker._meta.model, Page) or "record" in maker._meta.pre_declarations


def linked(model: type[models.Model], people: People) -> models.Model:
    if model is User:
        return people.manager
    if model is Team:
        return people.team("section_one")
    if model is ContentType:
        return ContentType.objects.get_for_model(Team)
    return make(model, people)


def labels(rows: list[type[models.Model]]) -> list[str]:
    return sorted(row._meta.label for row in rows)
