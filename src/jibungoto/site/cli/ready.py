"""Makes an installation ready for a command that works on it: the database and what is built."""

import io

from jibungoto.site.cli import bars, catalogues, frontend, migrating, places
from jibungoto.site.cli.turns import turn
from jibungoto.site.cli.words import Stop


def make_ready() -> None:
    """The database as this version wants it, fonts and catalogues built; says only what it did.

    Raises Stop where the database can't be brought there.
    """
    if places.CHECKOUT and frontend.stale(places.CHECKOUT):
        print("画面の部品と印刷の書体を組み立てています …", flush=True)
        frontend.build(places.CHECKOUT, work=places.CHECKOUT / "var")
        catalogues.compile_stale(places.LOCALES)
    with turn(places.home() / "prepare.lock"):
        if _is_behind():
            print("データベースを整えています …", flush=True)
            migrate()
        else:
            _follow_presets()


def migrate(bar: bars.Bar | None = None) -> None:
    """Bring the database to this version, shown on the bar. Raises Stop with what the database
    says."""
    import django
    from django.core.management import call_command
    from django.db import DatabaseError

    django.setup()
    try:
        call_command(
            "migrate", interactive=False, verbosity=1, stdout=_Counted(migrating.waiting(), bar)
        )
        call_command("createcachetable", verbosity=0)
    except DatabaseError as fault:
        raise Stop(
            f"データベースを整えられませんでした（{fault}）。jibungoto doctor で確かめてください。"
        ) from fault


class _Counted(io.StringIO):
    """What Django writes while it migrates: a line for each, counted instead of shown."""

    def __init__(self, total: int, bar: bars.Bar | None) -> None:
        super().__init__()
        self.total, self.bar, self.done = total, bar, 0

    def write(self, text: str) -> int:
        if self.bar is not None and " OK" in text:
            self.done += 1
            self.bar.say(self.done, self.total, "")
        return len(text)


def _follow_presets() -> None:
    """A version may let a role do more without any migration."""
    from jibungoto.people.services import follow_presets

    follow_presets()


def _is_behind() -> bool:
    import django
    from django.db import DatabaseError

    django.setup()
    places.home().mkdir(parents=True, exist_ok=True)
    try:
        return migrating.waiting() > 0
    except DatabaseError as fault:
        raise Stop(
            f"データベースを開けませんでした（{fault}）。jibungoto doctor で確かめてください。"
        ) from fault
