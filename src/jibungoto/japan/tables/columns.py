"""Headers to fields, by the editable dictionary in columns.toml.

Matching leaves a report: which columns were taken for what, which are left over, which required
ones are missing. A municipality may lay its own dictionary over the shipped one.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from .ages import AgeColumn, AgePatterns

Kind = Literal[
    "text", "kana", "code", "number", "count", "date", "time", "flag", "phone", "postcode",
    "latitude", "longitude", "url", "list",
]  # fmt: skip
KINDS = frozenset(Kind.__args__)  # type: ignore[attr-defined]

_WAVES_AND_DASHES = {ord(c): "~" for c in "〜∼～"} | {ord(c): "-" for c in "‐‑‒–—―−"}
_REQUIRED_SIGN = re.compile(r"(?:\*|※|\((?:必須|任意|注\d*)\))+$")
_SHARED_PREFIX = re.compile(r"^[^_]+_")


class DictionaryError(ValueError):
    """A column dictionary that cannot be used; its text is a sentence."""


@dataclass(frozen=True, slots=True)
class Field:
    key: str
    label: str
    kind: Kind
    spellings: frozenset[str]  # simplified by header_key
    patterns: tuple[re.Pattern[str], ...]

    def accepts(self, header: str) -> bool:
        """Whether a simplified header names this field."""
        return header in self.spellings or any(p.search(header) for p in self.patterns)


@dataclass(frozen=True, slots=True)
class Dataset:
    number: str
    name: str
    fields: tuple[str, ...]
    required: frozenset[str]  # columns that must be there
    blank_allowed: frozenset[str]  # required columns whose cells may be empty
    has_ages: bool


@dataclass(frozen=True, slots=True)
class Match:
    """How the columns of one table answer to the fields of one dataset. Indexes count from 0."""

    dataset: Dataset
    columns: Mapping[str, int]  # field key -> column
    fields: Mapping[str, Field]
    ages: tuple[AgeColumn, ...]
    leftover: tuple[int, ...]  # columns nobody asked for
    missing: tuple[Field, ...]  # required fields without a column
    notes: tuple[str, ...]

    @property
    def score(self) -> float:
        """The share of columns that were understood."""
        understood = len(self.columns) + len(self.ages)
        return understood / max(1, understood + len(self.leftover))


class Dictionary:
    """Fields, datasets and age patterns; made by `load`, extended by `extended`."""

    def __init__(
        self, fields: Mapping[str, Field], datasets: Mapping[str, Dataset], ages: AgePatterns
    ) -> None:
        self.fields = fields
        self.datasets = datasets
        self.ages = ages
        self._known = frozenset(s for field in fields.values() for s in field.spellings)

    def recognises(self, header: str) -> bool:
        """Whether a cell reads like a known header, for finding the header row."""
        key = header_key(header)
        return key in self._known or self.ages.read(key) is not None

    def match(self, headers: Sequence[str], dataset: str) -> Match:
        """Give each column its field. dataset: its number (04). Raises DictionaryError."""
        if dataset not in self.datasets:
            raise DictionaryError(f"「{dataset}」という番号のデータセットは登録されていません。")
        wanted = self.datasets[dataset]
        keys, notes = _without_shared_prefix([header_key(h) for h in headers])
        columns: dict[str, int] = {}
        ages: list[AgeColumn] = []
        leftover: list[int] = []
        for index, key in enumerate(keys):
            field = self._field_for(key, wanted, columns)
            age = self.ages.read(key) if field is None and wanted.has_ages else None
            if field is not None:
                columns[field] = index
            elif age is not None:
                ages.append(AgeColumn(index, *age))
            else:
                leftover.append(index)
        missing = tuple(self.fields[f] for f in wanted.fields if _lacks(f, wanted, columns))
        if leftover:
            names = "」「".join(headers[i] for i in leftover[:5])
            more = "など" if len(leftover) > 5 else ""
            notes.append(f"使わない列が{len(leftover)}列あります（「{names}」{more}）。")
        if notes_on_generation := _generation(keys):
            notes.append(notes_on_generation)
        return Match(
            wanted, columns, self.fields, tuple(ages), tuple(leftover), missing, tuple(notes)
        )

    def identify(self, headers: Sequence[str]) -> list[Match]:
        """Every dataset's match, the likeliest first: nothing missing, most columns understood."""
        matches = [self.match(headers, number) for number in self.datasets]
        return sorted(matches, key=lambda m: (len(m.missing), -m.score, m.dataset.number))

    def extended(self, text: str) -> "Dictionary":
        """This dictionary with another TOML text laid over it: fields gain spellings, datasets are
        replaced or added. Raises DictionaryError.
        """
        return _load(text, self)

    def _field_for(self, key: str, wanted: Dataset, taken: Mapping[str, int]) -> str | None:
        if not key:
            return None
        candidates = [f for f in wanted.fields if f not in taken and self.fields[f].accepts(key)]
        exact = [f for f in candidates if key == header_key(self.fields[f].label)]
        return next(iter(exact or candidates), None)


