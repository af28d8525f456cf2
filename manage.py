#!/usr/bin/env python
"""District Desk's command line; embedded settings unless DJANGO_SETTINGS_MODULE is set."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
    execute_from_command_line(sys.argv)
