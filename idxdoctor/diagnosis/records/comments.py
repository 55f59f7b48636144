"""What a recorded scenario says of itself, in comments, to whoever opens the file."""

from __future__ import annotations

from typing import Final

from idxdoctor import __version__
from idxdoctor.diagnosis.rules import ALL
from idxdoctor.model.trace import Client
from idxdoctor.scenario.model import Scenario
from idxdoctor.scenario.write import as_comment, scenario_text

_TITLES: Final = {rule.code: rule.title for rule in ALL}
_GIVEN: Final = "What was configured, and what was asked for."
_SERVERS: Final = """\
How the servers answer: of each, the first rule that fits the path and who asks. Accounts have made-up passwords.
Here may be more than was asked for below: what other releases ask, and what a fix asks once it is made."""


def commented(scenario: Scenario, made: str, client: Client, *, keep_names: bool) -> str:
    """Return the scenario's text. `made` says how it came to be: its first line, in which names follow, and more."""
    named = "Secrets are made up; hosts and names are real." if keep_names else "Names, hosts and secrets are made up."
    first, _, more = made.partition("\n")
    head = as_comment(f"{first} by idxdoctor {__version__}. {named}\n{more}")
    notes = {"given": _GIVEN, "servers": _SERVERS, "expect": _expected(scenario, client)}
    return head + scenario_text(scenario, notes)


def _expected(scenario: Scenario, client: Client) -> str:
    codes = dict.fromkeys(code for one in scenario.expect for code in one.findings or ())
    found = "".join(f"\n{code}: {_TITLES[code]}." for code in codes)
    return f"What {client} asks for here, and how that ends; `idxdoctor replay FILE` shows why.{found}"
