"""Makes what the wheel ships but the repository does not hold: bundles, fonts, catalogues."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Build(BuildHookInterface[Any]):
    """Runs before files are collected; the installed wheel needs no Node and compiles nothing."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build into the source tree, where `artifacts` in pyproject.toml finds the results."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from jibungoto.site.cli import catalogues, frontend

        frontend.build(root, work=root / "var")
        catalogues.compile_stale(root / "src/jibungoto/locale")
