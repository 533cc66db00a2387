"""Translations: which sentences the sources hold, which of them a catalogue lacks, .po to .mo.

Runs with Babel alone, except for reading templates. The sources are written in Japanese; a
sentence is its own key.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

LANGUAGES = {"en": "en", "ja_Easy": "ja"}  # folder: the language whose plural rules hold
_CALLS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
_NAMED = re.compile(r"\b(n?p?gettext)(?:_lazy|_noop)? as (\w+)")
_JAPANESE = re.compile("[、。・「」：（）〜～ぁ-んァ-ヶ一-龥]")
_OWN_WORDS = re.compile("“[^”]*”|自分ごと|やさしい日本語|日本語")  # quoted, or names
_QUOTED = re.compile("「([^「」]{5,})」")
_READING = re.compile("《[^》]*》|｜")
_JAPANESE_QUOTED = re.compile("“([^”]*[ぁ-んァ-ヶ一-龥][^”]*)”")
_COMMAND = re.compile(r"\./jibungoto [a-z ]+")
_BLANK = re.compile(
    r"(?<=[ぁ-んァ-ヶー一-龥、。「」（）・]) (?=\.?[A-Za-z][A-Za-z.]+)"
    r"|(?<=[A-Za-z]{2}) (?=[ぁ-んァ-ヶ一-龥「])"
    r"|(?<=0) (?=(?:MB|km|m|dpi)(?![a-z]))"
)
_HOLE = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)[^{}]*\}")


@dataclass(frozen=True)
class Sentence:
    """A key of the catalogues: its text, its plural where it has one, its context."""

    text: str
    plural: str = ""
    context: str = ""


@dataclass
class Gap:
    """One sentence a language lacks, or renders wrongly, and where it stands."""

    language: str
    sentence: Sentence
    reason: str
    places: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        where = "、".join(self.places[:2])
        return f"{self.language}: {self.reason}「{self.sentence.text}」（{where}）"


def compile_stale(locales: Path) -> int:
    """Turn each .po that is newer than its .mo into one; returns how many were made."""
    made = 0
    for source in sorted(locales.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
            continue
        fresh = target.with_suffix(".fresh")
        with fresh.open("wb") as file:
            write_mo(file, _read(source))
        fresh.replace(target)
        made += 1
    return made


def sentences(package: Path) -> dict[Sentence, list[str]]:
    """Every sentence of the Python files and templates, with the places it stands at."""
    found: dict[Sentence, list[str]] = {}
    for path, code in _sources(package):
        where = path.relative_to(package).as_posix()
        for line, sentence in _extract(code):
            found.setdefault(sentence, []).append(f"{where}:{line}")
    return found


def gaps(package: Path) -> list[Gap]:
    """What each language lacks: no entry, an empty one, or other placeholders than the key."""
    found: list[Gap] = []
    wanted = sentences(package)
    for language in LANGUAGES:
        catalogue = _read(_catalogue_file(package, language))
        for sentence, places in wanted.items():
            message = catalogue.get(sentence.text, sentence.context or None)
            reason = _fault(sentence, message) or _misspelt(sentence, catalogue, language)
            if reason:
                found.append(Gap(language, sentence, reason, places))
    return found


def strayed(package: Path, glossary: str) -> list[Gap]:
    """Words of the glossary that a catalogue says otherwise than the glossary does.

    A row tells the Japanese word, the English and the plain one; ／ parts several, — leaves open.
    """
    found: list[Gap] = []
    catalogues = {language: _read(_catalogue_file(package, language)) for language in LANGUAGES}
    for row in re.findall(r"^\|(.+)\|$", glossary, re.MULTILINE):
        cells = [cell.split("／") for cell in row.split("|")]
        if len(cells) != 5:
            continue
        _code, japanese, english, plain, _meaning = cells
        for language, words in (("en", english), ("ja_Easy", plain)):
            if len(words) != len(japanese):
                continue
            for word, wanted in zip(japanese, words, strict=True):
                message = catalogues[language].get(word.strip())
                if message is None or wanted.strip() == "—":
                    continue
                said = _READING.sub("", _strings(message)[0])
                if said != wanted.strip():
                    reason = f"用語集の「{wanted.strip()}」とちがいます（{said}）"
                    found.append(Gap(language, Sentence(word.strip()), reason, ["glossary.md"]))
    return found


def unlike(package: Path, glossary: str, others: Iterable[Path] = ()) -> list[Gap]:
    """Sentences that spell a word otherwise than the glossary's table of two columns does.

    Of `others`, files with sentences that are not translated, every line is read. What a city
    calls its own things is spelt as its documents do.
    """
    found: list[Gap] = []
    table = glossary.partition("\n| --- | --- |\n")[2]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", table, re.MULTILINE)
    spelt = [(word, [one.strip() for one in wrong.split("、")]) for word, wrong in rows]
    for sentence, places in sentences(package).items():
        if all(place.startswith("kernel/vocabulary.py") for place in places):
            continue
        if _BLANK.search(_HOLE.sub("0", _COMMAND.sub("", sentence.text))):
            found.append(Gap("ja", sentence, "英字や単位の前後を空けています", places))
        for word, wrong in spelt:
            if any(one in sentence.text for one in wrong):
                found.append(Gap("ja", sentence, f"「{word}」と書きます", places))
    for path in others:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            for word in (word for word, wrong in spelt if any(one in line for one in wrong)):
                place = f"{path.name}:{number}"
                found.append(Gap("ja", Sentence(line.strip()), f"「{word}」と書きます", [place]))
    return found


def write_missing(package: Path) -> int:
    """Add an empty entry for each new sentence, drop those no source holds; returns additions."""
    wanted = sentences(package)
    added = 0
    for language, rules in LANGUAGES.items():
        path = _catalogue_file(package, language)
        old = _read(path)
        new = Catalog(
            locale=rules,
            fuzzy=False,
            project="Jibungoto",
            version="1",
            msgid_bugs_address="-",
            last_translator="Jibungoto",
            language_team="Jibungoto",
            header_comment=f"# Jibungoto, {language}",
        )
        new.creation_date = new.revision_date = old.creation_date
        for sentence, places in wanted.items():
            kept = old.get(sentence.text, sentence.context or None)
            if kept is not None and kept.pluralizable != bool(sentence.plural):
                kept = None  # what was said of one and of many alike has to be said anew
            added += kept is None
            new.add(
                (sentence.text, sentence.plural) if sentence.plural else sentence.text,
                string=kept.string if kept else None,
                locations=[(place.rsplit(":", 1)[0], 0) for place in dict.fromkeys(places)],
                context=sentence.context or None,
                user_comments=kept.user_comments if kept else (),
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, new, width=100, include_lineno=False, omit_header=False)
    return added


def _catalogue_file(package: Path, language: str) -> Path:
    return package / "locale" / language / "LC_MESSAGES/django.po"


def _read(path: Path) -> Catalog:
    # Babel knows no "ja_Easy"; only the plural rules matter here.
    rules = LANGUAGES.get(path.parent.parent.name, path.parent.parent.name)
    if not path.exists():
        return Catalog(locale=rules)
    with path.open("rb") as file:
        return read_po(file, locale=rules)


def _sources(package: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(package.rglob("*")):
        parts = path.relative_to(package).parts
        if "tests" in parts or "migrations" in parts or not path.is_file():
            continue
        if path.suffix == ".py":
            yield path, path.read_text("utf-8")
        elif "templates" in parts and path.suffix in (".html", ".txt"):
            from django.utils.translation.template import templatize

            yield path, templatize(path.read_text("utf-8"), origin=str(path))


def _extract(code: str) -> Iterator[tuple[int, Sentence]]:
    method = "babel.messages.extract:extract_python"
    source = BytesIO(code.encode())
    # A file may call them otherwise, where it needs both the lazy one and the other.
    calls = _CALLS | {name: _CALLS[call] for call, name in _NAMED.findall(code)}
    for line, words, _comments, context in extract(
        method, source, keywords=calls, options={"encoding": "utf-8"}
    ):
        text, plural = (words, "") if isinstance(words, str) else (words[0], words[1])
        yield line, Sentence(text, plural, context or "")


def _fault(sentence: Sentence, message: Message | None) -> str:
    if message is None:
        return "まだ訳がありません"
    strings = _strings(message)
    if not all(strings):
        return "訳が空です"
    if message.fuzzy:
        return "訳が仮のままです"
    holes = _holes(sentence.text) | _holes(sentence.plural)
    if any(_holes(string) - holes for string in strings) or not holes <= set().union(
        *(_holes(string) for string in strings)
    ):
        return "差し込みの印が合いません"
    return ""


def _misspelt(sentence: Sentence, catalogue: Catalog, language: str) -> str:
    """Japanese left in English; or a button named otherwise than the button is."""
    message = catalogue.get(sentence.text, sentence.context or None)
    strings = [_READING.sub("", text) for text in _strings(message)] if message else []
    if language == "en" and any(_JAPANESE.search(_OWN_WORDS.sub("", text)) for text in strings):
        return "日本語の文字か記号が残っています"
    if language == "en":
        for word in {word for text in strings for word in _JAPANESE_QUOTED.findall(text)}:
            if word not in sentence.text:
                return f"もとの文にないことばです（{word}）"
    for name in _QUOTED.findall(sentence.text):
        named = catalogue.get(name)
        word = _READING.sub("", _strings(named)[0]) if named else ""
        if any(word.casefold() not in text.casefold() for text in strings):
            return f"「{name}」の訳（{word}）とちがう呼び名です"
    return ""


def _strings(message: Message) -> tuple[str, ...]:
    if isinstance(message.string, tuple | list):
        return tuple(message.string)
    return (message.string or "",)


def _holes(text: str | None) -> set[str]:
    return {found.group(0) for found in _HOLE.finditer((text or "").replace("%%", ""))}
