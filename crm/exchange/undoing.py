"""Undoing a job: chunk by chunk backwards, each row exactly as it was, or refused and listed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.core import context
from crm.core.acts import authorise, put_back, record_event, remove
from crm.core.errors import Refused
from crm.core.models import Attachment, User
from crm.core.role_groups import mirror_groups
from crm.exchange.models import ImportChange, ImportJob, ImportNote


@dataclass
class Undone:
    """What an undo did, or would do."""

    restored: int = 0
    removed: int = 0
    refused: list[ImportNote] = field(default_factory=list)


def undo(job: ImportJob, *, by: User | None) -> Undone:
    """Take back what the job wrote. Rows that were changed or used since stay and are listed.

    Each chunk is a transaction of its own; called again after a stop, it goes on.
    """
    authorise(by, "exchange.import", [job])
    if not job.changes.exists():
        raise Refused(_("Import %(number)s has nothing to undo.") % {"number": job.number})
    done = Undone()
    job.notes.filter(kind=ImportNote.Kind.NOT_UNDONE).delete()
    job.note(state=ImportJob.State.UNDOING)
    token = context.channel.set("import")
    try:
        for chunk in _chunks(job):
            with transaction.atomic():
                ImportJob.objects.select_for_update().get(pk=job.pk)
                _undo_chunk(job, chunk, done, by)
    finally:
        context.channel.reset(token)
    mirror_groups()
    _finish(job, done, by)
    return done


def _finish(job: ImportJob, done: Undone, by: User | None) -> None:
    state = ImportJob.State.PARTLY_UNDONE if done.refused else ImportJob.State.UNDONE
    values: dict[str, Any] = {"state": state}
    if not done.refused:
        values["undone_at"] = timezone.now()
    with transaction.atomic():
        ImportNote.objects.bulk_create(done.refused, batch_size=500)
        job.note(**values)
        data = {"restored": done.restored, "removed": done.removed, "kept": len(done.refused)}
        record_event("exchange.undone", by=by, row=job, data=data)


def preview(job: ImportJob) -> dict[str, Any]:
    """How many rows an undo would remove and restore, by kind of record."""
    counts: dict[str, dict[str, Any]] = {}
    for change in job.changes.only("model", "created", "before").iterator(chunk_size=50):
        model = apps.get_model(change.model)
        entry = counts.setdefault(
            change.model, {"label": model._meta.verbose_name, "removed": 0, "restored": 0}
        )
        entry["removed"] += len(change.created)
        entry["restored"] += len(change.before)
    return counts


def _chunks(job: ImportJob) -> Iterator[list[ImportChange]]:
    numbers = list(job.changes.order_by("-chunk").values_list("chunk", flat=True).distinct())
    for number in numbers:
        yield list(job.changes.filter(chunk=number))


def _undo_chunk(job: ImportJob, changes: list[ImportChange], done: Undone, by: User | None) -> None:
    created = {}
    for change in changes:
        model = apps.get_model(change.model)
        rows = model._default_manager.in_bulk(change.created)
        intact, touched = _split(model, rows.values(), change, job)
        done.refused += [_note(job, row, _changed_since(row)) for row in touched]
        created[model] = {row.pk: row for row in intact}
    used = _keep_what_is_used(created, changes)
    for kept in used.values():
        done.refused += [_note(job, row, reason) for row, reason in kept]
    for model, rows in created.items():
        _drop_memberships(model, list(rows))
        remove(list(rows.values()), by=by, reason=_undo_reason(job))
        done.removed += len(rows)
    for change in changes:
        done.restored += _restore(job, change, done, by)
        _keep_the_rest(change, created)


def _drop_memberships(model: type[models.Model], keys: list[int]) -> None:
    """Rows of plain many-to-many tables are a part of the row."""
    for item in model._meta.many_to_many:
        through: Any = item.remote_field.through
        if through._meta.auto_created:
            through._default_manager.filter(**{f"{item.m2m_field_name()}__in": keys}).delete()


def _undo_reason(job: ImportJob) -> str:
    return _("undo of %(number)s") % {"number": job.number}


def _split(
    model: type[models.Model], rows: Iterable[Any], change: ImportChange, job: ImportJob
) -> tuple[list[Any], list[Any]]:
    """Rows that stand as the job left them, and rows that somebody has changed since."""
    intact: list[Any] = []
    touched: list[Any] = []
    rows = list(rows)
    foreign = _written_by_others(model, rows, job) if not hasattr(model, "version") else set()
    for row in rows:
        left = change.versions.get(str(row.pk), 1)
        same = row.version == left if hasattr(row, "version") else row.pk not in foreign
        (intact if same else touched).append(row)
    return intact, touched


def _written_by_others(model: type[models.Model], rows: list[Any], job: ImportJob) -> set[int]:
    """Of rows without a version: those whose last step in history is not this job's."""
    history: Any = model.history  # type: ignore[attr-defined]
    last: dict[int, str] = {}
    steps = history.filter(id__in=[row.pk for row in rows]).order_by("history_id")
    for key, reason in steps.values_list("id", "history_change_reason"):
        last[key] = reason or ""
    return {key for key, reason in last.items() if job.number not in reason}


