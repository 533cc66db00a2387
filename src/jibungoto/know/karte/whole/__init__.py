"""From a city's raw files to its kartes, in one go: what `jibungoto karte build` does.

Everything goes through the same doors as on the pages: intakes with their preview and undo,
services with their audit records. Nothing is printed here.
"""

from .laying import LaidOut, lay_out
from .recognising import Recognised, recognise
from .taking import Taken, names_in, take

__all__ = ["LaidOut", "Recognised", "Taken", "lay_out", "names_in", "recognise", "take"]
