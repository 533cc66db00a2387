"""What somebody answered to one question, apart from any table. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Value:
    """An answer; empty where nothing was answered."""

    text: str = ""
    number: float | None = None
    lat: float | None = None
    lon: float | None = None
    district_id: int | None = None
    options: tuple[str, ...] = ()  # keys
    rows: Mapping[str, str] = field(default_factory=dict)  # row key -> option key

    def __bool__(self) -> bool:
        said = self.text.strip() or self.options or self.rows or self.district_id is not None
        return bool(said) or self.number is not None or self.lat is not None
