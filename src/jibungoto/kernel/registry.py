"""What each app tells the house about itself: its manifest, `module.py`, read once at start.

A manifest is data and small functions. The kernel never imports an app; it only reads what was
registered, which is how things flow against the direction of the cycle.
"""

import importlib
import importlib.util
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.db.models import QuerySet, TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from . import clock, tenancy, together
from .actor import Actor
from .measures import Measure
from .ways import HowFar, Sequel, WaysOn


class Stage(TextChoices):
    """The six parts of the cycle, in their order."""

    KNOW = "know", _("知る")
    HEAR = "hear", _("聴く")
    DECIDE = "decide", _("決める")
    ACT = "act", _("動く")
    SHOW = "show", _("伝える")
    REVIEW = "review", _("振り返る")


@dataclass(frozen=True, slots=True)
class Permission:
    """Something a role may allow. `key` is app.object.verb; `label` completes 「…権限」.

    `personal` marks what shows other people's personal data: it sleeps while somebody "views as".
    """

    key: str
    label: Any
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record that has a node: searchable, followable, linkable by this registration.

    `forms` are titles and summaries its services write themselves (kernel/wording);
    `how_far(nodes)` says how far public ones have come, by key, in at most one query;
    `outcome`: it may be what came of a voice, so it is offered where one is connected.
    """

    key: str
    label: Any
    stage: Stage | None
    forms: tuple[str, ...] = ()
    how_far: Callable[[Sequence[Any]], Mapping[int, HowFar]] = lambda nodes: {}
    outcome: bool = True


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A way in from a menu, for those who hold `permission` somewhere; for all without one."""

    label: Any
    url_name: str
    stage: Stage | None = None
    permission: str = ""
    order: int = 100


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the home of a district or municipality.

    `summary(actor, district, *rows)` answers one sentence for the wheel, or "" when there is
    nothing yet, from the queries `rows(actor, district)`, asked together with those of all rooms;
    `context(actor, district)` fills `template`, or None when there is nothing to show.
    `district` is None on the home of the municipality. `grounded`: no voice of a resident changes
    what the summary says (kernel.kept.grounded).
    """

    key: str
    stage: Stage
    title: Any
    template: str
    context: Callable[[Actor, Any], Mapping[str, Any] | None]
    summary: Callable[..., str] = lambda actor, district: ""
    order: int = 100
    rows: Callable[[Actor, Any], Sequence[QuerySet[Any]]] = lambda actor, district: ()
    grounded: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for a person: one line of 「あなたを待っていること」."""

    title: str
    url: str
    note: str = ""
    due: Any = None


@dataclass(frozen=True, slots=True)
class WaitingSource:
    """What of a room may wait for somebody. `rows(actor)` are its queries, None where nothing can
    wait for them; they are asked together with those of all rooms (kernel.together), and
    `lines(actor, *rows)` puts what was found into words without asking again.
    """

    rows: Callable[[Actor], Sequence[QuerySet[Any]] | None]
    lines: Callable[..., Iterable[Waiting]]


@dataclass(frozen=True, slots=True)
class Preparation:
    """A first step of a municipality that begins: done as soon as `rows()` finds something."""

    label: Any
    note: Any
    rows: Callable[[], QuerySet[Any]]
    permission: str
    url_name: str
    url: Mapping[str, str] = field(default_factory=dict)
    order: int = 100


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the cockpit: `cells(actor, districts, *rows)` answers {district id: Cell} at
    once; `rows(actor)` is what it asks for, put to the database with that of all columns."""

    key: str
    label: Any
    cells: Callable[..., Mapping[int, "Cell"]]
    rows: Callable[[Actor], Sequence[QuerySet[Any]]] = lambda _actor: ()
    order: int = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the cockpit: a word or figure, its state (done, run, wait, late, ""), a link."""

    text: str
    state: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PersonalData:
    """A line of the inventory of personal data: what, why, how long, and its way out and end."""

    model: str  # app_label.Model
    what: Any
    why: Any
    keep: Any
    export: Callable[[Any], Any] | None = None  # (participant or user) -> JSON-able rows
    erase: Callable[[Any], int] | None = None  # (participant or user) -> rows changed


