"""Taking in, keeping and giving out files. Bytes are written before the row commits."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import filetype
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils.translation import gettext as _

from crm.core.acts import announce, create
from crm.core.errors import Refused
from crm.core.models import Attachment, StoredFile

if TYPE_CHECKING:
    from crm.core.models import User

MAX_BYTES = 50 * 1024 * 1024
# Extension → the type that the first bytes must show; None where the format has no signature.
ALLOWED = {
    "pdf": "application/pdf",
    "ofd": "application/zip",
    "docx": "application/zip",
    "xlsx": "application/zip",
    "pptx": "application/zip",
    "doc": "application/x-ole-storage",
    "xls": "application/x-ole-storage",
    "wps": "application/x-ole-storage",
    "et": "application/x-ole-storage",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "zip": "application/zip",
    "txt": None,
    "csv": None,
}
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def attach(
    record: models.Model, upload: UploadedFile, *, by: "User | None", kind: str = ""
) -> Attachment:
    """Keep an uploaded file and hang it on ``record``; raises Refused on a wrong type or size."""
    check_upload(upload)
    stored = keep(upload.chunks(), media_type=upload.content_type or "application/octet-stream")
    with transaction.atomic():
        attachment = Attachment(
            content_type=ContentType.objects.get_for_model(record),
            object_id=record.pk,
            file=stored,
            name=Path(upload.name or "").name[:200],
            kind=kind,
        )
        create([attachment], by=by)
        announce(
            "core.attached",
            [record],
            by=by,
            data={"attachment": attachment.pk, "name": attachment.name},
        )
    return attachment


def check_upload(upload: UploadedFile) -> None:
    """Extension, first bytes and size; raises Refused and says what is allowed."""
    extension = Path(upload.name or "").suffix.lower().lstrip(".")
    if extension not in ALLOWED:
        raise Refused(
            _("Files of this kind are not accepted. Allowed: %(kinds)s.")
            % {"kinds": "、".join(ALLOWED)},
            field="file",
        )
    if (upload.size or 0) > MAX_BYTES:
        raise Refused(_("The file is larger than 50 MB."), field="file")
    head = upload.read(8192)
    upload.seek(0)
    if not _looks_like(head, ALLOWED[extension]):
        raise Refused(
            _("The content of the file does not match its name; it is not a real .%(kind)s file.")
            % {"kind": extension},
            field="file",
        )


def _looks_like(head: bytes, wanted: str | None) -> bool:
    if wanted is None:
        return b"\x00" not in head
    if wanted == "application/zip":
        return head.startswith(b"PK\x03\x04")
    if wanted == "application/x-ole-storage":
        return head.startswith(_OLE)
    kind = filetype.guess(head)
    return kind is not None and kind.mime == wanted


def keep(chunks: Iterator[bytes], *, media_type: str) -> StoredFile:
    """Write bytes under their SHA-256 (once) and return the row; safe to be killed at any point."""
    root = Path(settings.PRIVATE_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with tempfile.TemporaryDirectory(dir=root, prefix=".incoming-") as folder:
        incoming = Path(folder) / "file"
        incoming.touch(mode=0o600)
        with incoming.open("wb") as handle:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                handle.write(chunk)
            handle.flush()
            os.fsync(handle.fileno())
        target = root / digest.hexdigest()[:2] / digest.hexdigest()
        target.parent.mkdir(exist_ok=True)
        os.replace(incoming, target)
    stored, _created = StoredFile.objects.get_or_create(
        sha256=digest.hexdigest(), defaults={"size": size, "media_type": media_type[:100]}
    )
    return stored
