"""IDX414: A page without files, which may be one for logging in."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.answers import Last, last_answers, may_be_why
from idxdoctor.diagnosis.fixes.proposals import advice, give_credentials
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with


def _find(case: Case) -> Iterator[Evidence]:
    for last in last_answers(case) if may_be_why(case) else ():
        if ends_with(last.visit.decision.code, "no-files"):
            yield Evidence(
                f"{last.exchange.request.url}{_told(last)} and {case.trace.client.name} saw no file on it"
                f"{_led(case, last)}",
                () if last.exchange.gaps else (last.position,),
                (
                    give_credentials(last.index, f"give credentials for {last.index.label}, if it wants a login"),
                    advice(f"open {last.exchange.request.url} and see whether it lists files of {case.lookup.package}"),
                ),
            )


def _told(last: Last) -> str:
    return " was had," if last.exchange.gaps else f", asked {last.asked_as}, answered {last.answer.status},"


def _led(case: Case, last: Last) -> str:
    first = case.lookup.exchanges_of(last.visit.index)[0][1].request.url
    return "" if first == last.exchange.request.url else f"; {first} led there"


RULE = Rule(
    code="IDX414",
    severity="error",
    title="A page was had, and no file was seen on it",
    means="The index answered with a success that lists nothing. Either it has an empty page for the package, or it is "
    "no index: a page on which one logs in, which a gateway shows to whoever it does not know. The client says nothing "
    "of it.",
    told="The answer was a success of a page's type, no file of it was seen, and the package was not found.",
    remedies={
        "pip": "Give credentials with the first request, in the index URL or netrc; check the URL of the index.",
        "poetry": "Give credentials in the source's URL or by POETRY_HTTP_BASIC_<NAME>_USERNAME and "
        "POETRY_HTTP_BASIC_<NAME>_PASSWORD; check the URL of the source.",
        "pdm": "Give credentials with the first request, in the source's URL or netrc; check the URL of the source.",
    },
    sources=("https://packaging.python.org/en/latest/specifications/simple-repository-api/",),
    find=_find,
)
