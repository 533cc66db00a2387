"""The manifest of ideas."""

from jibungoto.kernel.registry import Module, Stage

MODULE = Module(app="ideas", stage=Stage.HEAR)
