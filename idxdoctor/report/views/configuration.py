"""A configuration as text: the indexes in search order, each value with where it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.model.overview import IndexOverview, Overview, Remark
from idxdoctor.model.plan import Plan
from idxdoctor.model.trace import Client
from idxdoctor.report.redaction import Scrubber, plan_scrubber


def configuration_lines(client: Client, plan: Plan, overview: Overview) -> Iterator[str]:
    """Return the lines to print, secrets masked."""
    scrubber: Scrubber = plan_scrubber(plan)
    searched = [index for index in overview.indexes if index.position is not None]
    unused = [index for index in overview.indexes if index.position is None]
    yield f"{client}: {plan.strategy.value}, keyring {'asked' if plan.keyring else 'off'}"
    for index in searched:
        yield ""
        yield from map(scrubber.clean, _index_lines(index))
    if not searched:
        yield "No index is asked."
    if unused:
        yield ""
        yield "Never asked"
        for index in unused:
            yield scrubber.clean(f"    {index.definition.url.bare()}  ({index.definition.provenance}): {index.unused}")
    for name, pinned in plan.pins.items():
        yield scrubber.clean(f"    only for {name}: {pinned.label}, {pinned.url.bare()} ({pinned.provenance})")
    if overview.remarks:
        yield ""
        yield "Look at"
        for remark in overview.remarks:
            yield scrubber.clean(f"    {_remark_line(remark)}")


def _index_lines(overview: IndexOverview) -> Iterator[str]:
    index = overview.definition
    yield f"{overview.position:>2}  {index.url.bare()}"
    yield f"      defined in    {index.provenance}{f', named {index.name}' if index.name else ''}"
    if index.credential is None:
        yield "      credentials   none configured"
    else:
        yield f"      credentials   {index.credential} ({index.credential.provenance})"
    if overview.netrc is not None:
        yield f"      netrc         {overview.netrc.credential} ({overview.netrc.credential.provenance})"
    if overview.stored is not None:
        yield f"      store         {overview.stored.credential} ({overview.stored.credential.provenance})"
    for call in overview.keyring:
        yield f"      keyring       {call}"
    if overview.policy != "auto":
        yield f"      authenticate  {overview.policy}"
    if index.ignored_statuses is not None:
        codes = ", ".join(str(code) for code in sorted(index.ignored_statuses)) or "none"
        yield f"      passed over   {codes}"


def _remark_line(remark: Remark) -> str:
    return f"{remark.provenance}: {remark.text}{f' ({remark.remedy})' if remark.remedy else ''}"
