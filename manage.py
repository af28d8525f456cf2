#!/usr/bin/env python
"""District Desk's command line; embedded settings unless DJANGO_SETTINGS_MODULE is set."""

import json
import os
import sys

from django.core.management import execute_from_command_line

from crm.core.troubles import trouble_of


def main() -> None:
    """Run the command; a full disk or a closed folder is one sentence and exit status 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
    try:
        execute_from_command_line(sys.argv)
    except Exception as error:
        trouble = trouble_of(error)
        if trouble is None or "--traceback" in sys.argv:
            raise
        _say_as_json(trouble)
        sys.exit(trouble)
    except SystemExit as end:
        if isinstance(end.code, str):  # settings that cannot be loaded say why and end
            _say_as_json(end.code)
        raise


def _say_as_json(trouble: str) -> None:
    if "--json" in sys.argv:
        sys.stdout.write(json.dumps({"error": trouble}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
