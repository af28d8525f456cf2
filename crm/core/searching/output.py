"""One JSON document on standard output, as every command prints it."""

import json
from typing import Any, TextIO

from django.core.serializers.json import DjangoJSONEncoder


def write_json(stdout: TextIO | Any, value: Any) -> None:
    """Chinese stays readable; dates are ISO 8601, decimals strings."""
    stdout.write(json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder))
