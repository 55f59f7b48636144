"""What poetry logs at -vvv, and what it prints there beside: its sources, and the error that ends it.

poetry: factory.py (`configure_sources`), console/logging/io_formatter.py; cleo: ui/exception_trace.py.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from cleo.events.console_events import COMMAND, ERROR
from cleo.formatters.formatter import Formatter
from poetry.__version__ import __version__
from poetry.console.commands.env_command import EnvCommand

from .handover import Handover

if TYPE_CHECKING:
    from cleo.events.console_command_event import ConsoleCommandEvent
    from cleo.events.console_error_event import ConsoleErrorEvent
    from poetry.console.application import Application

_LOGGERS = ("poetry", "urllib3")


class PoetryLog:
    """Hands over what is logged, whatever verbosity is asked for, and what is printed at the highest."""

    def __init__(self, application: Application, handover: Handover) -> None:
        self._handover = handover
        self._handover.setFormatter(_Plain())
        self._handover.tell(f"Poetry (version {__version__})")
        _listen(self._handover)
        application.event_dispatcher.add_listener(COMMAND, self._begins)
        application.event_dispatcher.add_listener(ERROR, self._fails)

    def _begins(self, event: ConsoleCommandEvent, *_: object) -> None:
        """Tell the sources. A command that has a virtual environment has its project read by now."""
        if not isinstance(event.command, EnvCommand):
            return
        with suppress(Exception):
            poetry = event.command.poetry
            for source in poetry.get_sources():
                repository, priority = poetry.pool.repository(source.name), poetry.pool.get_priority(source.name)
                words = f"Adding repository {repository.name} ({repository.url}) and setting it as "
                self._tell(words + priority.name.lower())

    def _fails(self, event: ConsoleErrorEvent, *_: object) -> None:
        """Tell an error and what it came of, the first one first."""
        errors = [event.error]
        while errors[-1].__context__ is not None:
            errors.append(errors[-1].__context__)
        for error in reversed(errors):
            with suppress(Exception):
                self._tell(error.get_text(debug=True) if hasattr(error, "get_text") else str(error))

    def _tell(self, text: str) -> None:
        self._handover.tell(_without_style(text))


class _Plain(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        text = _without_style(super().format(record))
        return text if record.name.startswith("poetry") else f"[{record.name}] {text}"


def _without_style(text: str) -> str:
    """Return a text as it is shown where there are no colours: `<c1>` and the like are for these."""
    plain: str = Formatter().remove_format(text)
    return plain


def _listen(handover: Handover) -> None:
    """Let records of every level be made; those that were none before are handed over and go nowhere else."""
    is_shown, show = logging.Logger.isEnabledFor, logging.Logger.callHandlers

    def is_made(self: logging.Logger, level: int) -> bool:
        return self.name.startswith(_LOGGERS) or is_shown(self, level)

    def take(self: logging.Logger, record: logging.LogRecord) -> None:
        if self.name.startswith(_LOGGERS):
            handover.handle(record)
        if is_shown(self, record.levelno):
            show(self, record)

    logging.Logger.isEnabledFor = is_made  # type: ignore[method-assign]
    logging.Logger.callHandlers = take  # type: ignore[method-assign]
