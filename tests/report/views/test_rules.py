"""Rules explained, on the terminal and as a reference."""

from __future__ import annotations

from idxdoctor.diagnosis.rule import Rule
from idxdoctor.report.views.rules import RANGES, rule_explained, rules_as_markdown

RULE = Rule(
    code="IDX199",
    severity="warning",
    title="A made-up cause",
    means="It means " + "very " * 30 + "much.",
    told="By its look.",
    remedies={"uv": "Mend it."},
    sources=("https://docs.example/one",),
    find=lambda _: iter(()),
)
BARE = RULE._replace(code="IDX399", title="Another", sources=())


def test_a_rule_is_explained_in_paragraphs_that_fit_a_terminal() -> None:
    text = rule_explained(RULE, ["uv-one", "uv-two"], 80)
    assert text.startswith("IDX199 warning  A made-up cause\n\nIt means very")
    assert "How it is told: By its look." in text
    assert "What helps with uv: Mend it." in text
    assert "Sources:\n  https://docs.example/one" in text
    assert text.endswith("See it happen:\n  idxdoctor replay uv-one\n  idxdoctor replay uv-two")
    assert max(len(line) for line in text.splitlines()) <= 80


def test_what_a_rule_has_not_is_left_out() -> None:
    text = rule_explained(BARE, [], 80)
    assert "Sources" not in text
    assert "See it happen" not in text
    assert "\n\n\n" not in text


def test_the_reference_has_the_rules_below_the_titles_of_their_ranges() -> None:
    lines = rules_as_markdown([RULE, BARE]).splitlines()
    assert lines[0] == "# What idxdoctor finds"
    assert [line for line in lines if line.startswith("## ")] == [
        f"## {prefix}xx: {title}" for prefix, title in RANGES.items()
    ]
    first, second = lines.index("### IDX199: A made-up cause"), lines.index("### IDX399: Another")
    assert lines.index("## IDX1xx: Credentials never sent, or dropped on the way") < first
    assert first < lines.index("## IDX3xx: The search ended early, or fell through to another index") < second
    assert "*warning.* It means very" in rules_as_markdown([RULE])
    assert "Sources: <https://docs.example/one>" in lines
