"""What of the sources can be trusted: locked packages, no secret written down, safe settings."""

import ast
import importlib.metadata
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

_MADE_UP = "書きこまれた秘密"  # passwords of people in tests
_SECRETS = {
    "秘密鍵": re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY"),
    "AWS": re.compile(r"\bAKIA[0-9A-Z]{16}\b"),
    "GitHub": re.compile(r"\bgh[pousr]_[A-Za-z0-9]{36}\b|\bgithub_pat_\w{60,}"),
    "Slack": re.compile(r"\bxox[abprs]-[A-Za-z0-9-]{10,}"),
    "Google": re.compile(r"\bAIza[0-9A-Za-z_-]{35}\b"),
    "JWT": re.compile(r"\beyJ[\w-]{20,}\.eyJ[\w-]{20,}\."),
    _MADE_UP: re.compile(
        r"""(?i)\b(?:secret_key|api_key|access_token|password)\s*=\s*["'][^"'{}\s]{16,}["']"""
    ),
}
_READ = {".py", ".js", ".mjs", ".html", ".css", ".md", ".toml", ".json", ".lock", ".yml", ".sh", ""}
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==\S+(?: ; .*)? \\$", re.MULTILINE)
# Named in settings, called as programs, or data: never imported by us.
_UNIMPORTED = {"argon2-cffi", "django-htmx", "psycopg", "sudachidict-core", "whitenoise"}


def secrets(root: Path) -> str:
    """Whatever looks like a secret in a file that git keeps."""
    found = []
    for path in _kept(root):
        if path.suffix not in _READ or not path.is_file():
            continue
        text = path.read_text("utf-8", errors="replace")
        for what, pattern in _SECRETS.items():
            if pattern.search(text) and not (what == _MADE_UP and "tests" in path.parts):
                found.append(f"{path.relative_to(root)}: {what}")
    return "\n".join(found)


def _kept(root: Path) -> Iterator[Path]:
    listed = ["git", "ls-files", "-z"]
    done = subprocess.run(listed, cwd=root, capture_output=True, text=True, check=False)
    return (root / name for name in done.stdout.split("\0") if name)


def dependencies(root: Path) -> str:
    """Packages that are not locked by a hash, imported without being asked for, or never used."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    asked = {_name(one) for one in project["project"]["dependencies"]}
    found = []
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-node.lock"):
        found += _unlocked(name, (root / name).read_text("utf-8"))
    locked = set(map(_plain, _LOCKED.findall((root / "requirements.lock").read_text("utf-8"))))
    found += [f"requirements.lock: {name} がありません" for name in sorted(asked - locked)]
    used = _imported(root / "src")
    found += [f"{name}: 頼まずに読みこんでいます" for name in sorted(used - asked)]
    found += [f"{name}: 使っていません" for name in sorted(asked - used - _UNIMPORTED)]
    return "\n".join(found)


def _unlocked(name: str, text: str) -> list[str]:
    entries = re.split(r"\n(?=[A-Za-z0-9])", text)
    bare = [e.split()[0] for e in entries if "==" in e[:200] and "--hash=sha256:" not in e]
    found = [f"{name}: {one} にハッシュがありません" for one in bare]
    if re.search(r"https?://|--index-url|--trusted-host| @ ", text):
        found.append(f"{name}: 番地が書かれています")
    return found


def _imported(sources: Path) -> set[str]:
    """The packages the house imports, by the names they are installed by."""
    known = importlib.metadata.packages_distributions()
    tops: set[str] = set()
    for path in sources.rglob("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                tops |= {one.name.split(".")[0] for one in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                tops.add(node.module.split(".")[0])
    ours = {"jibungoto", *sys.stdlib_module_names}
    return {_plain(known[top][0]) for top in tops - ours if top in known}


def _name(wanted: str) -> str:
    return _plain(re.split(r"[\[~=<>!; ]", wanted)[0])


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def settings(root: Path) -> str:
    """What Django says of the settings a city would run with (check --deploy)."""
    told = {
        "JIBUNGOTO_BASE_URL": "https://machi.example.jp",
        "JIBUNGOTO_HOSTS": "machi.example.jp",
        "JIBUNGOTO_MAIL_URL": "smtps://mail.example.jp",
        "JIBUNGOTO_MAIL_FROM": "city@example.jp",
        "PYTHONPATH": str(root / "src"),
    }
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "INFO"]
    done = subprocess.run(
        command,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "jibungoto.site.settings", **told},
        capture_output=True,
        text=True,
        check=False,
    )
    return (done.stdout + done.stderr).strip() if done.returncode else ""
