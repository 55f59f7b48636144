"""Is an answer a simple page, and which files does it list (PEP 503, PEP 691)?"""

from __future__ import annotations

import json
import re
from typing import Any, Final, NamedTuple

from idxdoctor.model.exchange import Answer

JSON_TYPE: Final = "application/vnd.pypi.simple.v1+json"
_ENDINGS: Final = (".whl", ".gz", ".zip", ".bz2", ".egg")
_METADATA_KEYS: Final = ("core-metadata", "dist-info-metadata", "data-dist-info-metadata")
_HASH: Final = re.compile(r"(?:md5|sha256|sha384|sha512|blake2b)=.+")
HTML_TYPES: Final = ("application/vnd.pypi.simple.v1+html", "text/html")


def fault_of_page(answer: Answer) -> str | None:
    """Say why uv can't read the answer as a page, or return None where it can.

    The content type is compared exactly, case and all (uv: uv-client/src/registry_client.rs MediaType).
    """
    content_type = answer.headers.get("content-type")
    if content_type is None:
        return "it has no Content-Type"
    media_type = content_type.partition(";")[0]
    if media_type == JSON_TYPE:
        return "it says that it is JSON, and is not" if _json_object(answer) is None else None
    return None if media_type in HTML_TYPES else "its Content-Type is neither HTML nor JSON of a simple page"


class ListedFile(NamedTuple):
    """A file that a page lists: its URL as it stands there, and whether its metadata is offered apart (PEP 658)."""

    url: str
    has_metadata: bool = False


def files_of_page(answer: Answer) -> list[str]:
    """Return the URLs that a page lists as files, as they stand there; none where it is no page."""
    return [file.url for file in listed_files(answer)]


def listed_files(answer: Answer) -> list[ListedFile]:
    """Return the files that a page lists; none where it is no page."""
    if answer.headers.get("content-type", "").partition(";")[0] == JSON_TYPE:
        files = (_json_object(answer) or {}).get("files")
        entries = files if isinstance(files, list) else []
        return [_of_entry(file) for file in entries if isinstance(file, dict) and "url" in file]
    return files_in_html(answer)


def files_in_html(answer: Answer) -> list[ListedFile]:
    """Return the files that an answer lists as an HTML page, whatever it says that it is."""
    from idxdoctor.clients.html_links import anchors_of

    anchors = anchors_of(answer.body.decode("utf-8", "replace"))
    return [_of_anchor(anchor) for anchor in anchors if re.split("[?#]", anchor["href"])[0].endswith(_ENDINGS)]


def _of_entry(file: dict[str, Any]) -> ListedFile:
    """Read an entry of a JSON page (PEP 714; uv: uv-pypi-types/src/simple_json.rs CoreMetadata)."""
    offered = next((file[key] for key in _METADATA_KEYS if file.get(key) is not None), False)
    return ListedFile(str(file["url"]), offered is True or isinstance(offered, dict))


def _of_anchor(anchor: dict[str, str]) -> ListedFile:
    """Read an anchor of an HTML page: its metadata is offered as `true` or with a hash (uv: uv-client/src/html.rs)."""
    offered = anchor.get("data-core-metadata") or anchor.get("data-dist-info-metadata", "")
    return ListedFile(anchor["href"], offered == "true" or _HASH.fullmatch(offered) is not None)


def _json_object(answer: Answer) -> dict[str, Any] | None:
    """Return the object that the body spells, or None where it spells none or is nested too deeply to be read."""
    try:
        value = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
