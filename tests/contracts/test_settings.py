"""The set-ups: production refuses to start half configured, embedded needs nothing."""

import os
import stat
import subprocess
import sys

import pytest

from tests.contracts import tree

COMPLETE = {
    "SECRET_KEY": "a-key-of-the-installation",
    "ALLOWED_HOSTS": "zs.example.gov.cn",
    "DATABASE_URL": "postgres://desk@localhost/desk",
}


def load(module: str, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    kept = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    return subprocess.run(
        [sys.executable, "-c", f"import {module}"],
        cwd=tree.ROOT,
        env={**kept, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("missing", COMPLETE)
def test_production_refuses_to_start_without(missing):
    given = {key: value for key, value in COMPLETE.items() if key != missing}
    outcome = load("config.settings.production", given)
    assert outcome.returncode != 0
    assert missing in outcome.stderr


def test_production_starts_when_complete():
    assert load("config.settings.production", COMPLETE).returncode == 0


def test_the_embedded_set_up_makes_its_own_key(tmp_path):
    outcome = load("config.settings.embedded", {"DATA_DIR": str(tmp_path / "data")})
    assert outcome.returncode == 0, outcome.stderr
    key = tmp_path / "data" / "secret-key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(key.read_text()) > 40


def test_the_key_stays_the_same(tmp_path):
    load("config.settings.embedded", {"DATA_DIR": str(tmp_path)})
    first = (tmp_path / "secret-key").read_text()
    load("config.settings.embedded", {"DATA_DIR": str(tmp_path)})
    assert (tmp_path / "secret-key").read_text() == first
