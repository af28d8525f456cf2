"""Several processes issue at once: no number twice, none left out."""

import json
import subprocess
import sys

import pytest

SCOPES = ("district", "S", "N", "SOUTH-1")


@pytest.mark.slow
@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_processes_that_issue_at_once_share_the_numbers_without_a_gap(
    ledger, process_environment, tmp_path
):
    command = [sys.executable, "manage.py", "report", "occupancy-monthly", "--month", "2023-02"]
    running = [
        subprocess.Popen(
            [*command, "--scope", scope, "--issue", "--pdf", str(tmp_path / scope), "--json"],
            env=process_environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for scope in SCOPES
    ]
    answers = [json.loads(process.communicate(timeout=240)[0]) for process in running]
    assert sorted(answer.get("number", answer) for answer in answers) == [
        f"OCC-202302-{number:02d}" for number in range(1, len(SCOPES) + 1)
    ]
    sizes = {(tmp_path / scope).stat().st_size for scope in SCOPES}
    assert min(sizes) > 50_000
