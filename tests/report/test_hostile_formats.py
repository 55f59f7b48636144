"""Whatever a server, a file or a user says, no format is broken: every kind of text in every format.

A report with a hostile text in it is built as one with a harmless text in the same places is: the same elements, the
same commands, the same blocks. Only the words differ.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from typing import Final
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

from idxdoctor.cli.options import Format
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.run import KnownCase, Run
from idxdoctor.model.parts import KEEP, rebuilt
from idxdoctor.report.formats.markdown_pages import MOST_CHARACTERS
from idxdoctor.report.formats.registry import rendered
from idxdoctor.report.layout import plain
from idxdoctor.report.terminal import terminal_report
from tests.worlds import Data, replay_of, server, world

HARMLESS: Final = "harmless"
KINDS: Final = {
    "ansi": "\x1b[2J\x1b[1;1H\x1b]0;title\x07\x9b31mdone",
    "rich": "[bold red]x[/] [/nothing] :smile: [link=https://e.example]y[/link]",
    "markdown": "](https://e.example) ![x](y) **b** _i_ ~~s~~ @everyone #1 https://e.example | a | b |",
    "blocks": "x\n\n# heading\n\n- item\n\n---\n\n> quote\n\n| a |\n|---|\n",
    "html": "</td></table></code></details><script>alert(1)</script><img src=x onerror=y> &lt; <!-- \" ' style=x",
    "svg": '</text></svg><a xlink:href="x">&amp;"onload="x',
    "github": "::error file=x::y ::set-output name=x::y ##[add-path]x %0A::warning::z",
    "stopped": "::stop-commands::token",
    "azure": "##vso[task.setvariable variable=x]y ##vso[task.complete result=Succeeded;]z ##[error]x",
    "right-to-left": "\u202egnp.exe\u2066\u2069\u200f\u061c",
    "nul": "a\0b\x01\x08\x0b\x0c\x1f\x7f\x85\ufffe\uffff",
    "long": "x" * 20_000,
    "words": "word " * 5_000,
    "fences": "```\n````\n`````\n~~~\n```mermaid\nsequenceDiagram\n```",
    "ticks": "` `` ``` ```` $x$ $$y$$",
    "mermaid": "end; Note over C: x\n%% x\nloop y\nS0->>C: z #quot; {{x}} %%{init: {}}%%",
    "xml": "]]> <![CDATA[ <?xml version='1.0'?> <!DOCTYPE x> &#0; &x;",
    "json": '"}], {"x": "\\u0000\\ud800 \\',
    "lines": "x\nIDX000 error  forged\r\nfix 1 (proved)\u2028y\u2029z",
    "sarif": "[link](0) {0} {1}",
    "surrogates": "😀\U000e0041\ufeff\u200b",
}
FORMATS: Final = ["rich", *(one.value for one in Format if one is not Format.RICH)]
_PAINT: Final = {("code",), ("span", "class")}
_CONTROL: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


@cache
def harmless() -> Run:
    """Return a run in which the harmless text stands wherever a server, a file or a user can put one."""
    text = HARMLESS
    leads: Data = {
        "redirect": f"https://b.example/{text}/simple/foo/",
        "headers": {"Server": text, "WWW-Authenticate": f'Basic realm="{text}"', "X": text},
    }
    refuses: Data = {"status": 401, "body": text, "headers": {"WWW-Authenticate": text, "Content-Type": "text/html"}}
    scenario = world(
        {"UV_EXTRA_INDEX_URL": f"https://{text}:cabbage-soup@h.example/{text}/simple"},
        server("https://h.example", {"answer": leads}, accounts={text: "cabbage-soup"}),
        server("https://b.example", {"answer": refuses}),
        files={"uv.toml": f"[[index]]\nname = '{text}'\nurl = 'https://h.example/y/'\n"},
        packages=[text],
    )
    made = replay_of(scenario, "0.13.9")
    (first, *others) = made.findings[0]
    fix = Fix(text, risk=text, diff=f"--- {text}\n+++ {text}\n-{text}\n+{text}", outcome=text)
    told = first._replace(title=text, text=text, fixes=(fix,), settled=text)
    known = KnownCase(text, text, text, text)
    trace = made.trace._replace(unknown=(text,), doubt=text)
    return made._replace(trace=trace, findings=((told, *others),), title=text, known=(known,), mismatches=(text,))


@cache
def run(kind: str) -> Run:
    """Return the run with a text of that kind in place of the harmless one, also where no parser would let it."""
    text = KINDS.get(kind, HARMLESS)
    return rebuilt(harmless(), lambda part: part.replace(HARMLESS, text) if isinstance(part, str) else KEEP)


def report(kind: str, format_: str) -> str:
    if format_ == "rich":
        return plain(terminal_report([run(kind)], 100, verbose=True))
    return rendered(format_, [run(kind)])


class Elements(HTMLParser):
    """Collects the elements of a page with the names of their attributes.

    Less those that only paint: what stands in backquotes is code, and a line of a change has its colour.
    """

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, ...]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if (tag, *(name for name, _ in attrs)) not in _PAINT:
            self.seen.append((tag, *(name for name, _ in attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"code", "span"}:
            self.seen.append((f"/{tag}",))

    def handle_comment(self, data: str) -> None:
        self.seen.append(("comment", data))


def of_html(text: str) -> object:
    page = Elements()
    page.feed(text)
    return page.seen


def of_markdown(text: str) -> list[tuple[str, str]]:
    """Return blocks and inline elements; raw HTML with its text, less what stands between a `<summary>` and its end."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    seen: list[tuple[str, str]] = []
    for token in parser.parse(text):
        html = re.sub(r"(?<=<summary>).*?(?=</summary>)", "", token.content) if token.type == "html_block" else ""
        seen.append((token.type, html or token.info))
        kinds = {child.type for child in token.children or ()} - {"text", "text_special", "code_inline", "softbreak"}
        seen += [("inline", kind) for kind in sorted(kinds)]
    return seen


