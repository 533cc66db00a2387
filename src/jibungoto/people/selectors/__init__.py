"""What others may ask about people."""

from .names import public_name, public_names
from .standing import standing

__all__ = ["public_name", "public_names", "standing"]
