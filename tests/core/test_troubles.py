"""A full disk, a closed folder and a busy database are said in one sentence."""

import errno
import json
import os
import sqlite3
import subprocess
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import RequestFactory
from django.utils.translation import override

from crm.core import attachments
from crm.core.troubles import trouble_of
from crm.desk.views.errors import server_error
from tests.contracts import tree

FULL, CLOSED, BUSY = "磁盘已满", "无法写入", "数据库正忙"
ERRORS = [
    (OSError(errno.ENOSPC, "No space left on device"), FULL),
    (OperationalError("database or disk is full"), FULL),
    (sqlite3.OperationalError("database or disk is full"), FULL),
    (ValueError("An IO error occurred: 'No space left on device (os error 28)'"), FULL),
    (PermissionError(errno.EACCES, "Permission denied", "/srv/data"), "/srv/data 无法写入"),
    (OperationalError("disk I/O error"), "通常是空间已满"),
    (OperationalError("attempt to write a readonly database"), CLOSED),
    (OperationalError("unable to open database file"), CLOSED),
    (OperationalError("database is locked"), BUSY),
]
FAULTS = [
    None,
    KeyError("x"),
    ValueError("wrong"),
    FileNotFoundError(errno.ENOENT, "No such file"),
    OperationalError("no such table: core_user"),
]


@pytest.mark.parametrize(("error", "said"), ERRORS, ids=repr)
def test_trouble_of_the_machine_is_one_chinese_sentence(error, said):
    with override("zh-hans"):
        assert said in trouble_of(error)


@pytest.mark.parametrize("error", FAULTS, ids=repr)
def test_a_fault_of_the_program_stays_one(error):
    assert trouble_of(error) is None


def test_the_cause_of_an_error_counts():
    outer, inner = RuntimeError("import failed"), sqlite3.OperationalError("no rows")
    outer.__cause__, inner.__context__ = inner, OSError(errno.ENOSPC, "full")
    assert trouble_of(outer) is not None


def test_the_page_says_it_and_leads_a_visitor_to_the_portal():
    try:
        raise OSError(errno.ENOSPC, "No space left on device")
    except OSError:
        answer = server_error(RequestFactory().get("/policies/"))
    page = answer.content.decode()
    assert answer.status_code == 503
    assert FULL in page
    assert 'href="/"' in page


@pytest.mark.django_db
def test_an_upload_that_does_not_fit_leaves_nothing_behind(settings, tmp_path, monkeypatch):
    settings.PRIVATE_ROOT = str(tmp_path)

    def full(_number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(attachments.os, "fsync", full)
    upload = SimpleUploadedFile("a.txt", b"text")
    with pytest.raises(OSError, match="No space"):
        attachments.keep(upload.chunks(), media_type="text/plain")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_kept_files_are_for_their_account_alone(settings, tmp_path):
    settings.PRIVATE_ROOT = str(tmp_path)
    upload = SimpleUploadedFile("a.txt", b"text")
    stored = attachments.keep(upload.chunks(), media_type="text/plain")
    assert stored.path.stat().st_mode & 0o777 == 0o600


def test_a_command_without_a_folder_to_write_says_so(tmp_path):
    occupied = tmp_path / "file"
    occupied.write_text("in the way")
    environment = {
        **os.environ,
        "DATA_DIR": str(occupied / "data"),
        "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
    }
    answer = subprocess.run(
        [sys.executable, "manage.py", "doctor", "--json"],
        cwd=tree.ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert CLOSED in answer.stderr
    assert "Traceback" not in answer.stderr
    assert answer.stdout == "" or "error" in json.loads(answer.stdout)


def test_a_folder_that_cannot_be_used_is_said_as_json_too(tmp_path):
    taken = tmp_path / "taken"
    taken.touch()
    asked = ["manage.py", "occupancy", "--as-of", "2023-02-28", "--json"]
    done = subprocess.run(
        [sys.executable, *asked],
        cwd=tree.ROOT,
        env={
            **os.environ,
            "DATA_DIR": f"{taken}/x",
            "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert CLOSED in json.loads(done.stdout)["error"]
    assert CLOSED in done.stderr
