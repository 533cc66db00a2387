"""The product's settings for tests: no slow hashing, nothing written to the home."""

import atexit
import os
import shutil
import tempfile


def _own_home() -> str:
    """A home for one run and its workers, gone when the process that began it ends."""
    home, beginner = tempfile.mkdtemp(prefix="jibungoto-test-"), os.getpid()
    # A process forked from this one must not take the home away when it ends.
    atexit.register(lambda: os.getpid() == beginner and shutil.rmtree(home, ignore_errors=True))
    return home


# Before the real settings are read: tests never touch an installation's files.
if "JIBUNGOTO_HOME" not in os.environ:
    os.environ["JIBUNGOTO_HOME"] = _own_home()
os.environ.setdefault("JIBUNGOTO_STAFF_MFA", "no")

from jibungoto.site.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
    for name in ("default", "pages")
}
# pytest keeps what is logged itself. A stream that a test had captured is closed after it, and each
# refusal written to it later would cost a report of its own, longer than the page.
LOGGING["handlers"]["stderr"]["class"] = "logging.NullHandler"  # noqa: F405
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
