"""placeholder"""
from typing import Literal
Paper = Literal["a4", "a3"]
def pdf(municipality, karte, edition, paper): return b""
