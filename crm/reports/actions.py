"""What is done with reports: freeze, review, issue, drop, print."""

import datetime as dt
import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crm.core.acts import announce, authorise, change, create, record_event
from crm.core.attachments import keep
from crm.core.clock import now, today
from crm.core.dated_values import value_on
from crm.core.errors import Refused
from crm.core.registries import ReportKind, report_kinds
from crm.reports.bodies import answering_team
from crm.reports.canonical import canonical_json, digest, digest_of
from crm.reports.dated import PAGES_A_PART, REVIEW_REQUIRED
from crm.reports.fitting import printed_whole
from crm.reports.fonts import require_fonts
from crm.reports.models import PrintJob, Snapshot, SnapshotPart
from crm.reports.numbers import expected_number, take_number
from crm.reports.pdf import Printed, Progress, to_pdf
from crm.reports.wording import carry_over

if TYPE_CHECKING:
    from crm.core.models import User

ATTEMPTS = 20
ISSUED_FIELDS = [
    "state",
    "number",
    "edition",
    "supersedes",
    "correction_note",
    "issued_by",
    "issued_at",
    "font_set",
    "pdf",
    "pages",
]


class _OvertakenError(Exception):
    """Another issue took the number, or the place in force, while this one printed."""


def kind_of(key: str) -> ReportKind:
    """The kind by its key; Refused names those that there are."""
    if key not in report_kinds:
        raise Refused(
            _("There is no report %(kind)s. There are: %(known)s.")
            % {"kind": key, "known": "、".join(report_kinds.keys())},
            field="kind",
        )
    return report_kinds[key]


def freeze(kind: ReportKind, *, by: "User | None", as_of: dt.date, scope: str) -> Snapshot:
    """A draft that holds the figures of ``as_of`` as the ledger has them now.

    Equal figures make no second draft: the open draft, or the report in force, is given back. Other
    figures drop the open draft; its edited words go over to the new one. Raises Refused on an
    unknown scope or a day that is not over.
    """
    if as_of > today():
        raise Refused(
            _("%(day)s is not over yet: the report shows the last day of the month.")
            % {"day": as_of.isoformat()},
            field="month",
        )
    with transaction.atomic():
        authorise(by, kind.action)
        canonical = canonical_json(kind.figures(as_of, scope))
        known = Snapshot.objects.filter(kind=kind.key, scope_code=scope, as_of=as_of)
        current = list(known.filter(state__in=("draft", "reviewed", "issued")))
        for snapshot in current:
            if snapshot.canonical == canonical and snapshot.rule_version == kind.rule_version:
                return snapshot
        outdated = [snapshot for snapshot in current if snapshot.is_open]
        authorise(by, kind.action, outdated)
        _drop(outdated, by=by, reason=_("The figures have changed"))
        snapshot = _create(kind, canonical, by=by, as_of=as_of, scope=scope)
        if outdated:
            document = kind.document(snapshot.figures, snapshot.rule_version)
            carry_over(outdated, snapshot, document, by=by)
        return snapshot


def _create(
    kind: ReportKind, canonical: str, *, by: "User | None", as_of: dt.date, scope: str
) -> Snapshot:
    snapshot = Snapshot(
        team=answering_team(by, today()),
        kind=kind.key,
        scope_code=scope,
        as_of=as_of,
        rule_version=kind.rule_version,
        canonical=canonical,
        sha256=digest(canonical),
        frozen_at=now(),
    )
    figures = snapshot.figures
    snapshot.scope_name = figures["scope"]["name"]
    snapshot.is_closed, snapshot.is_demo = figures["closed"], figures["demo"]
    try:
        with transaction.atomic():
            create([snapshot], by=by)
    except IntegrityError as error:
        raise Refused(_("Somebody else is drawing up this report. Try again.")) from error
    announce("reports.frozen", [snapshot], by=by, data={"sha256": snapshot.sha256})
    return snapshot


