"""Files of polygons: GeoJSON, TopoJSON, KML, GML and zipped shapefiles, read one way. Pure: no
database.

Coordinates come out as longitude, latitude in degrees (JGD2011), whatever the file has.
"""

from .crs import ZONES, zone_names
from .layer import Feature, Layer
from .reading import SUFFIXES, read_layer

__all__ = ["SUFFIXES", "ZONES", "Feature", "Layer", "read_layer", "zone_names"]
