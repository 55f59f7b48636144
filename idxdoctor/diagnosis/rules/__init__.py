"""The rules: every module `idxNNN` of this folder has one; `ALL` has them in the order of their codes."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Final

from idxdoctor.diagnosis.rule import Rule

_MODULES: Final = sorted(path.stem for path in Path(__file__).parent.glob("idx*.py"))
ALL: Final[tuple[Rule, ...]] = tuple(import_module(f"{__name__}.{module}").RULE for module in _MODULES)