def header_key(header: str) -> str:
    """A header without width, case, spaces, kinds of dash and wave, and 必須 signs."""
    key = unicodedata.normalize("NFKC", header).translate(_WAVES_AND_DASHES).casefold()
    return _REQUIRED_SIGN.sub("", "".join(key.split()))


@cache
def standard() -> Dictionary:
    """The shipped dictionary of the national standard."""
    text = resources.files(__package__).joinpath("columns.toml").read_text(encoding="utf-8")
    return load(text)


def load(text: str) -> Dictionary:
    """A dictionary from TOML text of the shape columns.toml describes. Raises DictionaryError."""
    return _load(text, Dictionary({}, {}, AgePatterns(())))


def _load(text: str, base: Dictionary) -> Dictionary:
    try:
        data = tomllib.loads(text)
        ages = data.get("ages", {}).get("patterns")
        fields = {
            **base.fields,
            **{
                key: _field(key, entry, base.fields.get(key))
                for key, entry in data.get("fields", {}).items()
            },
        }
        datasets = dict(base.datasets)
        for entry in data.get("datasets", []):
            dataset = _dataset(entry, data.get("groups", {}), fields)
            datasets[dataset.number] = dataset
        patterns = base.ages if ages is None else AgePatterns(ages)
    except tomllib.TOMLDecodeError as error:
        raise DictionaryError(f"列の辞書の書き方がまちがっています（{error}）。") from None
    except re.error as error:
        raise DictionaryError(f"列の辞書の正規表現が読めません（{error}）。") from None
    except (KeyError, TypeError, AttributeError) as error:
        raise DictionaryError(
            f"列の辞書に足りない項目か、まちがった項目があります（{error}）。"
        ) from None
    return Dictionary(fields, datasets, patterns)


def _field(key: str, entry: Mapping[str, Any], base: Field | None) -> Field:
    label = entry.get("label") or (base.label if base else None)
    if label is None:
        raise DictionaryError(f"列の辞書の「{key}」にlabelがありません。")
    kind = entry.get("kind", base.kind if base else "text")
    if kind not in KINDS:
        raise DictionaryError(f"列の辞書の「{key}」のkind「{kind}」は知らない種類です。")
    spellings = {header_key(s) for s in (label, *entry.get("spellings", ()))}
    return Field(
        key=key,
        label=label,
        kind=kind,
        spellings=frozenset(spellings | (base.spellings if base else set())),
        patterns=(
            *(base.patterns if base else ()),
            *(re.compile(p) for p in entry.get("patterns", ())),
        ),
    )


def _dataset(
    entry: Mapping[str, Any], groups: Mapping[str, list[str]], known: Mapping[str, Field]
) -> Dataset:
    dataset = Dataset(
        number=entry["number"],
        name=entry["name"],
        fields=tuple(dict.fromkeys(_unfolded(entry["fields"], groups))),
        required=frozenset(entry.get("required", ())),
        blank_allowed=frozenset(entry.get("blank_allowed", ())),
        has_ages="@ages" in entry["fields"],
    )
    for key in (*dataset.fields, *dataset.required, *dataset.blank_allowed):
        if key not in known:
            raise DictionaryError(
                f"列の辞書の「{dataset.name}」にある「{key}」が、fieldsにありません。"
            )
    return dataset


def _unfolded(keys: Iterable[str], groups: Mapping[str, list[str]]) -> Iterator[str]:
    for key in keys:
        if key == "@ages":
            continue
        if key.startswith("@"):
            yield from groups[key[1:]]
        else:
            yield key


def _lacks(field: str, dataset: Dataset, columns: Mapping[str, int]) -> bool:
    return field in dataset.required and field not in columns


def _without_shared_prefix(keys: list[str]) -> tuple[list[str], list[str]]:
    """Some cities write the dataset's name before every header (ごみの分別方法_ID)."""
    prefix = _SHARED_PREFIX.match(keys[0]) if len(keys) > 2 else None
    if not prefix or not all(key.startswith(prefix[0]) for key in keys):
        return keys, []
    note = f"すべての見出しにつく「{prefix[0]}」は、外して照らし合わせました。"
    return [key.removeprefix(prefix[0]) for key in keys], [note]


def _generation(keys: Sequence[str]) -> str | None:
    if "都道府県コード又は市区町村コード" in keys or {"no", "都道府県名"} <= set(keys):
        return "2022年までの推奨データセットの見出しです。"
    if "全国地方公共団体コード" in keys:
        return "2023年からの自治体標準オープンデータセットの見出しです。"
    return None
