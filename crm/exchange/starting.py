"""Taking a file in and asking a job to begin, stop or go on."""

from collections.abc import Iterator
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from crm.core import numbering
from crm.core.acts import announce, authorise, create
from crm.core.attachments import keep
from crm.core.clock import today
from crm.core.errors import NotAllowed, Refused
from crm.core.models import User
from crm.core.registries import exchange_kinds
from crm.core.spreadsheets.books import suffix_of
from crm.core.spreadsheets.opening import READABLE, open_book
from crm.exchange.models import ImportJob
from crm.exchange.reading import WORKBOOK

CHUNK = 1 << 20
MEDIA = "application/octet-stream"


def chunks_of(path: Path) -> Iterator[bytes]:
    """The bytes of a file, a megabyte at a time."""
    with path.open("rb") as handle:
        while chunk := handle.read(CHUNK):
            yield chunk


def start(
    kind: str, chunks: Iterator[bytes], name: str, *, by: User | None, all_or_nothing: bool = False
) -> ImportJob:
    """Keep the file and record the job; nothing is read yet.

    Raises Refused when the kind is unknown or the file is no spreadsheet, NotAllowed when ``by``
    may
    not import records of the kind.
    """
    if kind != WORKBOOK and kind not in exchange_kinds:
        raise Refused(
            _("%(kind)s is no kind of records. Allowed: %(kinds)s.")
            % {"kind": kind, "kinds": "、".join([*exchange_kinds.keys(), WORKBOOK])},
            field="kind",
        )
    _authorise(kind, by)
    if suffix_of(name) not in READABLE:
        raise Refused(_("Only spreadsheets can be imported: .xlsx, .xls or .csv."), field="file")
    stored = keep(chunks, media_type=MEDIA)
    open_book(stored.path, name).close()
    with transaction.atomic():
        number = numbering.take("DR", today().year)[0]
        job = ImportJob(
            number=number,
            kind=kind,
            file=stored,
            file_name=name[:200],
            all_or_nothing=all_or_nothing,
        )
        create([job], by=by)
        announce("exchange.uploaded", [job], by=by, data={"kind": kind, "file": name[:200]})
    return job


def _authorise(kind: str, by: User | None) -> None:
    authorise(by, "exchange.import")
    if by is not None and kind != WORKBOOK and not exchange_kinds[kind].may_import(by):
        raise NotAllowed(exchange_kinds[kind].edit_action)


def ask_to_stop(job: ImportJob, *, by: User | None) -> None:
    """The job ends after the chunk that it is at; what is written stays and can be undone."""
    authorise(by, "exchange.import", [job])
    job.note(stop_asked=True)