@dataclass(frozen=True, slots=True)
class Target:
    """What deeds are done to that has no node, as the audit log names it: `label`, and the values
    of up to three `paths` of the model (a choice and a day are put into words)."""

    model: str  # app_label.Model
    label: Any
    paths: Sequence[str] = ()
    say: Callable[[str], str] = str  # the first value, where it is a key, in words


@dataclass(frozen=True, slots=True)
class SourceText:
    """One text somebody wrote, as a source gives it: `key` is the source's own name for it and
    stays the same, `node_id` is set where the text has a page of its own."""

    key: str
    text: str
    district_id: int | None = None
    node_id: int | None = None


@dataclass(frozen=True, slots=True)
class TextChoice:
    """A set of texts a source offers: one question of a survey, the ideas of one campaign."""

    key: str
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class TextSource:
    """Where texts come from that can be put into groups.

    `choices(actor)` are the sets this actor may group; `texts(actor, choice key)` are the texts of
    one of them, in a fixed order, and none for a set the actor may not group.
    """

    key: str
    label: Any
    choices: Callable[[Actor], Sequence[TextChoice]]
    texts: Callable[[Actor, str], Sequence[SourceText]]


@dataclass(frozen=True, slots=True)
class Module:
    """The one registration of an app."""

    app: str
    stage: Stage | None = None
    voices: bool = False  # its records are what residents say: many a day (kernel.publishing)
    permissions: Sequence[Permission] = ()
    roles: Mapping[str, Sequence[str]] = field(default_factory=dict)  # role key -> permissions
    kinds: Sequence[Kind] = ()
    menu: Sequence[MenuEntry] = ()
    sections: Sequence[Section] = ()
    columns: Sequence[Column] = ()
    waiting: Sequence[WaitingSource] = ()
    preparations: Sequence[Preparation] = ()
    measures: Sequence[Measure] = ()
    personal_data: Sequence[PersonalData] = ()
    # outbox event -> its words
    events: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    jobs: Sequence[Any] = ()  # kernel.jobs.Schedule
    intakes: Sequence[Any] = ()  # kernel.intake.kinds.IntakeKind
    # Called with two participants, in the transaction that hands everything of the first to the
    # second: for rows that must become one rather than be given up.
    before_joining: Sequence[Callable[[Any, Any], Any]] = ()
    # Called with a kernel.intake IntakeRun, in its transaction, when it was applied or undone.
    after_intakes: Sequence[Callable[[Any], None]] = ()
    ways_on: Mapping[str, WaysOn] = field(default_factory=dict)  # by the kind of the record
    # Called with the actor and an applied IntakeRun: what came or comes of it, for its page.
    sequels: Sequence[Callable[[Actor, Any], Sequel | None]] = ()
    actions: Mapping[str, Any] = field(default_factory=dict)  # audited action -> what was done
    targets: Sequence[Target] = ()
    text_sources: Sequence[TextSource] = ()
    # The names of departments (課) that records of the app speak of, in the municipality at hand.
    departments: Sequence[Callable[[], Iterable[str]]] = ()


_modules: dict[str, Module] = {}


def discover() -> None:
    """Read every installed app's module.py. Called once, when the apps are ready."""
    for config in apps.get_app_configs():
        if config.name.startswith("jibungoto."):
            importlib.import_module(config.name)
            if importlib.util.find_spec(f"{config.name}.policies"):
                importlib.import_module(f"{config.name}.policies")
            if importlib.util.find_spec(f"{config.name}.module"):
                found = importlib.import_module(f"{config.name}.module").MODULE
                if _modules.setdefault(found.app, found) is not found:
                    raise ValueError(f"two manifests for {found.app}")


def modules() -> tuple[Module, ...]:
    return tuple(_modules.values())


def permissions() -> dict[str, Permission]:
    return {p.key: p for m in modules() for p in m.permissions}


def permission_label(key: str) -> str:
    return str(permissions()[key].label)


def role_permissions(role: str) -> frozenset[str]:
    """The permissions a preset role gets from all apps together."""
    return frozenset(p for m in modules() for p in m.roles.get(role, ()))


def is_voice(kind: str) -> bool:
    """Whether a kind of record is what residents say."""
    return any(k.key == kind for m in modules() if m.voices for k in m.kinds)


def kinds() -> dict[str, Kind]:
    return {k.key: k for m in modules() for k in m.kinds}


