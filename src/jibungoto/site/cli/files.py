"""Files somebody names on the command line: looked at before they are read."""

from pathlib import Path

from jibungoto.site.cli.words import Stop

MEGABYTE = 1024 * 1024
MOST = 500 * MEGABYTE  # of a file whose reader has no limit of its own


class TooLarge(Stop):
    """A file larger than its reader takes; it was not read."""


def checked(path: Path, most: int = MOST) -> Path:
    """The path of a file that may be read whole. Raises Stop with a sentence.

    Not there, not allowed, no file at all (a device or a pipe has no end); TooLarge.
    """
    try:
        size = path.stat().st_size
        is_file = path.is_file()
    except FileNotFoundError:
        raise Stop(f"「{path}」というファイルがありません。", code=2) from None
    except PermissionError:
        raise Stop(f"「{path}」を読む権限がありません。", code=2) from None
    except (OSError, ValueError) as fault:  # a name too long, or with NUL in it
        said = getattr(fault, "strerror", None) or "名前を確かめてください"
        raise Stop(f"「{str(path)[:80]}」を読めません（{said}）。", code=2) from None
    if not is_file:
        raise Stop(f"「{path}」は、ファイルではありません。", code=2)
    if size > most:
        raise TooLarge(
            f"「{path.name}」は大きすぎます（{size / MEGABYTE:,.0f}MB）。"
            f"{most / MEGABYTE:,.0f}MBまでのファイルにしてください。"
        )
    return path


def bytes_of(path: Path, most: int = MOST) -> bytes:
    """The bytes of a file. Raises Stop as `checked` does."""
    try:
        return checked(path, most).read_bytes()
    except OSError as fault:
        raise Stop(f"「{path}」を読めません（{fault.strerror}）。", code=2) from fault


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is there wholly or not at all."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
