"""Weights that make those who answered resemble those who live there, and what they cost.

Pure: arrays in, arrays out.
"""

from .intervals import mean_interval, median_interval, wilson
from .raking import Margin, WeightingError, Weights, rake

__all__ = [
    "Margin",
    "WeightingError",
    "Weights",
    "mean_interval",
    "median_interval",
    "rake",
    "wilson",
]
