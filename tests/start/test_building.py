"""What is built from sources: when it counts as stale, and what the catalogues must hold."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from jibungoto.site.cli import catalogues, frontend
from jibungoto.site.cli.turns import Taken, turn
from jibungoto.site.cli.words import Stop
from tests.installation import ROOT


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "app/templates/app").mkdir(parents=True)
    (tmp_path / "app/views.py").write_text(
        "from django.utils.translation import gettext as _, ngettext, pgettext\n"
        '_("{} 件あります").format(3)\n'
        'pgettext("月", "五")\n'
        'ngettext("%(n)s 件", "%(n)s 件です", 2)\n',
        "utf-8",
    )
    (tmp_path / "app/templates/app/page.html").write_text(
        "{% load i18n %}{% translate '声をとどける' %}\n"
        "{% blocktranslate trimmed with name=x %}\n  {{ name }} さん\n{% endblocktranslate %}\n",
        "utf-8",
    )
    return tmp_path


def a_catalogue(package: Path, language: str, *entries: str) -> Path:
    path = package / "locale" / language / "LC_MESSAGES/django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    path.write_text(head + "\n\n".join(entries) + "\n", "utf-8")
    return path


def test_every_sentence_of_code_and_templates_is_found_with_its_place(package: Path) -> None:
    found = catalogues.sentences(package)
    assert found[catalogues.Sentence("{} 件あります")] == ["app/views.py:2"]
    assert catalogues.Sentence("五", context="月") in found
    assert catalogues.Sentence("%(n)s 件", "%(n)s 件です") in found
    assert catalogues.Sentence("声をとどける") in found
    assert catalogues.Sentence("%(name)s さん") in found


def test_a_missing_an_empty_and_a_torn_translation_are_told_apart(package: Path) -> None:
    a_catalogue(
        package,
        "en",
        'msgid "{} 件あります"\nmsgstr "There are some"',
        'msgid "声をとどける"\nmsgstr ""',
    )
    reasons = {
        gap.sentence.text: gap.reason for gap in catalogues.gaps(package) if gap.language == "en"
    }
    assert reasons["{} 件あります"] == "差し込みの印が合いません"
    assert reasons["声をとどける"] == "訳が空です"
    assert reasons["%(name)s さん"] == "まだ訳がありません"


def test_japanese_left_in_english_and_a_button_named_otherwise_are_told(package: Path) -> None:
    (package / "app/views.py").write_text(
        "from django.utils.translation import gettext as _\n"
        '_("声をとどける")\n_("「声をとどける」をお使いください。")\n_("地区")\n',
        "utf-8",
    )
    a_catalogue(
        package,
        "en",
        'msgid "声をとどける"\nmsgstr "Speak up"',
        'msgid "「声をとどける」をお使いください。"\nmsgstr "Please use “Raise your voice”."',
        'msgid "地区"\nmsgstr "District（地区）"',
    )
    reasons = {
        gap.sentence.text: gap.reason for gap in catalogues.gaps(package) if gap.language == "en"
    }
    assert reasons["地区"] == "日本語の文字か記号が残っています"
    assert "Speak up" in reasons["「声をとどける」をお使いください。"]


def test_a_word_said_otherwise_than_the_glossary_says_it_is_told(package: Path) -> None:
    a_catalogue(
        package,
        "en",
        'msgid "魅力"\nmsgstr "Strengths"',
        'msgid "課題"\nmsgstr "Issue"',
        'msgid "声"\nmsgstr "Shout"',
    )
    glossary = (
        "| charm / issue | 魅力／課題 | Charm／Issue | いいところ／こまっていること | 種類 |\n"
    )
    found = catalogues.strayed(package, glossary + "| voice | 声 | — | 声 | ことば |\n")
    assert [(gap.language, gap.sentence.text) for gap in found] == [("en", "魅力")]


def test_a_word_spelt_otherwise_than_the_glossary_spells_it_is_told(package: Path) -> None:
    found = catalogues.unlike(package, "\n| --- | --- |\n| こえ | 声、音声 |\n")
    assert {gap.language for gap in found} == {"ja"}
    assert all("声" in gap.sentence.text for gap in found)
    assert found[0].reason == "「こえ」と書きます"
    other = package / "guide.md"
    other.write_text("一行目\n音声を聞く\n", "utf-8")
    found = catalogues.unlike(package, "\n| --- | --- |\n| こえ | 音声 |\n", [other])
    assert [gap.places for gap in found] == [["guide.md:2"]]


def test_a_call_by_another_name_is_read_as_well(package: Path) -> None:
    (package / "app/forms.py").write_text(
        'from django.utils.translation import gettext as _t\n_t("声をとどけました")\n', "utf-8"
    )
    assert catalogues.Sentence("声をとどけました") in catalogues.sentences(package)


def test_japanese_quoted_in_english_stands_in_the_sentence_itself(package: Path) -> None:
    (package / "app/views.py").write_text("_('「声」と書いてください')\n_('「声」です')\n", "utf-8")
    a_catalogue(
        package,
        "en",
        'msgid "「声」と書いてください"\nmsgstr "Please write “こえ”"',
        'msgid "「声」です"\nmsgstr "It is “声”"',
    )
    told = [gap for gap in catalogues.gaps(package) if "もとの文にない" in gap.reason]
    assert [gap.sentence.text for gap in told] == ["「声」と書いてください"]


def test_blanks_beside_letters_and_units_are_told(package: Path) -> None:
    (package / "app/views.py").write_text(
        "_('PDF を開く')\n_('{} MBまで')\n_('PDFを開く。{}MBまで。./jibungoto demo を打つ')\n",
        "utf-8",
    )
    told = catalogues.unlike(package, "\n| --- | --- |\n")
    assert [gap.sentence.text for gap in told] == ["PDF を開く", "{} MBまで"]


def test_new_sentences_are_added_empty_and_translations_are_kept(package: Path) -> None:
    path = a_catalogue(
        package, "en", 'msgid "声をとどける"\nmsgstr "Speak up"', 'msgid "古い"\nmsgstr "Old"'
    )
    catalogues.write_missing(package)
    written = path.read_text("utf-8")
    assert 'msgid "声をとどける"\nmsgstr "Speak up"' in written
    assert 'msgctxt "月"' in written
    assert "古い" not in written
    assert catalogues.write_missing(package) == 0


def test_a_catalogue_is_compiled_once(package: Path) -> None:
    path = a_catalogue(package, "en", 'msgid "声をとどける"\nmsgstr "Speak up"')
    assert catalogues.compile_stale(package / "locale") == 1
    assert path.with_suffix(".mo").exists()
    assert catalogues.compile_stale(package / "locale") == 0
    later = path.with_suffix(".mo").stat().st_mtime + 5
    os.utime(path, (later, later))
    assert catalogues.compile_stale(package / "locale") == 1


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    for name in ("build.mjs", "package.json", "package-lock.json"):
        (tmp_path / "frontend").mkdir(exist_ok=True)
        (tmp_path / "frontend" / name).write_text("{}")
    assets = tmp_path / "src/jibungoto/ui/assets/css"
    assets.mkdir(parents=True)
    (assets / "app.css").write_text("body { color: black }")
    return tmp_path


def test_the_front_end_is_stale_until_what_was_built_is_what_stands_there(sources: Path) -> None:
    assert frontend.stale(sources)
    results = sources / "src/jibungoto/ui/static/dist"
    results.mkdir(parents=True)
    (sources / "src/jibungoto/ui/fonts").mkdir()
    (results / ".stamp").write_text(frontend.digest(sources))
    assert not frontend.stale(sources)
    (sources / "src/jibungoto/ui/assets/css/app.css").write_text("body { color: navy }")
    assert frontend.stale(sources)


def test_a_build_that_fails_leaves_the_old_results(sources: Path, monkeypatch) -> None:
    results = sources / "src/jibungoto/ui/static/dist"
    results.mkdir(parents=True)
    (results / "manifest.json").write_text("{}")
    (sources / "frontend/build.mjs").write_text("process.exit(1)")
    monkeypatch.setattr(frontend, "_packages_missing", lambda _folder: False)
    monkeypatch.setattr(frontend, "_node", lambda *_: (Path("/bin/false"), Path("/bin/false")))
    with pytest.raises(Stop):
        frontend.build(sources, work=sources / "var")
    assert (results / "manifest.json").read_text() == "{}"


def test_a_lock_is_free_again_when_its_holder_dies(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    holding = (
        "import sys, time\nfrom pathlib import Path\n"
        "from jibungoto.site.cli.turns import turn\n"
        "with turn(Path(sys.argv[1])):\n print('held', flush=True)\n time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holding, str(lock)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Taken), turn(lock, wait=False):
            pass
        holder.kill()
        holder.wait()
    with turn(lock, wait=False):
        pass
