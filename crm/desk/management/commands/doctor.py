"""`manage.py doctor`: looks at everything that must be in order, and says what to do."""

from typing import Any

import structlog

from crm.core.commands import JsonCommand
from crm.core.registries import checks
from crm.core.registries.checks import Check, Finding

log = structlog.get_logger(__name__)

MARKS = {"ok": "  ok ", "warn": "warn ", "bad": " BAD "}


class Command(JsonCommand):
    help = "Check fonts, database, search, worker, footer, keys, calendar; exit status 1 when bad."

    def run(self, **options: Any) -> dict[str, Any]:
        findings = [
            {
                "key": check.key,
                "label": str(check.label),
                "level": finding.level,
                "message": str(finding.message),
                "advice": str(finding.advice),
            }
            for check in checks
            for finding in look(check)
        ]
        levels = [finding["level"] for finding in findings]
        return {
            "ok": "bad" not in levels,
            "bad": levels.count("bad"),
            "warnings": levels.count("warn"),
            "findings": findings,
        }

    def show(self, result: dict[str, Any]) -> None:
        for finding in result["findings"]:
            line = f"{MARKS[finding['level']]} {finding['label']}: {finding['message']}"
            advice = finding["advice"] if finding["level"] != "ok" else ""
            self.stdout.write(f"{line} → {advice}" if advice else line)

    def failed(self, result: dict[str, Any]) -> str:
        bad = [finding["key"] for finding in result["findings"] if finding["level"] == "bad"]
        return ", ".join(dict.fromkeys(bad))


def look(check: Check) -> list[Finding]:
    """The findings of one check; one that breaks is itself a bad finding, and the others go on."""
    try:
        return check.run()
    except Exception as error:
        log.exception("doctor.check_failed", check=check.key)
        return [Finding("bad", f"{type(error).__name__}: {error}")]