def menu(actor: Actor) -> list[MenuEntry]:
    """What this person may enter, along the cycle; what belongs to no stage comes last."""
    cycle: dict[Stage | None, int] = {stage: place for place, stage in enumerate(Stage)}
    entries = [e for m in modules() for e in m.menu]
    shown = [e for e in entries if not e.permission or actor.may_somewhere(e.permission)]
    return sorted(shown, key=lambda e: (cycle.get(e.stage, len(cycle)), e.order))


def sections(stage: Stage | None = None) -> list[Section]:
    found = [s for m in modules() for s in m.sections if stage is None or s.stage == stage]
    return sorted(found, key=lambda s: s.order)


def summaries(
    actor: Actor, district: Any, *, known: Mapping[str, str] = MappingProxyType({})
) -> dict[str, str]:
    """What each section has to say in a sentence, by key; one query for the `rows` of those that
    are not `known`."""
    found = [section for section in sections() if section.key not in known]
    asked = [(section, section.rows(actor, district)) for section in found]
    together.ask(*(query for _section, rows in asked for query in rows))
    told = {section.key: section.summary(actor, district, *rows) for section, rows in asked}
    return {**known, **told}


def columns() -> list[Column]:
    return sorted((c for m in modules() for c in m.columns), key=lambda c: c.order)


def waiting(actor: Actor, *beside: QuerySet[Any]) -> list[Waiting]:
    """What waits for this person in all rooms: one query, which fills those in `beside` as well."""

    def build() -> list[tuple[Any, Sequence[QuerySet[Any]]]]:
        sources = [source for m in modules() for source in m.waiting]
        return [(s.lines, rows) for s in sources if (rows := s.rows(actor)) is not None]

    ground = tenancy.ground()
    key = (ground, actor, clock.today(), get_language())
    asked = build() if ground is None else together.again(key, build)
    together.ask(*beside, *(query for _lines, rows in asked for query in rows))
    return [line for lines, rows in asked for line in lines(actor, *rows)]


def measures() -> dict[str, Measure]:
    return {m.key: m for module in modules() for m in module.measures}


def departments_named() -> list[str]:
    """The departments the records of the municipality at hand speak of, each once."""
    found = (name for m in modules() for source in m.departments for name in source())
    return list(dict.fromkeys(found))


def intakes() -> dict[str, Any]:
    """The kinds of file the apps can take in, by key."""
    return {kind.key: kind for m in modules() for kind in m.intakes}


def tell_of_intake(run: Any) -> None:
    """Let every app that asked for it know that an intake was applied or undone."""
    for module in modules():
        for listener in module.after_intakes:
            listener(run)


def sequels(actor: Actor, run: Any) -> list[Sequel]:
    """What the apps say comes of an applied intake, in the order of the modules."""
    told = (sequel(actor, run) for module in modules() for sequel in module.sequels)
    return [one for one in told if one is not None]


def ways_on(actor: Actor, node: Any, *beside: QuerySet[Any]) -> list[tuple[str, str]]:
    """The ways from a record's page into later rooms: (words, address). What all rooms ask for,
    and `beside`, is one query."""
    asked = [m.ways_on[node.kind] for m in modules() if node.kind in m.ways_on]
    rows = [list(one.rows(actor, node)) for one in asked]
    together.ask(*beside, *(query for queries in rows for query in queries))
    told = zip(asked, rows, strict=True)
    return [way for one, found in told for way in one.ways(*found)]


def tell_of_joining(old: Any, new: Any) -> None:
    """Let every app that asked for it put together what two participants are about to share."""
    for module in modules():
        for listener in module.before_joining:
            listener(old, new)


def personal_data() -> list[PersonalData]:
    return [p for m in modules() for p in m.personal_data]


def event_words() -> dict[str, Callable[[Any], str]]:
    return {key: words for m in modules() for key, words in m.events.items()}


def action_word(action: str) -> Any:
    """What an audited action is called, as a sentence ends (「…を決めた」); None if no app says."""
    return next((m.actions[action] for m in modules() if action in m.actions), None)


def targets() -> dict[str, Target]:
    """What the audit log can name that has no node, by the model's label in small letters."""
    return {target.model.lower(): target for m in modules() for target in m.targets}


def text_sources() -> dict[str, TextSource]:
    return {source.key: source for m in modules() for source in m.text_sources}