def review(snapshot: Snapshot, *, by: "User | None") -> Snapshot:
    """Confirm a draft; nobody confirms their own."""
    with transaction.atomic():
        row = _open(snapshot)
        authorise(by, "reports.review", [row])
        if by is not None and by == row.created_by:
            raise Refused(_("Somebody else must review the draft that you have drawn up."))
        row.state, row.reviewed_by, row.reviewed_at = Snapshot.State.REVIEWED, by, now()
        change([row], ["state", "reviewed_by", "reviewed_at"], by=by)
        announce("reports.reviewed", [row], by=by)
        return row


def drop(snapshot: Snapshot, *, by: "User | None", reason: str = "") -> Snapshot:
    """Put a draft aside; its figures stay for the record."""
    with transaction.atomic():
        row = _open(snapshot)
        authorise(by, "reports.draft", [row])
        _drop([row], by=by, reason=reason)
        return row


def _drop(rows: list[Snapshot], *, by: "User | None", reason: str) -> None:
    for row in rows:
        row.state = Snapshot.State.DROPPED
    if rows:
        change(rows, ["state"], by=by, reason=reason)
        announce("reports.dropped", rows, by=by, reason=reason)


def _open(snapshot: Snapshot) -> Snapshot:
    """The row as it is now, locked; Refused when it is no draft any more."""
    rows = Snapshot.objects.select_for_update(of=("self",)).select_related(
        "created_by", "reviewed_by"
    )
    row = rows.get(pk=snapshot.pk)
    if row.number:
        raise Refused(
            _("This report is issued already, as %(number)s.") % {"number": row.number},
            code="issued",
        )
    if not row.is_open:
        raise Refused(_("This draft was dropped. Draw up a new one."), code="dropped")
    return row


def issue(
    snapshot: Snapshot, *, by: "User | None", note: str = "", progress: Progress | None = None
) -> Snapshot:
    """Number, print and put in force a draft; the sheet keeps these bytes for good.

    Printing takes seconds, so it happens before the transaction with the number that is expected;
    when another issue was quicker, it is printed again. A rollback leaves no gap. ``note`` says
    what a correction corrects.
    """
    authorise(by, "reports.issue", [snapshot])
    with _one_at_a_time():
        for _attempt in range(ATTEMPTS):
            candidate = _candidate(snapshot, by=by, note=note)
            printed = _sheet(candidate, progress)
            try:
                with transaction.atomic():
                    return _put_in_force(candidate, printed, by=by)
            except _OvertakenError:
                continue
    raise Refused(_("Other reports are being issued at this moment. Try again."))


def _candidate(snapshot: Snapshot, *, by: "User | None", note: str) -> Snapshot:
    """The draft as it will be when it is issued, not saved."""
    with transaction.atomic():
        row = _open(snapshot)
        _check_review(row)
        earlier = in_force(row, lock=True)
        if earlier is not None and not note:
            raise Refused(
                _("%(number)s is in force. Say what this report corrects.")
                % {"number": earlier.number},
                field="note",
            )
        candidate = copy(row)
        candidate.state = Snapshot.State.ISSUED
        candidate.number = expected_number(row.definition.number_prefix, row.as_of)
    candidate.issued_by, candidate.issued_at = by, now()
    candidate.font_set = require_fonts()
    candidate.supersedes = earlier
    candidate.edition = earlier.edition + 1 if earlier else 1
    candidate.correction_note = note if earlier else ""
    return candidate


def _check_review(row: Snapshot) -> None:
    if row.state != Snapshot.State.REVIEWED and value_on(REVIEW_REQUIRED, today()):
        raise Refused(_("The draft must be reviewed before it is issued."), code="review")