def _keep_what_is_used(
    created: dict[type[models.Model], dict[int, Any]], changes: list[ImportChange]
) -> dict[type[models.Model], list[tuple[Any, str]]]:
    """Take out of ``created`` what rows outside it refer to; repeated until nothing more is
    found.
    """
    kept: dict[type[models.Model], list[tuple[Any, str]]] = {}
    restored = {change.model: {int(key) for key in change.before} for change in changes}
    found = True
    while found:
        found = False
        for model, rows in created.items():
            for key, reason in _uses(model, rows, created, restored).items():
                kept.setdefault(model, []).append((rows.pop(key), reason))
                found = True
    return kept


def _uses(
    model: type[models.Model],
    rows: dict[int, Any],
    created: dict[type[models.Model], dict[int, Any]],
    restored: dict[str, set[int]],
) -> dict[int, str]:
    used: dict[int, str] = {}
    if not rows:
        return used
    for other, name in _references(model):
        pairs = other._default_manager.filter(**{f"{name}__in": list(rows)})
        going = created.get(other, {})
        back = restored.get(other._meta.label, set())
        for source, target in pairs.values_list("pk", f"{name}_id"):
            if source not in going and source not in back:
                used[target] = _("It is used meanwhile by: %(kind)s.") % {
                    "kind": other._meta.verbose_name
                }
    attached = Attachment.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=list(rows)
    )
    for target in attached.values_list("object_id", flat=True):
        used[target] = _("A file has been attached to it.")
    return used


def _references(model: type[models.Model]) -> list[tuple[type[models.Model], str]]:
    """Every enforced foreign key that points at ``model``; copies in history are not enforced."""
    found = []
    for other in apps.get_models():
        for item in other._meta.concrete_fields:
            remote = item.remote_field
            if remote and item.related_model is model and getattr(item, "db_constraint", False):
                found.append((other, item.name))
    return found


def _restore(job: ImportJob, change: ImportChange, done: Undone, by: User | None) -> int:
    if not change.before:
        return 0
    model = apps.get_model(change.model)
    rows = model._default_manager.in_bulk([int(key) for key in change.before])
    intact, touched = _split(model, rows.values(), change, job)
    done.refused += [_note(job, row, _changed_since(row)) for row in touched]
    by_names: dict[tuple[str, ...], list[Any]] = {}
    for row in intact:
        former = change.before[str(row.pk)]
        for item in model._meta.concrete_fields:
            if item.attname in former:
                kind = item.target_field if item.remote_field else item
                setattr(row, item.attname, kind.to_python(former[item.attname]))
        names = tuple(sorted(_field_names(model, former)))
        by_names.setdefault(names, []).append(row)
        del change.before[str(row.pk)]
    for key in set(change.before) - {str(key) for key in rows}:
        del change.before[key]
    for names, group in by_names.items():
        put_back(group, names, by=by, reason=_undo_reason(job))
    return len(intact)


def _field_names(model: type[models.Model], former: dict[str, Any]) -> list[str]:
    return [item.name for item in model._meta.concrete_fields if item.attname in former]


def _keep_the_rest(change: ImportChange, removed: dict[type[models.Model], dict[int, Any]]) -> None:
    """What could not be undone stays in the log, so that a second undo can try again."""
    model = apps.get_model(change.model)
    left = [key for key in change.created if key not in removed.get(model, {})]
    change.created = sorted(model._default_manager.filter(pk__in=left).values_list("pk", flat=True))
    if change.created or change.before:
        change.save(update_fields=["created", "before"])
    else:
        change.delete()


def _changed_since(row: Any) -> str:
    last = row.history.order_by("-history_date").first() if hasattr(row, "history") else None
    if last is None:
        return _("It has been changed since.")
    return _("Changed since, by %(who)s on %(when)s.") % {
        "who": last.history_user or _("the command line"),
        "when": timezone.localtime(last.history_date).strftime("%Y-%m-%d %H:%M"),
    }


def _note(job: ImportJob, row: Any, message: str) -> ImportNote:
    return ImportNote(
        job=job,
        kind=ImportNote.Kind.NOT_UNDONE,
        value=f"{row._meta.verbose_name} {row}"[:255],
        message=message,
        data={"model": row._meta.label, "id": row.pk},
    )
