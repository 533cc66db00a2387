"""The manifest of sheets."""

from jibungoto.kernel.registry import Module, Stage

MODULE = Module(app="sheets", stage=Stage.HEAR)
