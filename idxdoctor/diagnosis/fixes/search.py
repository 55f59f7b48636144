"""The fixes that change how indexes are gone through, and how often they are asked."""

from __future__ import annotations

from typing import Final

from idxdoctor.diagnosis.finding import Change, Fix
from idxdoctor.diagnosis.fixes.proposals import forget_credentials, give_credentials, name, together
from idxdoctor.diagnosis.rule import Case
from idxdoctor.model.plan import Index, Strategy

_OWN_NAME: Final = "private"


def unpin(package: str) -> Fix:
    """Let a package come from any index again."""
    return Fix(
        f"let {package} come from any index: take its entry out of `tool.uv.sources`",
        Change(lambda editor, here: editor.unpin(here, package)),
        risk="a package of the same name on any of the indexes is then taken",
    )


def ask_indexes() -> Fix:
    """Let indexes be asked, where none is."""
    return Fix("leave `--no-index` out", Change(lambda editor, here: editor.ask_indexes(here)))


def use_strategy(strategy: Strategy) -> Fix:
    """Go through the indexes in another way."""
    return Fix(
        f"use the index strategy {strategy.value}", Change(lambda editor, here: editor.use_strategy(here, strategy))
    )


def send_at_once(index: Index) -> Fix:
    """Give an index credentials that go with the first request; netrc is looked into only after a refusal."""
    given = give_credentials(index)
    if index.name:
        return given
    bare = index._replace(url=index.url.bare())
    forgotten = (forget_credentials(index, ""),) if index.url != bare.url else ()
    return together(
        f"name the index, and {given.title}: netrc counts only after a 401",
        *forgotten,
        name(bare, _OWN_NAME),
        give_credentials(bare._replace(name=_OWN_NAME)),
    )


def retry_more(case: Case) -> tuple[Fix, ...]:
    """Ask again more often before giving up; none where the version reads no such setting."""
    if case.is_older_than("uv", "0.7.21"):
        return ()
    times = 2 * case.trace.plan.http_retries + 4
    how = f" (UV_HTTP_RETRIES={times})" if case.trace.client.name == "uv" else ""
    return (
        Fix(f"try {times} times more before giving up{how}", Change(lambda editor, here: editor.retry(here, times))),
    )
