"""A model on its way, strand by strand."""

from __future__ import annotations

from idxdoctor.capture.comparing.course import Course
from idxdoctor.clients.registry import client_of
from idxdoctor.scenario.model import Scenario
from idxdoctor.transport.replay import beginning
from tests.capture.made import scenario

PYPI = "{url: 'https://pypi.org', rules: [{answer: {page: ['1.0']}}]}"
KEYRING = """{packages: [foo, bar], env: {UV_INDEX: 'https://ci@h/one', UV_KEYRING_PROVIDER: subprocess},
  keyring: [{service: h, username: ci, password: cabbage}]}"""


def course(world: Scenario, version: str = "0.13.9") -> Course:
    begun = beginning(world, client_of(f"uv=={version}"))
    return Course(begun.start(), begun.packages, begun.world())


def sent(course: Course) -> list[tuple[str, str]]:
    """Return what is sent next, each with its method."""
    return [(request.method, request.url.path) for _, request in course.senders()]


def test_a_file_may_be_asked_for_while_another_package_is_looked_for() -> None:
    made = course(scenario(f"[{PYPI}]", "{packages: [foo, bar]}"))
    foo = made.ready()[0]
    made.go_on(foo)
    made.send(*made.senders()[0])
    made.go_on(foo)
    made.go_on(next(strand for strand in made.ready() if strand.exchanges is strand.record.files))
    assert sent(made) == [("HEAD", "/files/foo-1.0-py3-none-any.whl")]
    assert not made.is_over


def test_others_go_on_while_the_keyring_is_asked_but_who_wants_the_same_waits() -> None:
    made = course(scenario(f"[{{url: 'https://h', rules: [{{answer: 404}}]}}, {PYPI}]", KEYRING))
    foo, bar = made.ready()
    made.go_on(foo)
    assert [call.service for call in made.calls] == ["https://h/one"]
    made.go_on(bar)
    assert made.ready() == [foo]
    made.go_on(foo)
    made.go_on(foo)
    assert [call.service for call in made.calls] == ["https://h/one", "h"]
    assert made.ready() == [bar]


def test_nothing_goes_on_after_a_failure() -> None:
    made = course(scenario("[{url: 'https://pypi.org', rules: [{answer: 400}]}]", "{packages: [foo, bar]}"))
    foo, bar = made.ready()
    made.go_on(bar)
    made.go_on(foo)
    for strand, request in made.senders():
        made.send(strand, request)
    assert made.ready() == [foo, bar]
    made.go_on(foo)
    assert made.ready() == []
    assert made.may_break_off


def test_an_index_that_fails_breaks_off_those_after_it_and_not_those_before() -> None:
    given = "{packages: [foo], env: {UV_INDEX: 'https://h/one'}, args: {uv: [--index-strategy, unsafe-best-match]}}"
    for failing, over in (
        ("{url: 'https://h', rules: [{answer: 400}]}", True),
        (PYPI.replace("page: ['1.0']", "status: 400"), False),
    ):
        other = PYPI if over else "{url: 'https://h', rules: [{answer: 404}]}"
        made = course(scenario(f"[{failing}, {other}]", given))
        made.go_on(made.ready()[0])
        first, second = made.ready()
        for strand in (first, second):
            made.go_on(strand)
        for strand, request in made.senders():
            made.send(strand, request)
        made.go_on(first if over else second)
        assert made.may_break_off is over


def test_before_0_6_6_the_file_of_a_pin_may_be_asked_for_while_others_are_searched() -> None:
    project = "{pyproject.toml: \"[tool.uv.sources]\\nfoo = { index = 'corp' }\\n\"}"
    given = f"{{packages: [foo], command: {{uv: lock}}, args: {{uv: [--index, corp=https://h/one]}}, files: {project}}}"
    made = course(scenario("[{url: 'https://h', rules: [{answer: {page: ['1.0']}}]}]", given), "0.6.5")
    made.go_on(made.ready()[0])
    everywhere, pin = made.ready()
    made.go_on(pin)
    made.send(*made.senders()[0])
    while pin in made.ready():
        made.go_on(pin)
    asked = {"lookup" if strand is everywhere else strand.record.package for strand in made.ready()}
    assert asked == {"lookup", "foo"}
