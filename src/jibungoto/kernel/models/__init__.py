"""Tables of the kernel. Each file holds one idea."""

from .nodes import Follow, Link, Node, NodeDistrict, Record
from .tenancy import Municipality
from .vocabulary import Word

__all__ = ["Follow", "Link", "Municipality", "Node", "NodeDistrict", "Record", "Word"]
