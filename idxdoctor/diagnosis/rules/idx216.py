"""IDX216: What the keyring or the client's store holds was refused."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.refused import Refused, refused
from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.fixes.renewal import how_had, renew, renew_stored
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.credential import shown_service
from idxdoctor.model.exchange import KeyringCall


def _find(case: Case) -> Iterator[Evidence]:
    for one in refused(case):
        call = _answered(case, one)
        stored = next((entry for entry in case.trace.plan.stored if entry.credential is one.credential), None)
        if call is not None:
            yield Evidence(
                f"{one.where}; the keyring gave it for {shown_service(call.request.service)}, where an old entry may "
                "have stayed",
                one.at,
                (
                    advice(
                        f"renew the entry: `keyring set {shown_service(call.request.service)} {one.credential}`"
                        f"{how_had(case, one.refusal.visit.index)}"
                    ),
                    renew(case, one.refusal, "give credentials that come before the keyring's"),
                ),
            )
        elif stored is not None:
            yield Evidence(
                f"{one.where}; the store holds it for {stored.service.bare()}, where an old entry may have stayed",
                one.at,
                (
                    renew_stored(
                        stored,
                        f"renew the entry: `uv auth login {stored.service.bare()} --username {one.credential}`"
                        f"{how_had(case, one.refusal.visit.index)}",
                    ),
                    renew(case, one.refusal, "give credentials that come before the store's"),
                ),
            )


def _answered(case: Case, one: Refused) -> KeyringCall | None:
    """Return the keyring call that gave the credential."""
    if "keyring" not in one.credential.provenance.label:
        return None
    return next((call for call in reversed(case.lookup.keyring) if call.answered), None)


RULE = Rule(
    code="IDX216",
    severity="error",
    title="What the keyring or the client's store holds was refused",
    means="The credentials are not in the configuration: they were kept on this machine at some time, and the server "
    "does not take them any more. Nobody sees them where one would look.",
    told="Credentials that the keyring program or uv's own store gave were answered with 401 or 403.",
    remedies={
        "uv": "`keyring set SERVICE USERNAME` or `uv auth login SERVICE` puts others in their place, `keyring del` and "
        "`uv auth logout` take them away.",
        "pip": "`keyring set SERVICE USERNAME` puts another one in its place, `keyring del` takes it away; "
        "pip asks for the index URL, then for the host.",
        "pdm": "`keyring set SERVICE USERNAME` puts another one in its place, `keyring del SERVICE USERNAME` takes it "
        "away; pdm asks for the URL of the source, then for its host.",
    },
    sources=(
        "https://docs.astral.sh/uv/concepts/authentication/cli/",
        "https://docs.astral.sh/uv/concepts/authentication/http/#keyring-providers",
        "https://github.com/astral-sh/uv/issues/3260",
        "https://pip.pypa.io/en/stable/topics/authentication/",
    ),
    find=_find,
    instead_of=frozenset({"IDX201", "IDX202"}),
)
