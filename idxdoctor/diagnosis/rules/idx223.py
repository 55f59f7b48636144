"""IDX223: A file that was listed or locked is answered with 404."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from idxdoctor.diagnosis.evidence.answers import asked_as
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import advice, give_credentials, give_host_credentials
from idxdoctor.diagnosis.providers import recognised
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.credential import Provenance
from idxdoctor.model.exchange import Exchange, Gap
from idxdoctor.model.plan import Index
from idxdoctor.model.trace import PYTHON

_ANYBODY: Final = "the file is gone, or its server hides it from who asked, as some do with what one may not read"


def _find(case: Case) -> Iterator[Evidence]:
    file = case.lookup.faulty_file
    if file is None or file.answer.status != 404 or case.lookup.package == PYTHON:
        return
    yield Evidence(
        f"{file.request.url}, asked for {asked_as(file)}, answered 404: {_meant(file)}",
        (),
        tuple(_fixes(case, file)),
        (len(case.lookup.files) - 1,),
    )


def _meant(file: Exchange) -> str:
    """Say what the status may mean, by who runs the server, as far as the file's URL shows that."""
    seen = recognised(Index(file.request.url, Provenance("the file's URL")), ())
    hidden = seen.provider.may_mean(404, "no credentials", "wrong credentials", "no permission") if seen else None
    if seen is None or hidden is None:
        return _ANYBODY
    this_is, says = "this is" if seen.sure else "this may be", "answers" if hidden.sure else "is said to answer"
    return (
        f"the file is gone, or kept from who asked: {this_is} {seen.provider.name} ({seen.by}), which {says} 404 to "
        "those who may not read it"
    )


def _fixes(case: Case, file: Exchange) -> Iterator[Fix]:
    credential, name = file.request.credential, case.lookup.package
    if Gap.WHO in file.gaps:
        yield advice("run the command again with `-vv`, and explain that log: it shows as whom the file was asked for")
    elif credential is not None and credential.is_complete:
        yield advice(f"check that {credential} may read the files of {name}")
    else:
        origin = file.request.url.origin
        index = next((one for one in case.trace.plan.defined if one.url.origin == origin), None)
        yield give_host_credentials(origin) if index is None else give_credentials(index)
    if name in case.trace.plan.locked:
        yield advice(f"if the file is gone, lock {name} again: `uv lock --upgrade-package {name}`")
    else:
        yield advice("look whether the file is still there, with an account that may read it")


RULE = Rule(
    code="IDX223",
    severity="error",
    title="A file that was listed or locked is answered with 404",
    means="A page listed the file or a lock names it, so that it was there once. Either it was deleted since, or its "
    "server answers 404 to those who may not read it, as GitLab does, so that it is credentials that are missing or do "
    "not do.",
    told="The last request for the file was answered with 404, and that ended the run.",
    remedies={
        "uv": "Give credentials that may read the file. Where it is gone, lock again, or take another version.",
    },
    sources=(
        "https://docs.gitlab.com/user/packages/pypi_repository/",
        "https://github.com/astral-sh/uv/issues/8565",
    ),
    find=_find,
)