def of_xml(text: str) -> object:
    root = ElementTree.fromstring(text)  # noqa: S314 - this tool wrote it
    return [(element.tag, *element.attrib) for element in root.iter()]


def shape(value: object) -> object:
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(inner) for inner in value]
    return type(value).__name__


def of_json(text: str) -> object:
    return shape(json.loads(text))


def of_github(text: str) -> object:
    """Return the commands that GitHub's runner would see, with the names of their properties."""
    return list(_commands(text))


def _commands(text: str) -> Iterator[tuple[str, ...]]:
    for line in text.splitlines():
        if line.lstrip().startswith("::"):
            head = line.lstrip()[2:].partition("::")[0]
            command, _, properties = head.partition(" ")
            yield (command, *(one.partition("=")[0] for one in properties.split(",")))
        elif "##[" in line:
            yield ("##[",)


def of_azure(text: str) -> object:
    """Return the commands that Azure's agent would see, with the names of their properties."""
    heads = [line[line.index("##vso") :].partition("]")[0] for line in text.splitlines() if "##vso" in line]
    commands = [head.partition(" ") for head in heads]
    return [(name, *(one.partition("=")[0] for one in given.split(";"))) for name, _, given in commands]


def of_terminal(text: str) -> object:
    return [line.split()[0] for line in text.splitlines() if re.match(r"IDX\d", line)]


STRUCTURES: Final[dict[str, Callable[[str], object]]] = {
    "rich": of_terminal,
    "json": of_json,
    "markdown": of_markdown,
    "html": of_html,
    "junit": of_xml,
    "sarif": of_json,
    "github": of_github,
    "azure": of_azure,
    "gitlab": of_json,
}


LEFT_OUT: Final = {repr(("inline", kind)) for kind in ("em_open", "em_close")}


def test_every_format_has_a_structure_to_be_held_against() -> None:
    assert [*STRUCTURES] == FORMATS
    for format_ in FORMATS:
        assert STRUCTURES[format_](report(HARMLESS, format_)), format_


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_text_is_data_in_every_format(kind: str, format_: str) -> None:
    text = report(kind, format_)
    assert not _CONTROL.search(text)
    found, wanted = STRUCTURES[format_](text), STRUCTURES[format_](report(HARMLESS, format_))
    if format_ == "markdown" and kind in {"long", "words"}:
        # What does not fit a comment is left out, whole.
        assert len(text) <= MOST_CHARACTERS
        assert {*map(repr, of_markdown(text))} <= {*map(repr, of_markdown(report(HARMLESS, format_))), *LEFT_OUT}
    else:
        assert found == wanted


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("kind", ["github", "stopped", "azure"])
def test_no_pipeline_takes_a_command_from_any_format(kind: str, format_: str) -> None:
    text, harmless = report(kind, format_), report(HARMLESS, format_)
    assert of_github(text) == of_github(harmless)
    assert of_azure(text) == of_azure(harmless)
