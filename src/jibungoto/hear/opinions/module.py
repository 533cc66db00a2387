"""The manifest of opinions."""

from jibungoto.kernel.registry import Module, Stage

MODULE = Module(app="opinions", stage=Stage.HEAR)
