"""`jibungoto build`: the front end and the catalogues, when their sources changed."""

import argparse

from jibungoto.site.cli import catalogues, frontend, places
from jibungoto.site.cli.words import Step, Steps


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    command = commands.add_parser("build", help="画面の部品と訳を組み立てます")
    command.set_defaults(run=run)


def run(_given: argparse.Namespace) -> int:
    """Build what is stale."""
    root = places.checkout("build")
    steps = Steps(2)
    front_end(steps)
    translations(steps)
    print(f"できました。置き場所: {(root / 'src/jibungoto/ui/static/dist').relative_to(root)}")
    return 0


def front_end(steps: Steps) -> None:
    """Step: style, script and map. An installed wheel has them already."""
    root = places.CHECKOUT
    if root is None or not frontend.stale(root):
        steps.already("画面の部品はできています")
        return
    with steps.step("画面の部品を組み立てています"):
        frontend.build(root, work=root / "var")


def translations(steps: Steps) -> None:
    """Step: the catalogues of the other languages."""
    step: Step
    with steps.step("ことばの辞書を整えています") as step:
        if places.CHECKOUT and not catalogues.compile_stale(places.LOCALES):
            step.ending = "0秒"
