"""Every model: a scope or a reason, a factory, names that people can read, complete migrations."""

import pytest
from django.core.management import call_command
from django.db import models

from crm.core.records import Period
from crm.core.scopes import Scope
from tests.contracts.models import factories, labels, own_models

# What nobody sees row by row, and why.
WITHOUT_SCOPE = {
    "core.Event": "read as a log by core.view_events, and on a record by who sees the record",
    "core.Sequence": "counters, never shown",
}


def scoped(model: type[models.Model]) -> bool:
    return isinstance(getattr(model, "scope", None), Scope)


def public(model: type[models.Model]) -> bool:
    """The public site has no rows of staff; what editors see there Wagtail decides."""
    return model._meta.app_label in ("portal", "search")


def test_every_model_that_people_see_has_a_scope():
    bare = [model for model in own_models() if not scoped(model) and not public(model)]
    assert [label for label in labels(bare) if label not in WITHOUT_SCOPE] == []


def test_no_reason_has_outlived_its_model():
    bare = {model._meta.label for model in own_models() if not scoped(model)}
    assert sorted(set(WITHOUT_SCOPE) - bare) == []


def test_every_scoped_model_is_read_through_its_scope():
    wrong = [
        model._meta.label
        for model in own_models()
        if scoped(model) and not hasattr(model._default_manager.all(), "visible_to")
    ]
    assert wrong == []


def test_every_model_has_a_factory():
    missing = [model for model in own_models() if model not in factories()]
    assert labels(missing) == []


def test_every_model_names_itself():
    nameless = [model for model in own_models() if "verbose_name" not in model._meta.original_attrs]
    assert labels(nameless) == []


def test_every_field_has_a_name_that_people_can_read():
    nameless = [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.local_fields
        if field._verbose_name is None
        and not field.primary_key
        and not field.auto_created
        and not getattr(field.remote_field, "parent_link", False)
        and field.model.__module__.startswith(("crm.", "portal", "search"))
    ]
    assert nameless == []


def test_rows_end_they_are_not_deleted():
    """PROTECT by default: a cascade is for rows that are a part of another, and says so."""
    flags = [model for model in own_models() if "is_deleted" in fields_of(model)]
    assert labels(flags) == []


def test_periods_are_half_open():
    odd = [
        model
        for model in own_models()
        if not issubclass(model, Period)
        and {"ends_on", "end_date", "valid_to", "to_date"} & fields_of(model)
    ]
    assert labels(odd) == []


def fields_of(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.get_fields()}


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)


@pytest.mark.django_db
def test_every_factory_makes_rows_that_hold_water():
    """Twice each, so that unique fields vary; each row passes its own validation."""
    for model in own_models():
        if model in factories():
            for _ in range(2):
                factories()[model]().clean_fields()
