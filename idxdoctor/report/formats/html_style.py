"""How the HTML report looks: on a phone and on a wide screen, light and dark, on paper, with a keyboard."""

from __future__ import annotations

from typing import Final

CSS: Final = """
:root { color-scheme: light dark; --line: #8886; --good: #18794e; --bad: #c62828; --warn: #8a5a00; --soft: #8881; }
@media (prefers-color-scheme: dark) { :root { --good: #4cc38a; --bad: #ff8f8f; --warn: #f1c04e; } }
* { box-sizing: border-box; }
html { background: Canvas; color: CanvasText; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 72rem; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.25rem; border-top: 1px solid var(--line); padding-top: 1rem; }
h3 { font-size: 1.05rem; margin: 0 0 .5rem; }
code, pre, td.request, td.who { font-family: ui-monospace, monospace; font-size: .875rem; }
code { background: var(--soft); border-radius: .2rem; padding: 0 .2rem; }
pre { white-space: pre-wrap; padding: .5rem; border: 1px solid var(--line); border-radius: .2rem; margin: .5rem 0; }
.good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
.verdict { border-left: .3rem solid var(--line); padding: .25rem .75rem; font-size: 1.125rem; font-weight: 600; }
.verdict.bad { color: inherit; border-color: var(--bad); } .verdict.good { color: inherit; border-color: var(--good); }
section, details { border: 1px solid var(--line); border-radius: .5rem; margin: 1rem 0; padding: .75rem 1rem; }
li { margin: .25rem 0; }
summary { cursor: pointer; font-weight: 600; }
:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; border-radius: .2rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .5rem; text-align: left; vertical-align: top; }
th, td.who, td.status, table:not(.requests) td { white-space: nowrap; overflow-wrap: normal; }
td.request { min-width: 11rem; } .indexes small { display: block; }
th[scope=row] { position: sticky; left: 0; background: Canvas; min-width: 9rem; max-width: 50vw; white-space: normal; }
svg { font: 12px ui-monospace, monospace; display: block; }
svg text { fill: currentColor; stroke: Canvas; stroke-width: 4px; paint-order: stroke; } svg .name { font-weight: 600; }
svg .lane { stroke: var(--line); } svg g line { stroke: currentColor; } svg .back { stroke-dasharray: 4 3; }
svg path { fill: currentColor; } svg .good { color: var(--good); } svg .bad { color: var(--bad); }
svg .dropped { color: var(--warn); }
nav ul { list-style: none; padding: 0; }
.up { display: none; }
main:has(article:target) > :not(:target) { display: none; } article:target .up { display: block; }
@media (max-width: 40rem) {
  body { padding: .5rem; } section, details { padding: .5rem .75rem; } ol { padding-left: 1.25rem; }
  .requests thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .requests tr { display: grid; grid-template-columns: 2rem 1fr auto; border-bottom: 1px solid var(--line); }
  .requests td { border: 0; padding: .1rem .25rem; min-width: 0; } .requests .index { display: none; }
  .requests .status { grid-column: 3; grid-row: 1; } .requests .request { grid-column: 2; grid-row: 1; }
  .requests .who, .requests .why { grid-column: 2 / 4; } .requests .who::before { content: "as "; }
}
@media print {
  nav { display: none; } .scroll { overflow: visible; } article section, tr, svg { break-inside: avoid; }
  main:has(article:target) > :not(:target) { display: block; } article:target .up { display: none; }
  svg { max-width: 100%; height: auto; }
}
"""
