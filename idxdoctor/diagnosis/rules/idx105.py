"""IDX105: Variables with credentials are for no index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from idxdoctor.config.uv.indexes import environment_name
from idxdoctor.diagnosis.evidence.unauthenticated import Unauthenticated, unauthenticated
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import give_credentials, give_username, name, rename_variables, together
from idxdoctor.diagnosis.rule import Case, Evidence, Rule

_STEM: Final = re.compile(r"UV_(?:INDEX|HTTP_BASIC)_(.+)_([A-Z]+)")
_PART: Final = {"USER": "USERNAME", "PASS": "PASSWORD", "TOKEN": "PASSWORD"}


def _find(case: Case) -> Iterator[Evidence]:
    for lacking in unauthenticated(case):
        names = dict(_spellings(case, lacking))
        if not names:
            continue
        unread = " and ".join(names)
        one = len(names) == 1
        reads = f"reads {' and '.join(dict.fromkeys(names.values()))}"
        if lacking.index.name is None:
            reads = "has no name, after which variables could be called"
        yield Evidence(
            f"{lacking.what}; {unread} {'is' if one else 'are'} for no index and {'looks' if one else 'look'} meant "
            f"for this one, which {reads}",
            lacking.exchanges,
            (_fix(lacking, names), give_credentials(lacking.index)),
        )


def _spellings(case: Case, lacking: Unauthenticated) -> Iterator[tuple[str, str]]:
    """Return the variables that look meant for an index, each with the name that would be read."""
    index = lacking.index
    for remark in case.remarks("variable-unmatched"):
        variable, found = remark.provenance.label, _STEM.fullmatch(remark.provenance.label)
        if remark.meant is not None and remark.spelling is not None:
            if remark.meant.provenance == index.provenance and remark.meant.name == index.name:
                yield variable, remark.spelling
        elif found is not None:
            stem = environment_name(found[1])
            of_package = stem == environment_name(case.lookup.package)
            if index.name is None or of_package:
                own = environment_name(index.name) if index.name else stem
                yield variable, f"UV_INDEX_{own}_{_PART.get(found[2], found[2])}"


def _fix(lacking: Unauthenticated, names: dict[str, str]) -> Fix:
    index = lacking.index
    renames = {old: new for old, new in names.items() if old != new}
    fixes = [rename_variables(renames)] if renames else []
    if index.name is None:
        called = next(iter(names.values())).removeprefix("UV_INDEX_").rpartition("_")[0].lower().replace("_", "-")
        fixes.append(name(index, called))
    elif lacking.username is None and not any(new.endswith("_USERNAME") for new in names.values()):
        fixes.append(give_username(index))
    return fixes[0] if len(fixes) == 1 else together(", and ".join(fix.title for fix in fixes), *fixes)


RULE = Rule(
    code="IDX105",
    severity="error",
    title="Variables with credentials are for no index",
    means="Variables that look like an index's credentials are set, but no index is called so: the name is spelt "
    "otherwise, is that of a package, has another ending, or the index has no name at all. They are passed over in "
    "silence.",
    told="An index was refused for want of credentials, and a variable of the form UV_INDEX_<NAME>_... (or the older "
    "UV_HTTP_BASIC_<NAME>_...) matches no index, but comes close to this one.",
    remedies={
        "uv": "The variables are UV_INDEX_<NAME>_USERNAME and UV_INDEX_<NAME>_PASSWORD, with the name of the index in "
        "upper case and `_` for all but letters and digits.",
    },
    sources=(
        "https://docs.astral.sh/uv/concepts/indexes/#providing-credentials-directly",
        "https://github.com/astral-sh/uv/issues/19817",
    ),
    find=_find,
    instead_of=frozenset({"IDX101", "IDX103", "IDX104"}),
)
