"""Doors of the kernel, one file for each thing behind them. HTTP only."""

from .nodes import node_follow, node_open

__all__ = ["node_follow", "node_open"]