def in_force(row: Snapshot, *, lock: bool = False) -> Snapshot | None:
    """The issued report of the same kind, scope and day that nothing has corrected."""
    same = Snapshot.objects.filter(kind=row.kind, scope_code=row.scope_code, as_of=row.as_of)
    rows = same.select_for_update(of=("self",)) if lock else same
    return rows.filter(state=Snapshot.State.ISSUED).first()


def _put_in_force(candidate: Snapshot, printed: Printed, *, by: "User | None") -> Snapshot:
    row = _open(candidate)
    authorise(by, "reports.issue", [row])
    earlier = in_force(row, lock=True)
    number = take_number(row.definition.number_prefix, row.as_of)
    expected = (candidate.number, candidate.supersedes, candidate.version)
    if (number, earlier, row.version) != expected:
        raise _OvertakenError
    if earlier is not None:
        earlier.state = Snapshot.State.CORRECTED
        change([earlier], ["state"], by=by, reason=candidate.correction_note)
    candidate.pdf = keep(iter([printed.content]), media_type="application/pdf")
    candidate.pages = printed.pages
    change([candidate], ISSUED_FIELDS, by=by, reason=candidate.correction_note)
    _keep_parts(candidate, printed, by=by)
    hashes = {"sha256": candidate.sha256, "pdf_sha256": candidate.pdf.sha256}
    announce("reports.issued", [candidate], by=by, data={"number": number, **hashes})
    return candidate


def _keep_parts(snapshot: Snapshot, printed: Printed, *, by: "User | None") -> None:
    """The further files of a long report, in order."""
    parts = [
        SnapshotPart(
            snapshot=snapshot,
            ordinal=ordinal,
            label=part.label[:100],
            file=keep(iter([part.content]), media_type="application/pdf"),
            pages=part.pages,
        )
        for ordinal, part in enumerate(printed.parts, 1)
    ]
    if parts:
        create(parts, by=by)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Issues on this machine queue up here, so that none prints in vain or holds the database."""
    root = Path(settings.PRIVATE_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with (root / ".issuing").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def printed_bytes(snapshot: Snapshot, *, by: "User | None") -> bytes:
    """The bytes of an issued report, checked against their hash; the look is an event."""
    if snapshot.pdf is None:
        raise Refused(_("This report has not been issued."))
    try:
        content = snapshot.pdf.path.read_bytes()
    except OSError as error:
        raise Refused(
            _("The file of %(number)s is missing. Restore the files folder from the last backup.")
            % {"number": snapshot.number}
        ) from error
    if digest_of(content) != snapshot.pdf.sha256:
        raise Refused(
            _("The file of %(number)s was changed. Restore the files folder from the last backup.")
            % {"number": snapshot.number}
        )
    record_event("reports.read_file", by=by, row=snapshot, data={"sha256": snapshot.pdf.sha256})
    return content


def _sheet(snapshot: Snapshot, progress: Progress | None) -> Printed:
    most = int(value_on(PAGES_A_PART, today()))
    return printed_whole(snapshot, lambda html: to_pdf(html, progress=progress), most)


def print_draft(
    snapshot: Snapshot, *, by: "User | None", progress: Progress | None = None
) -> Printed:
    """The sheet of a draft, marked as one; nothing is kept. Takes seconds."""
    draft = copy(snapshot)
    draft.font_set = require_fonts()
    printed = _sheet(draft, progress)
    record_event("reports.printed", by=by, row=snapshot)
    return printed


def ask_for_print(snapshot: Snapshot, *, by: "User", purpose: str, note: str = "") -> PrintJob:
    """Note that somebody waits for the printer; crm.reports.jobs does the work."""
    needed = "reports.issue" if purpose == PrintJob.Purpose.ISSUE else "reports.view"
    with transaction.atomic():
        authorise(by, needed, [snapshot])
        if purpose == PrintJob.Purpose.ISSUE:
            _candidate(snapshot, by=by, note=note)
        return PrintJob.objects.create(snapshot=snapshot, asked_by=by, purpose=purpose, note=note)
