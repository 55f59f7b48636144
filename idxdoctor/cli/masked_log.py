"""`trace --verbose`: the log that was asked for, shown without the secrets that releases of a client log."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final

from idxdoctor.capture.tracing.command import Command
from idxdoctor.cli.guard import guard_for
from idxdoctor.clients.registry import model_of
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.model.credential import Credential, Provenance
from idxdoctor.model.errors import FaultError, InputError
from idxdoctor.model.known_secrets import credentials_in, secrets_in_text, secrets_of_environment
from idxdoctor.model.secret import MASK
from idxdoctor.report.redaction import Scrubber

_USERINFO: Final = re.compile(r"://[^\s/?#@]+@")


def secrets_given(wanted: Command) -> Iterator[Credential]:
    """Return what looks secret among the variables and on the command line."""
    yield from secrets_of_environment(os.environ)
    for word in wanted.words:
        yield from secrets_in_text(word, Provenance("the command line"))


def masked_log(wanted: Command, here: Surroundings) -> Callable[[str], str]:
    """Return how a line of the log is shown that was asked for: masked, or not at all where a secret is left in it."""
    known = [*secrets_given(wanted)]
    with suppress(InputError):
        known += credentials_in(model_of(wanted.client or "").read_plan(here))
    scrubber, guard = Scrubber(known), guard_for(known)

    def shown(line: str) -> str:
        text = scrubber.clean(_USERINFO.sub(f"://{MASK}@", line))
        try:
            guard.let_pass([("standard error", text)], withheld="nothing of this line")
        except FaultError as refusal:
            return f"idxdoctor: {refusal.message}"
        return text

    return shown
