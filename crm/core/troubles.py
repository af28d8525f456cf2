"""What goes wrong with the machine and not with the work, said in one sentence with what to do."""

import errno
import sqlite3
from collections.abc import Iterator

from django.db import OperationalError
from django.utils.translation import gettext as _

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
CLOSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
SPEAKING = (OperationalError, sqlite3.OperationalError, ValueError)
# What the databases and the search engine say; they give no error number.
FULL_WORDS = ("disk is full", "No space left", "os error 28", "os error 122")
# SQLite cannot lay its journal beside the file: as a rule the disk is full to the last byte.
FAILING_WORDS = ("disk I/O error",)
CLOSED_WORDS = (
    "readonly database",
    "unable to open database file",
    "os error 13",
    "os error 30",
)
BUSY_WORDS = ("database is locked", "deadlock detected")


def trouble_of(error: BaseException | None) -> str | None:
    """The sentence for a full disk, a folder that cannot be written, or a database that is busy;
    None for any other error, which is a fault of the program.
    """
    for one in _line(error):
        number = one.errno if isinstance(one, OSError) else None
        words = str(one) if isinstance(one, SPEAKING) else ""
        if number in FULL or any(word in words for word in FULL_WORDS):
            return _("The disk is full. Make room on it, then do this again.")
        if any(word in words for word in FAILING_WORDS):
            return _(
                "The disk does not take what is written to it: as a rule it is full."
                " Make room on it or have it looked at, then do this again."
            )
        if number in CLOSED or any(word in words for word in CLOSED_WORDS):
            place = getattr(one, "filename", None) or _("The data folder")
            return _("%(place)s cannot be written. Let this account write there.") % {
                "place": place
            }
        if any(word in words for word in BUSY_WORDS):
            return _("The database is busy with other work. Wait a moment, then do this again.")
    return None


def _line(error: BaseException | None) -> Iterator[BaseException]:
    """An error and those that it came from."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
