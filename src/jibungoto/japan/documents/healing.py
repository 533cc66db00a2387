"""What a tree shows only when it is whole: signs that are no marks, broken lists, columns apart."""

from collections.abc import Collection, Iterable

from .entries import Entry, text_of


def without_bullet_signs(roots: list[Entry], marks: Collection[str]) -> None:
    """A sign no legend explains, before every number of its kind, is how they are set."""
    groups: dict[str, list[Entry]] = {}
    for entry in every(roots):
        if entry.marker.number:
            groups.setdefault(entry.marker.style, []).append(entry)
    for group in groups.values():
        signs = {entry.mark for entry in group}
        if len(group) > 1 and len(signs) == 1 and not signs & {*marks, ""}:
            for entry in group:
                entry.mark = "" if len(entry.mark) == 1 else entry.mark


def heal_broken_lists(roots: list[Entry], styles: list[str]) -> None:
    """A single ・ in a whole section lists nothing: a line broke before it."""
    dots = [(above, e) for above in every(roots) for e in above.children if _is_dot(e)]
    if len(dots) == 1 and "bullet ・" in styles:
        above, dot = dots[0]
        above.pieces += [(f"・{dot.pieces[0][0]}", dot.pieces[0][1]), *dot.pieces[1:]]
        above.children = [*dot.children, *(e for e in above.children if e is not dot)]
        styles.remove("bullet ・")


def _is_dot(entry: Entry) -> bool:
    return entry.marker.style == "bullet ・"


def every(entries: Iterable[Entry]) -> Iterable[Entry]:
    for entry in entries:
        yield entry
        yield from every(entry.children)


def ways(entries: Iterable[Entry], above: tuple[Entry, ...] = ()) -> Iterable[list[Entry]]:
    """Every entry with those it hangs below."""
    for entry in entries:
        yield [*above, entry]
        yield from ways(entry.children, (*above, entry))


def own_columns(roots: list[Entry]) -> list[Entry]:
    """A list whose last entry alone has children was a column of its own: they are roots too."""
    found: list[Entry] = []
    for run in _runs(roots):
        last = run[-1]
        if len(run) >= 3 and last.children and not any(e.children for e in run[:-1]):
            children, last.children = last.children, []
            found += [*run, *own_columns(children)]
        else:
            found += run
    return found


def _runs(entries: list[Entry]) -> list[list[Entry]]:
    runs: list[list[Entry]] = []
    for entry in entries:
        if runs and runs[-1][-1].marker.style == entry.marker.style:
            runs[-1].append(entry)
        else:
            runs.append([entry])
    return runs


def numbered(entries: list[Entry]) -> list[Entry]:
    """Entries that say something; a number without a title is a stray."""
    kept = [e for e in entries if text_of(e) or e.children]
    for entry in kept:
        entry.children = numbered(entry.children)
    return kept
