"""The project's own models and the factories that make them."""

import importlib
import pkgutil
from functools import cache

import factory
from django.apps import apps
from django.db import models

import tests.factories

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


def labels(rows: list[type[models.Model]]) -> list[str]:
    return sorted(row._meta.label for row in rows)
