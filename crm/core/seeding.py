"""What every installation has after migrate: database rules, roles, calendar, dated settings."""

from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction

from crm.core.database_rules import install
from crm.core.registries import seeds


def lay_foundations(sender: Any, **kwargs: Any) -> None:
    """After the last app of a migrate: install the database rules and run the seeds,
    idempotently. The seeds wait until every table is there: a migrate may name one app alone.
    """
    tables = set(connection.introspection.table_names())
    if sender.label != _last_label() or "core_event" not in tables:
        return
    install(connection)
    call_command("createcachetable", verbosity=0)
    if not _all_tables() <= tables:
        return
    with transaction.atomic():
        for seed in seeds:
            seed.run()


def _all_tables() -> set[str]:
    return {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }


def _last_label() -> str:
    return [config.label for config in apps.get_app_configs() if config.models_module is not None][
        -1
    ]
