"""`python -m jibungoto` is the same as the console script."""

from jibungoto.site.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
