"""The command that starts a node for the tests says in one sentence why it cannot."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.services.elasticsearch", "true"]
    given = {**os.environ, **environment}
    return subprocess.run(
        command, cwd=ROOT, env=given, capture_output=True, text=True, check=False, timeout=60
    )


def test_without_java_it_fails_with_one_sentence(tmp_path: Path) -> None:
    outcome = start(
        PATH=str(tmp_path), XDG_CACHE_HOME=str(tmp_path / "cache"), WITHOUT_ELASTICSEARCH="0"
    )
    assert outcome.returncode == 1
    assert outcome.stderr.startswith("Elasticsearch cannot be started: Java and Maven are missing")
    assert len(outcome.stderr.splitlines()) == 1


def test_it_is_left_out_only_when_the_environment_says_so() -> None:
    outcome = start(WITHOUT_ELASTICSEARCH="1")
    assert (outcome.returncode, "left out" in outcome.stdout) == (0, True)
