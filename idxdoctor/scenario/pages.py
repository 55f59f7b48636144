"""Simple pages that list made-up wheels of given versions (PEP 503, PEP 691)."""

from __future__ import annotations

import json

from idxdoctor.config.names import normalized_name
from idxdoctor.model.url import Url

JSON_TYPE = "application/vnd.pypi.simple.v1+json"
HTML_TYPE = "application/vnd.pypi.simple.v1+html"


def wheel_name(project: str, version: str) -> str:
    """Return the file name of a pure wheel."""
    return f"{project.replace('-', '_')}-{version}-py3-none-any.whl"


def simple_page(url: Url, versions: tuple[str, ...], files: Url | None, as_json: bool) -> tuple[str, bytes]:
    """Return content type and body of a page for the name that ends the URL's path.

    The files lie below `files`, or below `/files/` of the page's own origin.
    """
    project = normalized_name(url.segments[-1]) if url.segments else "index"
    base = files.reveal().rstrip("/") if files else f"{url.origin}/files"
    wheels = [(wheel_name(project, version), version) for version in versions]
    if as_json:
        entries = [{"filename": name, "url": f"{base}/{name}", "hashes": {}} for name, _ in wheels]
        page = {"meta": {"api-version": "1.1"}, "name": project, "versions": list(versions), "files": entries}
        return JSON_TYPE, json.dumps(page).encode()
    from html import escape

    links = "\n".join(f'<a href="{escape(f"{base}/{name}", quote=True)}">{escape(name)}</a><br>' for name, _ in wheels)
    return HTML_TYPE, f"<!DOCTYPE html><html><body>\n{links}\n</body></html>\n".encode()
