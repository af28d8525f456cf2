"""A backup put back is the installation as it was."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

pytestmark = [pytest.mark.both_databases, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MANAGE = Path(settings.BASE_DIR) / "manage.py"


@pytest.fixture
def manage(process_environment, tmp_path):
    """Run ``manage.py`` on this test's database with a data directory of its own."""
    environment = {**process_environment, "DATA_DIR": str(tmp_path / "data")}

    def run(*arguments: str) -> tuple[int, dict]:
        outcome = subprocess.run(
            [sys.executable, str(MANAGE), *arguments, "--json"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return outcome.returncode, json.loads(outcome.stdout or "{}")

    return run


def test_rows_and_files_come_back(manage, people, tmp_path):
    kept = tmp_path / "data" / "files" / "ab" / "cd"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"contract")
    assert manage("backup", str(tmp_path / "backup.tgz"))[0] == 0
    kept.write_bytes(b"overwritten")
    type(people.manager).objects.filter(username="manager").update(name="别人")
    status, answer = manage("restore", str(tmp_path / "backup.tgz"), "--replace")
    assert (status, answer["format"]) == (0, 1)
    assert kept.read_bytes() == b"contract"
    connection.close()  # it still reads the file that was replaced
    assert people.manager.name == "manager（演示）"


def test_an_installation_with_people_is_not_overwritten_by_accident(manage, people, tmp_path):
    manage("backup", str(tmp_path / "backup.tgz"))
    status, answer = manage("restore", str(tmp_path / "backup.tgz"))
    assert (status, answer["code"]) == (1, "not_empty")


@pytest.mark.parametrize("content", [b"", b"not a backup"])
def test_a_file_that_is_no_backup_is_refused(manage, people, tmp_path, content):
    wrong = tmp_path / "wrong.tgz"
    wrong.write_bytes(content)
    status, answer = manage("restore", str(wrong), "--replace")
    assert status == 1
    assert "不是本系统的备份" in answer["error"]
    connection.close()  # it still reads the file that was replaced
    assert people.manager.name == "manager（演示）"
