"""Makes an installation ready for a command that works on it: the database and what is built."""

from jibungoto.site.cli import catalogues, frontend, places
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


def migrate() -> None:
    """Bring the database to this version. Raises Stop with what the database says."""
    import django
    from django.core.management import call_command
    from django.db import DatabaseError

    django.setup()
    try:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    except DatabaseError as fault:
        raise Stop(
            f"データベースを整えられませんでした（{fault}）。jibungoto doctor で確かめてください。"
        ) from fault


def _follow_presets() -> None:
    """A version may let a role do more without any migration."""
    from jibungoto.people.services import follow_presets

    follow_presets()


def _is_behind() -> bool:
    import django
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    django.setup()
    places.home().mkdir(parents=True, exist_ok=True)
    try:
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as fault:
        raise Stop(
            f"データベースを開けませんでした（{fault}）。jibungoto doctor で確かめてください。"
        ) from fault
