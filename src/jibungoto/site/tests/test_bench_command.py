"""`jibungoto bench`: one measurement or several, several each in a process of its own."""

import json
import subprocess

import pytest

from jibungoto.site.cli import bench
from jibungoto.site.cli.words import Stop


def test_names_that_do_not_exist_are_refused_before_anything_is_measured(monkeypatch):
    monkeypatch.setattr(subprocess, "run", pytest.fail)
    with pytest.raises(Stop, match="「nothing」という測定はありません"):
        bench.run(_given("web", "nothing"))
    with pytest.raises(Stop, match="一つだけ測るとき"):
        bench.run(_given("all", seconds=3))


def test_several_are_measured_one_after_the_other_and_one_that_fails_is_said(monkeypatch, capsys):
    def run(words, **_more):
        name = words[words.index("bench") + 1]
        told = "x\n" + json.dumps({"seconds": 3}) if name == "web" else ""
        return subprocess.CompletedProcess(words, 0 if told else 1, told)

    monkeypatch.setattr(subprocess, "run", run)
    assert bench.run(_given("web", "votes", as_json=True)) == 1
    said = capsys.readouterr().out.splitlines()
    assert json.loads(said[-1]) == {"web": {"seconds": 3}, "votes": None}
    assert any("測れませんでした" in line for line in said)


def _given(*names, seconds=None, as_json=False):
    return bench.argparse.Namespace(name=list(names), postgres=False, seconds=seconds, json=as_json)
