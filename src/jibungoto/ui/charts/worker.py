"""Draws specs to SVG in a process of its own: reads a JSON list from stdin, writes one to stdout.

Runs as a file, apart from the application, so that a web worker never carries the drawing library.
"""

import json
import sys

import vl_convert  # type: ignore[import-not-found,import-untyped,unused-ignore]


def main() -> None:
    for folder in sys.argv[1:]:
        vl_convert.register_font_directory(folder)
    specs = json.load(sys.stdin)
    # No address is allowed: data come inline, nothing is ever fetched.
    drawn = [vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]) for spec in specs]
    json.dump(drawn, sys.stdout)


if __name__ == "__main__":
    main()
