"""The product's settings for tests: no slow hashing, nothing written to the home."""

import os
import tempfile

# Before the real settings are read: tests never touch an installation's files.
os.environ.setdefault("JIBUNGOTO_HOME", tempfile.mkdtemp(prefix="jibungoto-test-"))
os.environ.setdefault("JIBUNGOTO_STAFF_MFA", "no")

from jibungoto.site.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
    for name in ("default", "pages")
}
# pytest keeps what is logged itself. A stream that a test had captured is closed after it, and each
# refusal written to it later would cost a report of its own, longer than the page.
LOGGING["handlers"]["stderr"]["class"] = "logging.NullHandler"  # noqa: F405
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
