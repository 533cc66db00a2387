"""Typesets one template in a process of its own: a job as JSON on stdin, the PDF on stdout.

Runs as a file, apart from the application, so that a web worker never carries the typesetter.
"""

import json
import sys

import typst


def main() -> int:
    job = json.load(sys.stdin)
    try:
        made = typst.compile(
            job["template"],
            root=job["root"],
            font_paths=[job["fonts"]],
            ignore_system_fonts=True,
            sys_inputs={"data": job["data"]},
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as fault:
        sys.stderr.write(f"{fault.message}\n{fault.diagnostic}\n")
        return 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
