"""Settings of an installation, all taken from the environment; docs/install.md lists them."""

import logging
import os
import secrets
import zoneinfo
from pathlib import Path

import dj_database_url
from django.utils.csp import CSP

from jibungoto.ui.languages import LANGUAGES as UI_LANGUAGES
from jibungoto.ui.languages import register_languages

PACKAGE = Path(__file__).resolve().parent.parent
CHECKOUT = PACKAGE.parent.parent


def _home() -> Path:
    if given := os.environ.get("JIBUNGOTO_HOME"):
        return Path(given)
    if (CHECKOUT / "pyproject.toml").exists():
        return CHECKOUT / "var"
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share"
    return Path(data) / "jibungoto"


def _flag(name: str, *, default: bool) -> bool:
    return os.environ.get(name, "yes" if default else "no").lower() in ("1", "yes", "true", "on")


def _secret() -> str:
    """The secret of the environment, else one kept in the home folder, made on first use."""
    if given := os.environ.get("JIBUNGOTO_SECRET_KEY"):
        return given
    kept = HOME / "secret.key"
    if not kept.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        # Two first starts at once: the first file wins, and both read it.
        with_mode = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        try:
            handle = os.open(kept, with_mode, 0o600)
        except FileExistsError:
            return kept.read_text()
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return kept.read_text()


HOME = _home()
DEMO = _flag("JIBUNGOTO_DEMO", default=False)
DEBUG = _flag("JIBUNGOTO_DEBUG", default=False)
SECRET_KEY = _secret()
ALLOWED_HOSTS = os.environ.get("JIBUNGOTO_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
BASE_URL = os.environ.get("JIBUNGOTO_BASE_URL", "http://localhost:8000")
_https = BASE_URL.startswith("https://")
if _https:
    CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "jibungoto.kernel",
    "jibungoto.kernel.intake",
    "jibungoto.ui",
    "jibungoto.people",
    "jibungoto.know.places",
    "jibungoto.know.organisations",
    "jibungoto.know.statistics",
    "jibungoto.know.facilities",
    "jibungoto.know.findings",
    "jibungoto.know.karte",
    "jibungoto.hear.sample",
    "jibungoto.hear.sheets",
    "jibungoto.hear.surveys",
    "jibungoto.hear.ideas",
    "jibungoto.hear.opinions",
    "jibungoto.hear.groupings",
    "jibungoto.decide.councils",
    "jibungoto.decide.plans",
    "jibungoto.support.desk",
    "jibungoto.review.reviews",
    "jibungoto.demo",
    "jibungoto.portal",
    "jibungoto.portal.guide",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
]
AUTH_USER_MODEL = "people.User"
ROOT_URLCONF = "jibungoto.site.urls"
WSGI_APPLICATION = "jibungoto.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "jibungoto.kernel.middleware.HeadMiddleware",
    "jibungoto.kernel.pagecache.PageCacheMiddleware",
    "jibungoto.kernel.middleware.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "jibungoto.ui.ruby.RubyMiddleware",
    "jibungoto.ui.foreign.ForeignMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jibungoto.kernel.middleware.MunicipalityMiddleware",
    "jibungoto.people.middleware.ActorMiddleware",
    "jibungoto.kernel.middleware.AccessMiddleware",
    "jibungoto.kernel.once.OnceMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # The house's own templates come before those of the libraries (allauth).
        "DIRS": [PACKAGE / "ui/templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.csp",
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "jibungoto.kernel.context.page",
                "jibungoto.people.context.mode",
            ],
            "builtins": ["jibungoto.ui.templatetags.ui", "django.templatetags.i18n"],
        },
    }
]
FORM_RENDERER = "jibungoto.ui.forms.Renderer"

_SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # Nothing of the file is mapped: it would grow every worker with the database, and a disk that
    # fails would end the process where it now gives an error.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8000;"
        "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0"
    ),
}
try:
    # What is named and left empty is not set.
    _database = os.environ.get("DATABASE_URL") or f"sqlite:///{HOME / 'jibungoto.sqlite3'}"
    DATABASES = {"default": dj_database_url.parse(_database, conn_max_age=600)}
except ValueError:
    raise ValueError(
        "DATABASE_URL の書き方がちがいます。postgres://利用者:パスワード@サーバー/名前 と書き、"
        "パスワードの記号は %40 のように書きかえます"
    ) from None
if not DATABASES["default"]["ENGINE"].endswith(("sqlite3", "postgresql")):
    raise ValueError("DATABASE_URL は、postgres://… か sqlite:///… で始めます")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = _SQLITE

CACHES = {
    # Shared by all workers: rate limits must count together.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "jibungoto_cache",
    },
    # One per process: finished pages, valid only for one revision of a municipality.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 400},
    },
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

register_languages()
LANGUAGE_CODE = "ja"
LANGUAGES = UI_LANGUAGES
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = os.environ.get("JIBUNGOTO_TIME_ZONE") or "Asia/Tokyo"
try:
    zoneinfo.ZoneInfo(TIME_ZONE)
except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
    raise ValueError(f"JIBUNGOTO_TIME_ZONE の「{TIME_ZONE}」という地域はありません") from None
USE_I18N = USE_TZ = True
LANGUAGE_COOKIE_NAME = "lang"
LANGUAGE_COOKIE_SAMESITE = "Lax"

STATIC_URL = "/static/"
STATIC_ROOT = None
STATICFILES_DIRS = [("src", PACKAGE / "ui/assets")]
# Files carry their hash in their name; nothing has to be collected before the first start.
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"/dist/.*\.[0-9A-Z]{8}\."
MEDIA_ROOT = HOME / "files"
STORAGES = {
    "default": {"BACKEND": "jibungoto.kernel.files.storage.WholeFiles"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
ATTACHMENT_MAX_BYTES = 20 * 1024 * 1024

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

SESSION_ENGINE = "jibungoto.people.session_store"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
CSRF_FAILURE_VIEW = "jibungoto.ui.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _https
SECURE_SSL_REDIRECT = _https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}

from jibungoto.site.accounts import *  # noqa: E402, F403  sign-in, second factor, mail
from jibungoto.site.accounts import mailers  # noqa: E402

MAILERS = mailers(HOME)


def _briefly(record: logging.LogRecord) -> bool:
    """A refused or missing page is one line; where it was refused in our code helps nobody."""
    if record.levelno < logging.ERROR:
        record.exc_info = None
    return True


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "briefly": {"()": "django.utils.log.CallbackFilter", "callback": _briefly},
        "without_keys": {"()": "jibungoto.site.logs.WithoutKeys"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["without_keys"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Each job's beginning and end are in the database, not on the terminal.
    "loggers": {
        "django.tasks": {"level": "WARNING"},
        "django.request": {"filters": ["briefly"]},
        # Anybody may ask under a wrong name, and is refused; that is no fault of ours to report.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
