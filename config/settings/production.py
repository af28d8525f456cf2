"""The served set-up: PostgreSQL, an Elasticsearch cluster, several processes behind a proxy.

Refuses to start without SECRET_KEY, ALLOWED_HOSTS and DATABASE_URL.
"""

from config.settings.base import *  # noqa: F403 - a settings module is the sum of its base
from config.settings.base import SITE_PREFIX, STORAGES, env

SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
env("DATABASE_URL")

MFA_REQUIRED = env.bool("MFA_REQUIRED", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("COOKIES_SECURE", default=True)
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000)
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = f"/{SITE_PREFIX}" if SITE_PREFIX else "/"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = False
