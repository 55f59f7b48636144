"""How the release at work behaves, and which newer one behaves otherwise."""

from __future__ import annotations

from idxdoctor.clients.registry import model_of, model_version
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import upgrade
from idxdoctor.diagnosis.rule import Case
from idxdoctor.model.versions import release_number


def behaves(case: Case, name: str) -> bool:
    """Say whether the client has, at its version, the behaviour of this name."""
    behaviour = model_of(case.trace.client.name).behaviours.get(name)
    return behaviour is not None and behaviour.holds_in(model_version(case.trace.client))


def lacks(case: Case, name: str) -> bool:
    """Say whether releases of the client have the behaviour of this name, but not the one at work."""
    return name in model_of(case.trace.client.name).behaviours and not behaves(case, name)


def upgrades(case: Case, name: str, why: str = "") -> tuple[Fix, ...]:
    """Return the upgrade to the next release that is otherwise than this one in a behaviour; none where there is none.

    Of several such releases it is the oldest, as it changes the least.
    """
    client = case.trace.client
    model, now = model_of(client.name), release_number(model_version(client))
    behaviour, held = model.behaviours[name], behaves(case, name)
    newer = (release for release in model.releases if release_number(release) > now)
    return tuple(upgrade(client.name, release, why) for release in newer if behaviour.holds_in(release) != held)[:1]
