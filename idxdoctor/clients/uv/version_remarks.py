"""What in uv's configuration this version takes otherwise than it reads, and what can't be seen from here."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.clients.uv.session import Session
from idxdoctor.model.credential import Provenance
from idxdoctor.model.overview import Remark


def version_remarks(session: Session) -> Iterator[Remark]:
    """Return the remarks on names of indexes that are taken for folders, and on the system's store."""
    for index in session.defined:
        if index.meant is not None:
            text = f"uv {session.version} takes `{index.url.path}` for a folder, not for the index of that name"
            yield Remark(
                "name-is-folder", index.provenance, text, "give the index's URL, or use uv 0.12.5", index.meant
            )
    if session.plan.system_store and session.behaviours.asks_system_store:
        text = "uv asks the system's own store for credentials; what it holds can't be seen from here"
        yield Remark("system-store-unseen", Provenance("the preview `native-auth`"), text)
