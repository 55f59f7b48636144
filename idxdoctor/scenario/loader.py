"""Reads scenario files; every fault of a file comes at once, as `file:line:column: what is wrong`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import yaml

from idxdoctor.model.errors import InputError, InputErrors, Place
from idxdoctor.model.secret import MASK
from idxdoctor.scenario.model import Scenario
from idxdoctor.scenario.schema import SCENARIO
from idxdoctor.scenario.shapes.shape import Faults

MAX_DEPTH: Final = 50
MAX_VALUES: Final = 100_000
SHORT: Final = 5000
_TOO_DEEP: Final = f"values are nested more than {MAX_DEPTH} deep"
_LIBYAML_TOO_DEEP: Final = "exceeded maximum nesting depth"
"""What libyaml 0.2.6 says itself, before it has told of any value."""
_NAMED: Final = re.compile(r"(alias|anchor|handle) .+")
"""What a parser repeats of the text, but libyaml: a password that begins with `*` is an alias."""
Loader: type[yaml.CSafeLoader] | type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_scenario(path: Path) -> Scenario:
    """Return the scenario that a file holds.

    Raises `InputErrors` with all faults, or `InputError` where the file can't be read at all.
    """
    return parse_scenario(read_scenario(path), str(path))


def validated_scenario(path: Path) -> Scenario:
    """Return the scenario of a file that is also called as its id says, so that it can be found by that."""
    scenario = load_scenario(path)
    if scenario.id != path.stem:
        raise InputError(f"the id is '{scenario.id}', and the file is called {path.name}", place=Place(str(path), 1, 1))
    return scenario


def read_scenario(path: Path) -> str:
    """Return the text of a scenario file. Raises `InputError` where it can't be read."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"the scenario can't be read: {error.strerror}", place=Place(str(path))) from None
    except UnicodeDecodeError as error:
        raise InputError(f"the scenario is no UTF-8 text (byte {error.start + 1})", place=Place(str(path))) from None


def parse_scenario(text: str, source: str) -> Scenario:
    """Return the scenario that `text` holds; `source` names it in errors. Raises `InputErrors`."""
    try:
        _check_size(text, source)
        node = yaml.compose(text, Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = Place(source, mark.line + 1, mark.column + 1) if mark else Place(source)
        reason = _NAMED.sub(rf"\1 {MASK}", str(error.problem))
        problem = _TOO_DEEP if error.problem == _LIBYAML_TOO_DEEP else f"invalid YAML: {reason}"
        raise InputErrors([InputError(problem, place=place)]) from None
    except yaml.YAMLError as error:
        raise InputErrors([InputError(f"invalid YAML: {error}", place=Place(source))]) from None
    faults = Faults(source)
    if node is None:
        raise InputErrors([InputError("the scenario is empty", place=Place(source, 1, 1))])
    scenario = SCENARIO.read(node, faults)
    if scenario is None or faults.found:
        raise InputErrors(faults.found)
    return scenario._replace(file=source)


def _check_size(text: str, source: str) -> None:
    """Raise `InputErrors` where composing would overflow the stack, or aliases stand for more than can be read."""
    if len(text) < SHORT and "&" not in text:
        return
    anchors: dict[str, int] = {}
    begun: list[tuple[str | None, int]] = []
    values = 0
    for event in yaml.parse(text, Loader):
        if isinstance(event, yaml.CollectionEndEvent):
            anchor, before = begun.pop()
            if anchor:
                anchors[anchor] = values - before
        elif isinstance(event, yaml.NodeEvent):
            values += anchors.get(event.anchor or "", 1) if isinstance(event, yaml.AliasEvent) else 1
            if isinstance(event, yaml.CollectionStartEvent):
                begun.append((event.anchor, values))
            elif isinstance(event, yaml.ScalarEvent) and event.anchor:
                anchors[event.anchor] = 1
        if len(begun) > MAX_DEPTH or values > MAX_VALUES:
            mark = event.start_mark
            place = Place(source, mark.line + 1, mark.column + 1) if mark else Place(source)
            many = f"it holds more than {MAX_VALUES} values, each as often as aliases repeat it"
            raise InputErrors([InputError(_TOO_DEEP if len(begun) > MAX_DEPTH else many, place=place)])
