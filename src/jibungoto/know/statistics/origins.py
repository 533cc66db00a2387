"""From an indicator's figures back to the rows of files that told them. Reads only."""

from collections.abc import Sequence

from jibungoto.kernel.intake.origins import Origin, origins
from jibungoto.know.places.models import District

from .figuring import told_key
from .models import Figure, Indicator

_KINDS = ("statistics.figures", "statistics.table")


def of_figures(
    indicator: Indicator, district: District | None, figures: Sequence[Figure]
) -> dict[int, Origin]:
    """By the id of each figure of an area its row; none for what was typed in. One query."""
    keys = {
        told_key(indicator.slug, district, None, f.last_on): f.pk
        for f in figures
        if f.run_id and f.pk
    }
    return {keys[key]: origin for key, origin in origins(_KINDS, keys).items()}
