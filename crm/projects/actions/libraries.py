import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from crm.core.acts import announce, authorise, change, create
from crm.core.clock import today
from crm.core.errors import Refused
from crm.core.models import User
from crm.projects.models import Library, LibraryEntry, Project
from crm.projects.rules import EntryState, Side


def request_entry(
    projects: Sequence[Project], *, by: User | None, library: Library, reason: str = ""
) -> list[LibraryEntry]:
    """Ask for entry: the amount must be known. A project that has left may not come again."""
    with transaction.atomic():
        authorise(by, "projects.edit", projects)
        entries = _entries(projects, library)
        day, fresh, again = today(), [], []
        for row in projects:
            _check_request(row, entries.get(row.pk))
            entry = entries.get(row.pk) or LibraryEntry(project=row, library=library)
            (again if entry.pk else fresh).append(entry)
            entry.state, entry.requested_on, entry.requested_by = EntryState.PENDING, day, by
        create(fresh, by=by, reason=reason)
        change(again, ["state", "requested_on", "requested_by"], by=by, reason=reason)
        announce("projects.entry_requested", projects, by=by, data={"library": library.code})
        return fresh + again


def enter_library(
    projects: Sequence[Project],
    *,
    by: User | None,
    library: Library,
    entered_on: dt.date | None = None,
    official_number: str = "",
    reason: str = "",
) -> list[LibraryEntry]:
    """Approve entry; the reviewer is somebody else than the owner. ``by`` None is an import."""
    with transaction.atomic():
        authorise(by, "projects.review_entry", projects)
        day = entered_on or today()
        if day > today():
            raise Refused(_("Entry cannot lie in the future."), field="entered_on")
        entries, fresh, known = _entries(projects, library), [], []
        for row in projects:
            if by is not None and row.owner_id == by.pk:
                raise Refused(
                    _("The reviewer must be somebody else than the owner."), code="self_reviewed"
                )
            entry = entries.get(row.pk) or LibraryEntry(project=row, library=library)
            _check_request(row, entry, review=True)
            (known if entry.pk else fresh).append(entry)
            entry.state, entry.entered_on, entry.reviewer = EntryState.IN, day, by
            entry.official_number = official_number or entry.official_number
        fields = ["state", "entered_on", "reviewer", "official_number"]
        create(fresh, by=by, reason=reason)
        change(known, fields, by=by, reason=reason)
        announce(
            "projects.entered_library",
            projects,
            by=by,
            reason=reason,
            data={"library": library.code},
        )
        return fresh + known


def refuse_entry(
    projects: Sequence[Project], *, by: User | None, library: Library, reason: str
) -> list[LibraryEntry]:
    """Turn a request down, with the reason; the owner may ask again."""
    with transaction.atomic():
        authorise(by, "projects.review_entry", projects)
        if not reason.strip():
            raise Refused(_("Say why."), field="reason")
        entries = list(_entries(projects, library).values())
        for entry in entries:
            if entry.state != EntryState.PENDING:
                raise Refused(_("No request is waiting for review."), code="state")
            entry.state, entry.reviewer, entry.note = EntryState.NONE, by, reason[:200]
        changed = change(entries, ["state", "reviewer", "note"], by=by, reason=reason)
        announce("projects.entry_refused", projects, by=by, reason=reason)
        return changed


def leave_library(
    projects: Sequence[Project],
    *,
    by: User | None,
    library: Library,
    leave_reason: str,
    left_on: dt.date | None = None,
    reason: str = "",
) -> list[LibraryEntry]:
    """出库: with reason code and day; from that day on the project is no longer 在库."""
    with transaction.atomic():
        authorise(by, "projects.review_entry", projects)
        if leave_reason not in LibraryEntry.LeaveReason.values:
            raise Refused(_("Choose the reason of leaving."), field="leave_reason")
        day, entries = left_on or today(), _entries(projects, library)
        if day > today():
            raise Refused(_("Leaving cannot lie in the future."), field="left_on")
        for row in projects:
            entry = entries.get(row.pk)
            if entry is None or entry.state != EntryState.IN:
                raise Refused(
                    _("%(project)s is not in this library.") % {"project": row.number}, code="state"
                )
            if day < entry.entered_on:
                raise Refused(
                    _("It entered on %(day)s and cannot leave before.") % {"day": entry.entered_on},
                    field="left_on",
                )
            entry.state, entry.left_on, entry.leave_reason = EntryState.LEFT, day, leave_reason
        rows = list(entries.values())
        changed = change(rows, ["state", "left_on", "leave_reason"], by=by, reason=reason)
        data = {"library": library.code}
        announce("projects.left_library", projects, by=by, reason=reason, data=data)
        return changed


def record_entries(
    fresh: Sequence[LibraryEntry],
    known: Sequence[LibraryEntry],
    *,
    by: User | None,
    reason: str = "",
) -> list[LibraryEntry]:
    """Store what a library's own list says about entries (an import): no request, no review.

    The projects' right to be edited is asked. Days are checked by whoever reads the list.
    """
    with transaction.atomic():
        projects = [entry.project for entry in [*fresh, *known]]
        authorise(by, "projects.edit", projects)
        create(fresh, by=by, reason=reason)
        change(known, ["state", "entered_on", "left_on", "leave_reason"], by=by, reason=reason)
        announce("projects.entry_recorded", projects, by=by, reason=reason)
        return [*fresh, *known]


def _entries(projects: Sequence[Project], library: Library) -> dict[int, LibraryEntry]:
    rows = LibraryEntry.objects.filter(
        library=library, project__in=[row.pk for row in projects]
    ).select_related("project", "library")
    return {row.project_id: row for row in rows}


def _check_request(row: Project, entry: LibraryEntry | None, *, review: bool = False) -> None:
    state = entry.state if entry is not None else EntryState.NONE
    if state == EntryState.IN or (state == EntryState.PENDING and not review):
        raise Refused(
            _("%(project)s is in this library or awaits review already.") % {"project": row.number},
            code="state",
        )
    if state == EntryState.LEFT:
        raise Refused(
            _("%(project)s has left this library; each project enters it once.")
            % {"project": row.number},
            code="state",
        )
    if row.side == Side.ENDED:
        raise Refused(
            _("%(project)s has ended; it cannot enter.") % {"project": row.number}, code="side"
        )
    if row.investment_amount is None:
        raise Refused(
            _("%(project)s has no expected investment; entry needs the amount.")
            % {"project": row.number},
            code="amount",
        )
