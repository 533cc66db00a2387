"""The manifest of surveys."""

from jibungoto.kernel.registry import Module, Stage

MODULE = Module(app="surveys", stage=Stage.HEAR)
