"""Every model: a scope or a reason, a factory, names that people can read, complete migrations."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, models, transaction

from crm.core.errors import Refused
from crm.core.records import Period
from crm.core.scopes import Scope
from tests.contracts.models import OWN, factories, labels, make, own_models

# What nobody sees row by row, and why.
WITHOUT_SCOPE = {
    "core.Attachment": "seen by whoever sees the record that it hangs on",
    "core.Event": "read as a log by core.view_events, and on a record by who sees the record",
    "core.Pin": "a setting of the search, the same for everybody",
    "core.QueryLog": "names nobody; editors read it whole",
    "core.Sequence": "counters, never shown",
    "core.StoredFile": "bytes, reached only through an attachment",
    "core.Synonym": "a setting of the search, the same for everybody",
}
# Ends that count, because the paper they come from says so.
LAST_DAY_COUNTS = {
    "indicators.Observation": "a period as its source publishes it",
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
    """But for the search library's own book-keeping, which only the library writes."""
    missing = [
        model
        for model in own_models()
        if model not in factories() and model._meta.app_label != "search"
    ]
    assert labels(missing) == []


def test_every_model_names_itself():
    nameless = [model for model in own_models() if "verbose_name" not in model._meta.original_attrs]
    assert labels(nameless) == []


def test_every_field_has_a_name_that_people_can_read():
    nameless = [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.local_fields
        if field._verbose_name is None and field.editable and not of_a_framework(model, field)
    ]
    assert nameless == []


def of_a_framework(model: type[models.Model], field: models.Field) -> bool:
    """Keys and parent links come by themselves; Wagtail's bases bring fields of their own."""
    if field.primary_key or getattr(field.remote_field, "parent_link", False):
        return True
    bases = [base for base in model.__mro__[1:] if hasattr(base, "_meta")]
    return any(
        not base.__module__.startswith(OWN)
        and field.name in {inherited.name for inherited in base._meta.local_fields}
        for base in bases
    )


def test_rows_end_they_are_not_deleted():
    """PROTECT by default: a cascade is for rows that are a part of another, and says so."""
    flags = [model for model in own_models() if "is_deleted" in fields_of(model)]
    assert labels(flags) == []


def test_periods_are_half_open():
    odd = [
        model
        for model in own_models()
        if not issubclass(model, Period)
        and {"ends_on", "end_date", "end_on", "to_date"} & fields_of(model)
    ]
    assert [label for label in labels(odd) if label not in LAST_DAY_COUNTS] == []


def fields_of(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.get_fields()}


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)


def test_every_factory_makes_rows_that_hold_water(people):
    """Twice each, so that unique fields vary; the database accepts them."""
    broken = {}
    for model in own_models():
        if model in factories():
            try:
                with transaction.atomic():
                    make(model, people)
                    make(model, people)
            except (DatabaseError, ValidationError, Refused) as error:
                broken[model._meta.label] = str(error)
    assert broken == {}
