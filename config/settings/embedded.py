"""One machine: SQLite, tantivy, whitenoise. The default of manage.py."""

import os
import secrets
import sys
from pathlib import Path

from config.settings.base import *  # noqa: F403 - a settings module is the sum of its base
from config.settings.base import DATA_DIR, STATIC_ROOT, env

# The database, the indexes and the files hold personal data: what this account makes is for it
# alone.
os.umask(0o077)
try:
    for _folder in (DATA_DIR, Path(STATIC_ROOT)):
        _folder.mkdir(parents=True, exist_ok=True)
except OSError as error:
    sys.exit(
        f"DATA_DIR：{DATA_DIR} 无法写入（{error.strerror}）。请更换文件夹，或让当前账号可以写入。"
    )


def local_secret_key() -> str:
    """The key of this DATA_DIR, made on first use and readable by its owner alone."""
    path = DATA_DIR / "secret-key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


SECRET_KEY = env("SECRET_KEY", default="") or local_secret_key()
