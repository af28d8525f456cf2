"""归档包: a year's issued reports in one zip with 目录; what it holds is read-only afterwards."""

import datetime as dt
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from crm.core.acts import announce, authorise, change, create
from crm.core.attachments import attach, keep
from crm.core.clock import today
from crm.core.errors import Refused
from crm.core.models import Attachment, StoredFile
from crm.core.numbering import take_values
from crm.reports.bodies import answering_team
from crm.reports.canonical import digest_of
from crm.reports.models import ArchivePackage, Snapshot
from crm.reports.printing import document_of, imprint_of
from crm.reports.workbook import to_workbook

if TYPE_CHECKING:
    from crm.core.models import User

Progress = Callable[[int, int], None]
ACTION, SCAN = "reports.archive", "signed_scan"
SCAN_KINDS = (".pdf", ".png", ".jpg", ".jpeg")
CONTENTS = "目录.xlsx"
CHUNK = 1024 * 1024
HEADS = ("件号", "题名", "编号", "日期", "页数", "保管期限", "文件", "SHA-256")
# Zip entries of any machine at any time are the same.
STAMP = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Item:
    """One file of the package: 件号 and title of its report, and the file's own path and hash."""

    ordinal: int
    title: str
    number: str
    date: str
    pages: int | None
    retention: str
    path: str
    sha256: str


def attach_scan(snapshot: Snapshot, upload: UploadedFile, *, by: "User | None") -> Attachment:
    """签字扫描件 of an issued report. Refused on a draft, another kind of file, once archived."""
    authorise(by, "reports.draft", [snapshot])
    if not snapshot.number:
        raise Refused(_("Only an issued report has a signed sheet."))
    if snapshot.archived_in_id is not None:
        raise Refused(_("This report is archived and no longer changes."))
    if Path(upload.name or "").suffix.lower() not in SCAN_KINDS:
        raise Refused(_("A scan is a PDF, PNG or JPEG."), field="file")
    return attach(snapshot, upload, by=by, kind=SCAN)


def scans_of(snapshot: Snapshot) -> list[Attachment]:
    """The signed scans of a report, oldest first."""
    rows = Attachment.objects.filter(
        content_type=ContentType.objects.get_for_model(Snapshot), object_id=snapshot.pk, kind=SCAN
    )
    return list(rows.select_related("file", "created_by").order_by("pk"))


def archivable(year: int, by: "User | None" = None) -> list[Snapshot]:
    """Issued and corrected reports about a year that lie in no package yet; with ``by`` those that
    this person may archive.
    """
    reached = Snapshot.objects.all() if by is None else Snapshot.objects.within(by, ACTION)
    rows = reached.filter(state__in=Snapshot.PUBLISHED, as_of__year=year, archived_in__isnull=True)
    related = ("pdf", "created_by", "reviewed_by", "issued_by", "supersedes")
    return list(rows.select_related(*related).order_by("as_of", "number"))


def archive(
    year: int,
    *,
    name: str,
    retention: str,
    by: "User | None",
    progress: Progress | None = None,
    packed: Callable[[ArchivePackage], None] | None = None,
) -> ArchivePackage:
    """Pack the year's reports: sheets, parts, workbooks, signed scans, 目录 with hashes.

    The files are gathered before the transaction; inside, the reports must still be those.
    Restricted annexes stay out. Raises Refused when there is nothing to pack, when a file is
    missing or was changed, or when somebody issued or archived meanwhile. ``progress`` hears how
    many of how many reports are packed; ``packed`` is called inside the transaction.
    """
    authorise(by, ACTION)
    snapshots = archivable(year, by)
    if not snapshots:
        raise Refused(
            _("There is no issued report of %(year)s that is not archived.") % {"year": year},
            field="year",
        )
    with tempfile.TemporaryFile() as handle:
        items = _pack(handle, snapshots, retention, progress)
        handle.seek(0)
        stored = keep(iter(lambda: handle.read(CHUNK), b""), media_type="application/zip")
    with transaction.atomic():
        package = _put_away(year, name, retention, snapshots, items, stored, by)
        if packed is not None:
            packed(package)
        return package


