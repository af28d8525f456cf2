"""For the test run: fast hashing, tasks run in place, a fresh data directory a process."""

import atexit
import shutil
import tempfile
from pathlib import Path

from config.settings.base import *  # noqa: F403 - a settings module is the sum of its base

SECRET_KEY = "not-a-secret-only-for-tests"
DATA_DIR = Path(tempfile.mkdtemp(prefix="district-desk-test-"))
atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)
MEDIA_ROOT = str(DATA_DIR / "media")
PRIVATE_ROOT = str(DATA_DIR / "files")
SEARCH_DIR = DATA_DIR / "search"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
    for name in ("default", "near")
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
LOG_LEVEL = "WARNING"
DEMO_DATA = False
