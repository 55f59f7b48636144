"""IDX401: The answer is a page, and it lists no file."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.answers import Last, asks_to_log_in, last_answers, lists_no_file
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.fixes.search import send_at_once
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with


def _find(case: Case) -> Iterator[Evidence]:
    for last in last_answers(case):
        if ends_with(last.visit.decision.code, "found") and lists_no_file(last.answer):
            yield Evidence(
                f"{last.exchange.request.url}, asked {last.asked_as}, was taken for the page, and lists no file: "
                f"{_what_it_is(last)}",
                (last.position,),
                tuple(_fixes(last)),
            )


def _what_it_is(last: Last) -> str:
    if asks_to_log_in(last.answer):
        return "it is a page for logging in"
    hides = ", or it is empty for strangers" if last.exchange.request.credential is None else ""
    return f"either it is no page of an index, or there are no files{hides}"


def _fixes(last: Last) -> Iterator[Fix]:
    if last.exchange.request.credential is None:
        yield send_at_once(last.index)
    yield advice(f"open {last.exchange.request.url} in a browser: what it shows is what the client got")


RULE = Rule(
    code="IDX401",
    severity="error",
    title="The answer is a page, and it lists no file",
    means="The index answered 200 with a page that lists no file: a login page that stands before the index, the web "
    "interface in its place, or a list that is empty for whoever may not read it. The client takes it for the "
    "package's page and asks no other index.",
    told="An index answered with a success, the client took it for the page of the package, and it has no link to a "
    "wheel or source distribution.",
    remedies={"uv": 'Let the index be asked with credentials (`authenticate = "always"`), or correct its URL.'},
    sources=(
        "https://github.com/python-poetry/poetry/issues/2125",
        "https://github.com/stevearc/pypicloud/issues/101",
    ),
    find=_find,
    needs=frozenset({"answers"}),
)
