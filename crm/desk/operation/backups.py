"""Backups: one file with the database, the media, the private files and the index, and a manifest.

The secret key is not in it: it belongs to the machine, not to the data.
"""

import hashlib
import json
import shutil
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils.translation import gettext as _

from crm.core.clock import now
from crm.core.errors import Refused
from crm.core.models import User
from crm.desk.operation import databases
from crm.desk.operation.demo import marker

FORMAT = 1
MANIFEST = "manifest.json"


def folders() -> dict[str, Path]:
    """What lies in files beside the database, by its name in the backup."""
    return {
        "media": Path(settings.MEDIA_ROOT),
        "files": Path(settings.PRIVATE_ROOT),
        "search": Path(settings.SEARCH_DIR),
    }


def backup(target: Path) -> dict[str, Any]:
    """Write ``target``; an existing file is replaced only once the new one is whole.

    The database is copied first: files are written before the rows that name them, so every row of
    the copy finds its file.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.part")
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        copied = databases.copy(connection, Path(scratch))
        manifest = _manifest(copied)
        (Path(scratch) / MANIFEST).write_text(json.dumps(manifest, indent=1))
        with tarfile.open(unfinished, "w:gz", compresslevel=3) as archive:
            archive.add(Path(scratch) / MANIFEST, MANIFEST)
            archive.add(copied, copied.name)
            for name, folder in folders().items():
                if folder.exists():
                    archive.add(folder, name)
    unfinished.replace(target)
    return {"file": str(target), "bytes": target.stat().st_size, **manifest}


def restore(source: Path, *, replace: bool) -> dict[str, Any]:
    """Put a backup back. Refused on an installation with accounts unless ``replace``."""
    if not source.is_file():
        raise Refused(_("There is no file %(file)s.") % {"file": source}, field="file")
    if not replace and _holds_people():
        raise Refused(
            _("This installation holds records. Add --replace to put the backup in their place."),
            code="not_empty",
        )
    root = Path(settings.DATA_DIR)
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root) as scratch:
        unpacked = Path(scratch)
        manifest = _unpack(source, unpacked)
        databases.put_back(connection, unpacked)
        for name, folder in folders().items():
            shutil.rmtree(folder, ignore_errors=True)
            if (unpacked / name).exists():
                folder.parent.mkdir(parents=True, exist_ok=True)
                shutil.move(unpacked / name, folder)
    marker().unlink(missing_ok=True)
    if manifest["demo"]:
        marker().write_text(json.dumps(manifest["demo"], indent=1))
    call_command("migrate", verbosity=0)  # an older backup grows into the present shape
    return {"file": str(source), **manifest}


def _manifest(copied: Path) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made_at": now().isoformat(timespec="seconds"),
        "database": connection.vendor,
        "sha256": _digest(copied),
        "demo": json.loads(marker().read_text()) if marker().exists() else None,
    }


def _unpack(source: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(source, "r:gz") as archive:
            archive.extractall(folder, filter="data")
        manifest = json.loads((folder / MANIFEST).read_text())
    except (tarfile.TarError, OSError, ValueError, EOFError) as error:
        message = _("%(file)s is not a backup of this software.")
        raise Refused(message % {"file": source}, field="file") from error
    kind = databases.SQLITE_COPY if manifest["database"] == "sqlite" else databases.POSTGRES_COPY
    if manifest["format"] != FORMAT or _digest(folder / kind) != manifest["sha256"]:
        raise Refused(_("%(file)s is damaged.") % {"file": source}, field="file")
    return manifest


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _holds_people() -> bool:
    if User._meta.db_table not in connection.introspection.table_names():
        return False
    return User.objects.exists()
