"""uv's command line and variables, as far as they touch indexes (uv: uv-cli/src/lib.rs IndexArgs)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from idxdoctor.config.surroundings import Surroundings
from idxdoctor.model.credential import Provenance
from idxdoctor.model.errors import InputError, Place


class Given(NamedTuple):
    """One value that an option was given, on the command line or by its variable."""

    text: str
    provenance: Provenance


class Option(NamedTuple):
    """An option: its flags, its variable, how the variable's text falls into values, and what these are."""

    flags: tuple[str, ...]
    variable: str | None = None
    split: Callable[[str], Sequence[str]] = lambda text: [text] if text else []
    switch: bool = False
    noun: str = "URL"


def _by_space(text: str) -> list[str]:
    return [part for part in text.split(" ") if part]


def _by_comma(text: str) -> list[str]:
    return [part for part in text.split(",") if part]


OPTIONS: Final = {
    "index": Option(("--index",), "UV_INDEX", str.split),
    "default-index": Option(("--default-index",), "UV_DEFAULT_INDEX"),
    "index-url": Option(("--index-url", "-i"), "UV_INDEX_URL"),
    "extra-index-url": Option(("--extra-index-url",), "UV_EXTRA_INDEX_URL", _by_space),
    "find-links": Option(("--find-links", "-f"), "UV_FIND_LINKS", _by_comma),
    "no-index": Option(("--no-index",), switch=True),
    "index-strategy": Option(("--index-strategy",), "UV_INDEX_STRATEGY"),
    "keyring-provider": Option(("--keyring-provider",), "UV_KEYRING_PROVIDER"),
    "allow-insecure-host": Option(
        ("--allow-insecure-host", "--trusted-host"), "UV_INSECURE_HOST", _by_space, noun="host"
    ),
    "config-file": Option(("--config-file",), "UV_CONFIG_FILE"),
    "no-config": Option(("--no-config", "--isolated"), "UV_NO_CONFIG", switch=True),
    "frozen": Option(("--frozen",), "UV_FROZEN", switch=True),
    "locked": Option(("--locked",), "UV_LOCKED", switch=True),
    "project": Option(("--project",), "UV_PROJECT"),
    "directory": Option(("--directory",), "UV_WORKING_DIRECTORY"),
    "no-system-config": Option((), "UV_NO_SYSTEM_CONFIG", switch=True),
    "preview": Option(("--preview",), "UV_PREVIEW", switch=True),
    "preview-features": Option(("--preview-features",), "UV_PREVIEW_FEATURES"),
    "no-sources": Option(("--no-sources",), "UV_NO_SOURCES", switch=True),
}
_ORDINALS: Final = ("1st", "2nd", "3rd")


def given_for(surroundings: Surroundings, name: str) -> list[Given]:
    """Return the values of an option: those of the command line, or else those of its variable."""
    option = OPTIONS[name]
    on_command_line = list(_from_arguments(surroundings.args, option))
    if on_command_line or option.variable is None:
        return [given for values in on_command_line for given in values]
    values = option.split(surroundings.env.get(option.variable, ""))
    return [
        Given(value, Provenance(_label(option.variable, option.noun, position, len(values))))
        for position, value in enumerate(values)
    ]


def last_given(surroundings: Surroundings, name: str) -> Given | None:
    """Return the value of an option that takes one: the last that was given."""
    return next(iter(reversed(given_for(surroundings, name))), None)


def is_switched_on(surroundings: Surroundings, name: str) -> bool:
    """Say whether a switch was given, or its variable is set to something that means yes."""
    given = last_given(surroundings, name)
    return given is not None and given.text.lower() not in {"", "0", "false", "f", "no", "n", "off"}


def is_previewed(surroundings: Surroundings, feature: str) -> bool:
    """Say whether a preview feature is on, by itself or with all others (uv: uv-preview/src/lib.rs)."""
    features = last_given(surroundings, "preview-features")
    return is_switched_on(surroundings, "preview") or (features is not None and feature in features.text.split(","))


def _from_arguments(args: Sequence[str], option: Option) -> Iterator[list[Given]]:
    """Return the values of each time that the option is given; an empty one has none, and hides the variable."""
    for position, argument in enumerate(args):
        flag, has_value, value = argument.partition("=")
        if flag not in option.flags:
            continue
        if option.switch:
            yield [Given("true", Provenance(flag))]
        elif has_value:
            yield _split_argument(option, flag, value)
        elif position + 1 < len(args):
            yield _split_argument(option, flag, args[position + 1])
        else:
            raise InputError("a value must follow", place=Place(flag))


def _split_argument(option: Option, flag: str, value: str) -> list[Given]:
    return [Given(part, Provenance(flag)) for part in option.split(value)]


def _label(variable: str, noun: str, position: int, count: int) -> str:
    if count == 1:
        return variable
    ordinal = _ORDINALS[position] if position < len(_ORDINALS) else f"{position + 1}th"
    return f"{variable}, {ordinal} {noun}"
