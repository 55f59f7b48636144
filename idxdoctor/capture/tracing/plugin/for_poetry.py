"""What poetry loads: a plugin that lets it run as it would, whatever becomes of what it is to tell."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from poetry.plugins.application_plugin import ApplicationPlugin

from .handover import begin

if TYPE_CHECKING:
    from poetry.console.application import Application


class Plugin(ApplicationPlugin):  # type: ignore[misc]
    """Listens to poetry from the beginning of a command to its end; to a release with other insides not at all."""

    def activate(self, application: Application) -> None:
        """Begin."""
        handover = begin()
        with suppress(Exception):
            from .poetry_log import PoetryLog

            PoetryLog(application, handover)
