"""Where things lie: the package, the checkout around it if there is one, the home of the data."""

import os
from pathlib import Path

from jibungoto.site.cli.words import Stop

PACKAGE = Path(__file__).resolve().parents[2]
LOCALES = PACKAGE / "locale"
_ROOT = PACKAGE.parents[1]
CHECKOUT: Path | None = _ROOT if (_ROOT / "pyproject.toml").exists() else None


def home() -> Path:
    """The folder of the database, the uploaded files and the secret; the same as settings.HOME."""
    if given := os.environ.get("JIBUNGOTO_HOME"):
        return Path(given)
    if CHECKOUT:
        return CHECKOUT / "var"
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share"
    return Path(data) / "jibungoto"


def checkout(command: str) -> Path:
    """The checkout, for commands that work on the sources. Raises Stop in an installed wheel."""
    if CHECKOUT is None:
        raise Stop(
            f"jibungoto {command} は開発のための命令で、ソースコードのフォルダーでだけ使えます。"
            "\n配布版（wheel）には入っていません。ソースを取り寄せ、その中で ./jibungoto "
            f"{command} と打ってください。"
        )
    return CHECKOUT
