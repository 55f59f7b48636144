"""What pdm logs at -vv, which it writes into a file where it runs without -v (pdm: termui.py, UI.logging)."""

from __future__ import annotations

import logging
import sys
import traceback
from typing import TYPE_CHECKING

from .handover import Handover, begin

if TYPE_CHECKING:
    from types import TracebackType

    from pdm.core import Core

_LOGGERS = ("pdm.termui", "unearth")


def plugin(core: Core) -> None:
    """Hand over what is logged, and the error that ends pdm where it is not logged, which is so with -v."""
    handover = begin()
    handover.setFormatter(logging.Formatter("%(name)s: %(message)s"))
    handover.tell(f"PDM, version {core.version}")
    for name in _LOGGERS:
        logging.getLogger(name).addHandler(handover)
    _tell_errors(handover)


def _tell_errors(handover: Handover) -> None:
    """Tell an error that nobody catches as pdm's file has it."""
    shown = sys.excepthook

    def told(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        handover.tell("pdm.termui: Error occurs\n" + "".join(traceback.format_exception(kind, error, trace)))
        shown(kind, error, trace)

    sys.excepthook = told
