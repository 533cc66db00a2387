"""Jibungoto (自分ごと): the working place of area management for Japanese cities."""

__version__ = "0.1.0"
