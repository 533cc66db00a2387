"""Names for rows that leave the house: public ids and the short codes printed under a QR."""

import os
import secrets
import time
import uuid

# Crockford's base 32: no I, L, O or U, so that a code read aloud or typed from paper stays right.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V", "-": None, " ": None})


def uuid7() -> uuid.UUID:
    """A new UUID version 7 (RFC 9562 5.7): milliseconds first, so that ids sort by age."""
    stamp = time.time_ns() // 1_000_000
    value = stamp << 80 | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def short_code(length: int = 8) -> str:
    """A random code of `length` characters; 8 of them are 40 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def code_from(secret: bytes, length: int = 8) -> str:
    """The code of this length that these bytes lead to: the same one every time."""
    value, signs = int.from_bytes(secret), len(ALPHABET)
    return "".join(ALPHABET[value // signs**place % signs] for place in range(length))


def read_code(typed: str) -> str:
    """The code a person meant: capitals, without blanks and hyphens, look-alikes mended."""
    return typed.strip().upper().translate(_MISREAD)
