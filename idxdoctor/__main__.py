"""The program's entry: `idxdoctor`, or `python -m idxdoctor`."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line and exit with its status."""
    arguments = sys.argv[1:]
    if arguments in (["--version"], ["-V"]):
        from idxdoctor import __version__

        sys.stdout.write(f"idxdoctor {__version__}\n")
        return
    # A short run makes little garbage, and need not look for it as often as Python does.
    gc.set_threshold(50_000)
    from idxdoctor.cli.app import run

    sys.exit(run(arguments))


if __name__ == "__main__":
    main()
