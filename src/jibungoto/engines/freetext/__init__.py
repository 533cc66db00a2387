"""What people wrote in their own words, put into groups that people then mend.

Nothing leaves the machine and nothing is downloaded: SudachiPy's dictionary, counts of words and
linear algebra. The same texts and seed give the same answer, in whatever order the texts come.

`group(texts)` is the whole way. Its steps stand in files of their own: `words` (tokens, stances),
`alike` (the same thing written twice), `weighing` (words to numbers), `gathering` (numbers to
groups), `telling` (keywords, central sentences).
"""

from .grouping import VERSION, Group, Grouping, group
from .words import STANCES

__all__ = ["STANCES", "VERSION", "Group", "Grouping", "group"]
