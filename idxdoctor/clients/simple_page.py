"""Is an answer a simple page, and which files does it list (PEP 503, PEP 691)?"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from idxdoctor.model.exchange import Answer

JSON_TYPE: Final = "application/vnd.pypi.simple.v1+json"
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


def files_of_page(answer: Answer) -> list[str]:
    """Return the URLs that a page lists as files, as they stand there; none where it is no page."""
    if answer.headers.get("content-type", "").partition(";")[0] == JSON_TYPE:
        files = (_json_object(answer) or {}).get("files")
        entries = files if isinstance(files, list) else []
        return [str(file["url"]) for file in entries if isinstance(file, dict) and "url" in file]
    from idxdoctor.clients.html_links import links_of

    links = links_of(answer.body.decode("utf-8", "replace"))
    return [link for link in links if re.split("[?#]", link)[0].endswith((".whl", ".gz", ".zip", ".bz2", ".egg"))]


def _json_object(answer: Answer) -> dict[str, Any] | None:
    """Return the object that the body spells, or None where it spells none or is nested too deeply to be read."""
    try:
        value = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
