"""Foreign keys point down the layers, as imports do; string targets pass the import check."""

from collections.abc import Iterable

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import models
from django.test.utils import isolate_apps

from tests.contracts import tree

MECHANISMS = ("crm.core", "crm.directives")
Level = dict[str, tuple[int, int]]


def levels() -> Level:
    """Package → (height, place in the layer); the bottom has height 0."""
    return {
        name: (height, place)
        for height, layer in enumerate(reversed(tree.layers()))
        for place, name in enumerate(layer)
    }


def package_of(model: type[models.Model]) -> str | None:
    """The layer that holds ``model``; None for models of others."""
    parts = model.__module__.split(".")
    name = ".".join(parts[:2]) if parts[0] == "crm" else parts[0]
    return name if name in levels() else None


def wrong_keys(models_to_check: Iterable[type[models.Model]], package=package_of) -> list[str]:
    """Every relation that points up or to a stranger, and every generic one of a domain.

    A generic key may point anywhere: it is a plug-in point, and only mechanisms offer those.
    """
    places, wrong = levels(), []
    for model in models_to_check:
        own = package(model)
        if own is None:
            continue
        if own not in MECHANISMS:
            wrong += [f"{model._meta.label}.{field.name} is generic" for field in generic(model)]
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            target = field.related_model and package(field.related_model)
            if target and not points_down(places[own], places[target]):
                wrong.append(
                    f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
                )
    return wrong


def generic(model: type[models.Model]) -> list[GenericForeignKey]:
    return [field for field in model._meta.private_fields if isinstance(field, GenericForeignKey)]


def points_down(source: tuple[int, int], target: tuple[int, int]) -> bool:
    return target[0] < source[0] or target == source


def by_label(model: type[models.Model]) -> str:
    return f"crm.{model._meta.app_label}"


def test_foreign_keys_point_down():
    assert wrong_keys(apps.get_models(include_auto_created=True)) == []


@isolate_apps("crm.leads", "crm.projects")
def test_a_planted_key_that_points_up_is_found():
    class Project(models.Model):
        class Meta:
            app_label = "projects"

    class Lead(models.Model):
        project = models.ForeignKey("projects.Project", on_delete=models.PROTECT)

        class Meta:
            app_label = "leads"

    assert wrong_keys([Lead, Project], package=by_label) == [
        "leads.Lead.project → projects.Project"
    ]


@isolate_apps("crm.appeals", "crm.redemption")
def test_a_planted_key_to_a_stranger_is_found():
    class Round(models.Model):
        class Meta:
            app_label = "redemption"

    class Appeal(models.Model):
        rounds = models.ManyToManyField("redemption.Round")

        class Meta:
            app_label = "appeals"

    assert wrong_keys([Appeal, Round], package=by_label)


@isolate_apps("crm.projects", "crm.leads")
def test_a_key_that_points_down_is_right():
    class Lead(models.Model):
        class Meta:
            app_label = "leads"

    class Project(models.Model):
        lead = models.ForeignKey("leads.Lead", on_delete=models.PROTECT)

        class Meta:
            app_label = "projects"

    assert wrong_keys([Lead, Project], package=by_label) == []


@isolate_apps("crm.leads")
def test_a_planted_generic_key_of_a_domain_is_found():
    class Lead(models.Model):
        content_type = models.BigIntegerField()
        object_id = models.BigIntegerField()
        row = GenericForeignKey()

        class Meta:
            app_label = "leads"

    assert wrong_keys([Lead], package=by_label) == ["leads.Lead.row is generic"]
