"""Maps without outside tiles: drawn still from polygons, with the list of their places beside."""

from .still import Area, Place, StillMap, said_anew

__all__ = ["Area", "Place", "StillMap", "said_anew"]