def _put_away(
    year: int,
    name: str,
    retention: str,
    snapshots: list[Snapshot],
    items: list[Item],
    stored: StoredFile,
    by: "User | None",
) -> ArchivePackage:
    """Must run inside a transaction."""
    with transaction.atomic():
        rows = list(
            Snapshot.objects.select_for_update(of=("self",))
            .filter(pk__in=[row.pk for row in snapshots], archived_in__isnull=True)
            .order_by("as_of", "number")
        )
        if [row.version for row in rows] != [row.version for row in snapshots]:
            raise Refused(_("Reports changed while they were packed. Try again."))
        package = ArchivePackage(
            team=answering_team(by, today()),
            number=f"GD-{year}-{take_values(f'GD-{year}')[0]:02d}",
            year=year,
            name=name,
            retention=retention,
            manifest=[asdict(item) for item in items],
            file=stored,
        )
        create([package], by=by)
        for row in rows:
            row.archived_in = package
        change(rows, ["archived_in"], by=by, reason=package.number)
        announce("reports.archived", rows, by=by, data={"package": package.number})
        return package


def _pack(
    handle: BinaryIO, snapshots: list[Snapshot], retention: str, progress: Progress | None
) -> list[Item]:
    items: list[Item] = []
    with zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED) as pack:
        for ordinal, snapshot in enumerate(snapshots, 1):
            if progress is not None:
                progress(ordinal - 1, len(snapshots))
            for path, content, pages in _files_of(snapshot):
                name = f"{ordinal:03d} {snapshot.number}/{path}"
                _write(pack, name, content)
                items.append(_item(ordinal, snapshot, retention, name, content, pages))
        _write(pack, CONTENTS, contents_sheet(items))
    if progress is not None:
        progress(len(snapshots), len(snapshots))
    return items


def _item(
    ordinal: int, snapshot: Snapshot, retention: str, path: str, content: bytes, pages: int | None
) -> Item:
    day: dt.date = snapshot.issued_on or snapshot.as_of
    month = f"{snapshot.as_of.year}年{snapshot.as_of.month}月"
    title = f"{snapshot.scope_name}{snapshot.kind_label}（{month}）"
    return Item(
        ordinal,
        title,
        snapshot.number or "",
        day.isoformat(),
        pages,
        retention,
        path,
        digest_of(content),
    )


def _files_of(snapshot: Snapshot) -> Iterator[tuple[str, bytes, int | None]]:
    """(name, bytes, pages) of the sheet, its parts, the workbook and the signed scans."""
    yield f"{snapshot.number}.pdf", _checked(snapshot.pdf, snapshot), snapshot.pages
    for part in snapshot.parts.select_related("file"):
        name = f"{snapshot.number}-{part.ordinal}.pdf"
        yield name, _checked(part.file, snapshot), part.pages
    yield f"{snapshot.number}.xlsx", to_workbook(document_of(snapshot), imprint_of(snapshot)), None
    for index, scan in enumerate(scans_of(snapshot), 1):
        name = f"签字扫描件{index}{Path(scan.name).suffix.lower()}"
        yield name, _checked(scan.file, snapshot), None


def _checked(stored: StoredFile | None, snapshot: Snapshot) -> bytes:
    """The bytes of a kept file; Refused when they are gone or were changed."""
    try:
        content = stored.path.read_bytes() if stored else b""
    except OSError:
        content = b""
    if stored is None or digest_of(content) != stored.sha256:
        words = _("A file of %(number)s is missing or was changed. Restore it from the backup.")
        raise Refused(words % {"number": snapshot.number})
    return content


def _write(pack: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o640 << 16
    pack.writestr(entry, content)


def contents_sheet(items: list[Item]) -> bytes:
    """目录.xlsx: one line a file, the columns that archives ask for."""
    book = Workbook()
    sheet = book.active
    sheet.title = "目录"
    sheet.append(HEADS)
    for cell in sheet[1]:
        cell.font = Font(name="黑体", size=10)
    for item in items:
        sheet.append(list(asdict(item).values()))
    sheet.freeze_panes = "A2"
    for column, width in zip("ABCDEFGH", (6, 46, 18, 12, 7, 10, 44, 68), strict=True):
        sheet.column_dimensions[column].width = width
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()
