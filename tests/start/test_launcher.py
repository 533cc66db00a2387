"""The launcher on machines as they are: shims that fail, old Pythons, broken folders."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.installation import ROOT

TOOLS = [
    "sh",
    "dirname",
    "basename",
    "cat",
    "cksum",
    "date",
    "mkdir",
    "ls",
    "rm",
    "rmdir",
    "grep",
    "kill",
    "printf",
]
REAL = Path(getattr(sys, "_base_executable", sys.executable)).resolve()


def a_program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


# Making a .venv takes three seconds, and pip one to find that an empty list asks for nothing: the
# first is made by Python itself, the others are its copies, with a pip that says so at once.
COPYING = """
if [ "$1 $2 $3" = "-I -m venv" ]; then exec "{cp}" -R "{made}/." "$4"; fi
"""


class Machine:
    """A checkout with an empty lock, and a PATH on which only what a test puts there is found.

    `made` is a .venv as Python makes it, which a Python found here copies.
    """

    def __init__(self, folder: Path, made: Path | None = None) -> None:
        self.made = made
        self.checkout = folder / "check out"
        self.bin = folder / "bin"
        self.home = folder / "home"
        self.home.mkdir(parents=True)
        self.bin.mkdir()
        for name in TOOLS:
            if found := shutil.which(name):
                (self.bin / name).symlink_to(found)
        # What the launcher waits for takes no second here.
        a_program(self.bin / "sleep", f"exec {shutil.which('sleep')} 0.1")
        package = self.checkout / "src/jibungoto"
        package.mkdir(parents=True)
        (package / "__main__.py").write_text("import sys; print('|'.join(sys.argv[1:]))\n")
        shutil.copy(ROOT / "jibungoto", self.checkout)
        for name in ("requirements.lock", "requirements-dev.lock"):
            (self.checkout / name).write_text("# nothing\n")

    def has_python(self, *places: str) -> None:
        copying = COPYING.format(cp=shutil.which("cp"), made=self.made) if self.made else ""
        for place in places:
            a_program(self.home / place, f'{copying}exec "{REAL}" "$@"')

    def start(self, *words: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [str(self.checkout / "jibungoto"), *words],
            env={
                "PATH": str(self.bin),
                "HOME": str(self.home),
                "PIP_NO_INDEX": "1",
                "JIBUNGOTO_LOOK_IN": "",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str) -> tuple[int, str, str]:
        with self.start(*words) as process:
            said, complained = process.communicate(timeout=120)
        return process.returncode, said, complained


PYENV = ".pyenv/versions/3.13.0/bin/python3"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """Prepared from nothing: nothing of it is a copy."""
    first = Machine(tmp_path_factory.mktemp("first"))
    first.has_python(PYENV)
    assert first.run("demo")[0] == 0
    return first


@pytest.fixture(scope="module")
def made(first: Machine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "venv"
    left_out = shutil.ignore_patterns("installed-*", "pip*", "Pip*")
    shutil.copytree(first.checkout / ".venv", folder, symlinks=True, ignore=left_out)
    (place,) = folder.glob("lib/python3*/site-packages")
    (place / "pip.py").write_text("")
    return folder


@pytest.fixture
def machine(tmp_path: Path, made: Path) -> Machine:
    return Machine(tmp_path, made)


@pytest.fixture(scope="module")
def prepared(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Machine:
    prepared = Machine(tmp_path_factory.mktemp("prepared"), made)
    prepared.has_python(PYENV)
    assert prepared.run("demo")[0] == 0
    return prepared


def test_without_a_python_one_line_says_what_to_install(machine: Machine) -> None:
    for name in ("python3", "python3.12", "python3.13", "python"):
        a_program(machine.bin / name, "echo 'pyenv: command not found' >&2; exit 127")
    code, said, complained = machine.run("demo")
    assert code == 1
    assert said == ""
    assert len(complained.splitlines()) == 1
    assert "Python 3.13" in complained


def test_failing_shims_are_passed_over_for_a_python_under_pyenv(machine: Machine) -> None:
    a_program(machine.bin / "python3.12", "exit 127")
    a_program(machine.bin / "python3", "exit 1")
    machine.has_python(".pyenv/versions/3.13.0/bin/python3.13")
    code, said, complained = machine.run("hello", "a b", "*")
    assert (code, complained) == (0, "")
    assert said.splitlines()[-1] == "hello|a b|*"


def test_each_step_shows_its_number_and_its_time(machine: Machine) -> None:
    machine.has_python(".local/bin/python3.13")
    _, said, _ = machine.run("demo")
    first, second, *_ = said.splitlines()
    assert first.startswith("[1/6] ")
    assert second.startswith("[2/6] ")
    assert second.endswith("秒")


def test_a_second_start_prepares_nothing(first: Machine) -> None:
    code, said, _ = first.run("serve")
    assert (code, said) == (0, "serve\n")


def test_a_lock_that_changed_is_installed_again(prepared: Machine) -> None:
    (prepared.checkout / "requirements.lock").write_text("# nothing, but newer\n")
    assert "部品を入れています" in prepared.run("serve")[1]
    assert prepared.run("serve")[1] == "serve\n"


def test_a_venv_whose_python_vanished_is_made_anew(prepared: Machine) -> None:
    python = prepared.checkout / ".venv/bin/python"
    python.unlink()
    python.symlink_to("/nowhere/python3.13")
    code, said, _ = prepared.run("serve")
    assert code == 0
    assert "をつくりました" in said


def test_an_interrupted_installation_is_made_anew(prepared: Machine) -> None:
    (prepared.checkout / ".venv/unfinished").touch()
    code, said, _ = prepared.run("serve")
    assert code == 0
    assert "をつくりました" in said
    assert not (prepared.checkout / ".venv/unfinished").exists()


def test_the_mark_of_a_launch_that_died_holds_nobody_up(prepared: Machine) -> None:
    (prepared.checkout / ".venv/unfinished").touch()
    guard = prepared.checkout / "var/preparing"
    guard.mkdir(parents=True)
    dead = subprocess.Popen(["true"])
    dead.wait()
    (guard / str(dead.pid)).touch()
    assert prepared.run("serve")[0] == 0
    assert not guard.exists()


def test_two_launches_at_once_both_arrive(machine: Machine) -> None:
    machine.has_python(".local/bin/python3.13")
    both = [machine.start("serve", name) for name in ("one", "two")]
    said = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert [text.splitlines()[-1] for text in said] == ["serve|one", "serve|two"]
    assert sum("をつくりました" in text for text in said) == 1


def test_a_named_python_that_does_not_run_is_said_and_replaced(machine: Machine) -> None:
    machine.has_python(".local/bin/python3.13")
    with subprocess.Popen(
        [str(machine.checkout / "jibungoto"), "serve"],
        env={
            "PATH": str(machine.bin),
            "HOME": str(machine.home),
            "JIBUNGOTO_PYTHON": "/nowhere/python",
            "JIBUNGOTO_LOOK_IN": "",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        said, complained = process.communicate(timeout=120)
    assert process.returncode == 0
    assert said.splitlines()[-1] == "serve"
    assert "JIBUNGOTO_PYTHON" in complained


@pytest.mark.skipif(not shutil.which("dash"), reason="dash が入っていません")
def test_the_launcher_is_plain_sh() -> None:
    subprocess.run(["dash", "-n", str(ROOT / "jibungoto")], check=True)
    assert os.access(ROOT / "jibungoto", os.X_OK)
