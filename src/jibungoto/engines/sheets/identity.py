"""What the QR of a page says: whose questionnaire, which copy, which page, which layout."""

import re
from dataclasses import dataclass

_FORM = re.compile(r"JS1/([0-9A-Z]{8})/([0-9]{1,6})/([0-9]{1,2})/([0-9A-F]{6})")


class NotOurs(ValueError):
    """A QR that stands on no sheet of this kind."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Which page of which copy. `serial` 0: a copy made from one master, without a number."""

    code: str
    serial: int
    page: int
    hash: str

    def written(self) -> str:
        """As the QR holds it: signs of its alphanumeric mode only, so that it stays coarse."""
        return f"JS1/{self.code}/{self.serial}/{self.page}/{self.hash}"

    @classmethod
    def read(cls, said: str) -> "Identity":
        """The identity a QR says. Raises NotOurs."""
        found = _FORM.fullmatch(said.strip())
        if not found:
            raise NotOurs(said[:80])
        code, serial, page, digest = found.groups()
        return cls(code, int(serial), int(page), digest)
