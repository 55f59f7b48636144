"""What uv finds out about the interpreter, lent to its later runs: to ask takes longer than the rest of a run.

uv keeps it in its cache folder, which is new for every run, apart from all that comes from an index
(uv: uv-cache/src/lib.rs CacheBucket::Interpreter).
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

_FOLDERS: Final = "interpreter-*/**/*"
_known: dict[Path, dict[Path, bytes]] = {}


def lend(program: Path, cache: Path) -> None:
    """Put what is known about the interpreter into the cache of a run that begins."""
    for name, content in _known.get(program, {}).items():
        path = cache / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def learn(program: Path, cache: Path) -> None:
    """Keep what the first run of a program has found out."""
    if not _known.get(program):
        files = [path for path in cache.glob(_FOLDERS) if path.is_file()]
        _known[program] = {path.relative_to(cache): path.read_bytes() for path in files}
