"""The releases of uv that are modelled, and those whose requests were compared with the model's."""

from __future__ import annotations

from typing import Final

LAST_PATCH: Final = {
    "0.6": 17,
    "0.7": 22,
    "0.8": 24,
    "0.9": 30,
    "0.10": 12,
    "0.11": 33,
    "0.12": 24,
    "0.13": 9,
}
"""The last release of each line; every line begins at .0 and has no gaps."""

RELEASES: Final = tuple(f"{line}.{patch}" for line, last in LAST_PATCH.items() for patch in range(last + 1))
NEWEST: Final = RELEASES[-1]
VERIFIED: Final = frozenset(
    {
        *("0.6.0", "0.6.6", "0.6.9", "0.6.12", "0.6.15", "0.6.17"),
        *("0.7.0", "0.7.1", "0.7.3", "0.7.4", "0.7.10", "0.7.14", "0.7.16", "0.7.20"),
        *("0.8.3", "0.8.15", "0.8.18", "0.8.23", "0.9.11", "0.9.20", "0.10.3", "0.11.9", "0.11.22"),
        *("0.12.9", "0.12.14", "0.13.9"),
    }
)
