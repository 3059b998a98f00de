"""``python -m intelviz``."""

from intelviz.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
