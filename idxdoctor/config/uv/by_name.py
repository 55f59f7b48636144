"""Index options whose value is the name of a configured index (uv: uv-cli/src/lib.rs UnresolvedIndex::resolve).

Other versions take such a value for a folder; which one counts is for the version's model to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from idxdoctor.config.surroundings import Surroundings
from idxdoctor.config.uv.indexes import indexes_of_option, is_name
from idxdoctor.config.uv.options import is_previewed
from idxdoctor.config.uv.workspace import working_folder
from idxdoctor.model.plan import Index

_OPTIONS = ("default-index", "index")
_FEATURE = "index-by-name"


def with_meant(surroundings: Surroundings, given: Index, configured: Sequence[Index]) -> Index:
    """Return the index that an option gave, with the first configured one that it names, if it names any.

    A folder of that name comes first, unless the preview of the feature is on.
    """
    if not _is_reference(given) or (_is_folder(surroundings, given) and not is_previewed(surroundings, _FEATURE)):
        return given
    meant = next((index for index in configured if index.name == given.url.path), None)
    return given if meant is None else given._replace(meant=meant._replace(default=given.default, explicit=False))


def unknown_names(surroundings: Surroundings, configured: Sequence[Index]) -> Iterator[Index]:
    """Return the options' values that name neither an index nor a folder, which the preview refuses."""
    if not is_previewed(surroundings, _FEATURE):
        return
    for given in (index for option in _OPTIONS for index in indexes_of_option(surroundings, option)):
        known = with_meant(surroundings, given, configured).meant or _is_folder(surroundings, given)
        if _is_reference(given) and not known:
            yield given


def _is_reference(given: Index) -> bool:
    return given.name is None and given.url.scheme == "file" and is_name(given.url.path)


def _is_folder(surroundings: Surroundings, given: Index) -> bool:
    here = working_folder(surroundings)
    return here / given.url.path in surroundings.files.folders(here)
