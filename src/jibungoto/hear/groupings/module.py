"""The manifest of groupings."""

from jibungoto.kernel.registry import Module, Stage

MODULE = Module(app="groupings", stage=Stage.HEAR)
