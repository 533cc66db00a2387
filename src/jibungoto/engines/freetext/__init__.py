"""What people wrote in their own words, put into groups that people then mend.

Nothing leaves the machine and nothing is downloaded: SudachiPy's dictionary, counts of words and
linear algebra. The same texts and seed give the same answer, in whatever order the texts come.

`group(texts)` is the whole way. Its steps stand in files of their own: `words` (tokens, stances),
`alike` (the same thing written twice), `weighing` (words to numbers), `gathering` (numbers to
groups), `telling` (keywords, central sentences).
"""

from collections.abc import Callable, Sequence

from .groups import STANCES, VERSION, Group, Grouping

__all__ = ["STANCES", "VERSION", "Group", "Grouping", "group"]


def group(
    texts: Sequence[str],
    *,
    seed: int = 1,
    number: int | None = None,
    fold: Callable[[str], str] | None = None,
) -> Grouping:
    """Put texts into groups; `number` asks for exactly so many. The order of texts is no matter.
    `fold` gives the form in which spelling variants are equal (japan.text.search_key knows most).

    Texts that say the same count once when groups are found, and all of them when they are told.
    """
    # SudachiPy and numpy.random, only where texts are grouped: workers stay small.
    from .alike import folded
    from .grouping import group as whole_way

    return whole_way(texts, seed=seed, number=number, fold=fold or folded)
