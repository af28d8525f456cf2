"""WSGI entry point of the served set-up."""

import os

from django.core.wsgi import get_wsgi_application

from config.prefix import under_prefix

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

application = under_prefix(get_wsgi_application())
