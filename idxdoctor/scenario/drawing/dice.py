"""Random choices that a seed fixes."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Draws from what it is given; two dice with the same seed draw the same."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - nothing secret hangs on it

    def chance(self, probability: float) -> bool:
        """Return true as often as the probability says."""
        return self._random.random() < probability

    def pick(self, choices: Sequence[T]) -> T:
        """Return one of the choices, each as likely as the others."""
        return self._random.choice(choices)

    def weighted(self, weights: Mapping[T, float]) -> T:
        """Return one of the keys, as likely as its weight says."""
        return self._random.choices(list(weights), list(weights.values()))[0]

    def some(self, choices: Sequence[T], count: int) -> list[T]:
        """Return so many different ones of the choices."""
        return self._random.sample(choices, count)

    def number(self, least: int, most: int) -> int:
        """Return a whole number, both bounds included."""
        return self._random.randint(least, most)
