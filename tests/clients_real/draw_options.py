"""The command line of what draws random worlds and deals them to real releases in turn."""

from __future__ import annotations

import argparse
from pathlib import Path


def draw_options(about: str, client: str, runs: int, releases: str) -> argparse.ArgumentParser:
    """Return the options of a draw: how many `runs`, the first seed, the client's `releases`, what to keep.

    `about` is the module's docstring, whose first line is shown; `releases` says which the default is.
    """
    parser = argparse.ArgumentParser(description=about.partition("\n")[0])
    parser.add_argument("runs", type=int, nargs="?", default=runs, help=f"how many runs (default {runs})")
    parser.add_argument("--seed", type=int, default=1, help="the first world's seed (default 1)")
    parser.add_argument(
        f"--{client}", action="append", dest="releases", metavar="VERSION", help=f"a release; default: {releases}"
    )
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep what the runs that differ are made of")
    return parser
