"""What a person may type or set, and what the house leans on, stands in docs/."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from jibungoto.kernel import registry
from jibungoto.people.management.commands import roles_table
from jibungoto.site.api import api
from jibungoto.site.cli import parser

ROOT = Path(__file__).resolve().parent.parent


def _sources() -> list[Path]:
    """The product's own files; the checkout itself may be called as it likes."""
    source = ROOT / "src"
    return [p for p in source.rglob("*.py") if "tests" not in p.relative_to(source).parts]


def deeds() -> set[str]:
    """Every action that a service tells the audit log."""
    texts = [path.read_text("utf-8") for path in _sources()]
    told = {d for text in texts for d in re.findall(r'audit\.record\(\s*"([a-z_.]+)"', text)}
    shared = (ROOT / "src/jibungoto/kernel/contributions/handling.py").read_text("utf-8")
    verbs = re.findall(
        r'(?:audit\.record|moderating\.\w+)\([^"]*f"\{self\.action\}\.([a-z_]+)"', shared
    )
    rooms = {room for text in texts for room in re.findall(r'\n    action="([a-z_.]+)",', text)}
    return told | {f"{room}.{verb}" for room in rooms for verb in verbs}


def test_every_deed_in_the_log_is_told_in_words_of_its_own() -> None:
    assert len(deeds()) > 50
    assert {deed for deed in deeds() if registry.action_word(deed) is None} == set()


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


def commands() -> dict[str, set[str]]:
    """Every command with its long options."""
    (found,) = (action for action in parser()._actions if action.dest == "command")
    return {
        name: {
            option
            for action in command._actions
            for option in action.option_strings
            if option.startswith("--") and option != "--help"
        }
        for name, command in found.choices.items()
    }


def settings() -> set[str]:
    """Every variable of the environment that the sources read."""
    texts = [path.read_text("utf-8") for path in (ROOT / "jibungoto", *_sources())]
    return {"DATABASE_URL"} | {
        name for text in texts for name in re.findall(r"JIBUNGOTO_[A-Z_]+[A-Z]", text)
    }


def dependencies() -> set[str]:
    """Every package we ask for by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    front = json.loads((ROOT / "frontend/package.json").read_text("utf-8"))
    names = {re.split(r"[\[~=<>!; ]", one)[0] for one in wanted}
    return names | set(front["dependencies"]) | set(front["devDependencies"])


@pytest.mark.parametrize("command", sorted(commands()))
def test_a_command_and_its_options_are_documented(command: str) -> None:
    (section,) = re.findall(rf"(?:\| `jibungoto {command}\b.*\n)+", page("commands.md"))
    assert [option for option in commands()[command] if option not in section] == []


@pytest.mark.parametrize("setting", sorted(settings()))
def test_a_setting_is_documented(setting: str) -> None:
    assert f"| `{setting}` |" in page("install.md")


@pytest.mark.parametrize("dependency", sorted(dependencies()))
def test_a_dependency_has_its_reason(dependency: str) -> None:
    assert re.search(rf"^\| `{re.escape(dependency)}` \| \S", page("dependencies.md"), re.MULTILINE)


def test_no_lock_says_where_its_packages_come_from() -> None:
    locks = [*ROOT.glob("requirements*.lock"), ROOT / "frontend/package-lock.json"]
    assert [lock.name for lock in locks if re.search(r'https?://(?!.*"url")', _places(lock))] == []


def test_the_list_for_developers_holds_every_version_a_service_gets() -> None:
    service, developers = (
        set(re.findall(r"^[a-z0-9._-]+==\S+", (ROOT / name).read_text("utf-8"), re.MULTILINE))
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert service - developers == set()


def _places(lock: Path) -> str:
    """The lines of a lock that could name a registry; npm also notes where to send thanks."""
    lines = lock.read_text("utf-8").splitlines()
    return "\n".join(line for line in lines if '"url"' not in line)


def test_every_operation_of_the_api_is_documented() -> None:
    paths = api.get_openapi_schema()["paths"].values()
    operations = {o["operationId"] for path in paths for o in path.values()}
    written = set(re.findall(r"^\| `(\w+)` \|", page("api.md"), re.MULTILINE))
    assert operations == written


def test_every_role_and_what_it_may_do_is_documented() -> None:
    assert roles_table.table() in page("roles.md"), "./jibungoto manage roles_table"


def test_what_the_page_of_safety_names_is_there() -> None:
    named = re.findall(r"`((?:[a-z_]+/)+(?:[a-z_]+\.py)?[a-z_]*)`", page("security.md"))
    assert len(named) > 20
    source = ROOT / "src/jibungoto"
    assert [one for one in named if not any((at / one).exists() for at in (ROOT, source))] == []


def test_the_walk_of_a_voice_names_files_and_functions_that_are_there() -> None:
    walk = page("architecture.md").split("## 一つの声が、指標になるまで")[1].split("\n## ")[0]
    steps = re.findall(r"`([a-z_/]+\.py)` の `([a-z_]+)`", walk)
    assert len(steps) > 15
    source = ROOT / "src/jibungoto"
    assert [
        step for step in steps if f"def {step[1]}(" not in (source / step[0]).read_text("utf-8")
    ] == []
