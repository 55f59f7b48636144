"""How exchanges, findings and fixes are put into words, the same in every report for people."""

from __future__ import annotations

from idxdoctor.clients.registry import is_modelled
from idxdoctor.diagnosis.finding import Finding, Fix
from idxdoctor.diagnosis.providers import Providers
from idxdoctor.model.exchange import Exchange, Gap, Witness
from idxdoctor.model.plan import Index
from idxdoctor.model.trace import Client, Lookup, Outcome
from idxdoctor.model.versions import release_number


def proof(finding: Finding) -> str:
    """Return the numbers of the requests that prove a finding, in parentheses."""
    kinds = (("request", finding.exchanges), ("file request", finding.files))
    named = [
        f"{kind}{'' if len(positions) == 1 else 's'} {', '.join(str(position + 1) for position in positions)}"
        for kind, positions in kinds
        if positions
    ]
    return f" ({', '.join(named)})" if named else ""


def client_line(client: Client) -> str:
    """Return the client and how far its model is to be trusted; one without a model is known from its log alone."""
    if not is_modelled(client.name):
        return str(client)
    if client.modelled_as:
        older = release_number(client.version) < release_number(client.modelled_as)
        return f"{client} ({'older' if older else 'newer'} than what is modelled: taken as {client.modelled_as})"
    return f"{client} (model verified)" if client.verified else f"{client} (model not verified at this version)"


def unasked(lookup: Lookup) -> str:
    """Return what is said of an index of which no request was seen; where none of any was, that says nothing of it."""
    not_shown = lookup.ending.outcome in {Outcome.NOT_FOUND, Outcome.UNKNOWN} and not lookup.ending.visits
    return "the log does not show whether it was asked" if not_shown else "never asked"


def about(index: Index, providers: Providers) -> str:
    """Return where an index was defined, and who provides it, where its URL does not say that to everybody."""
    seen = providers.to_tell(index)
    return f"{index.provenance}; {seen}" if seen is not None else str(index.provenance)


def asked(index: Index | None, exchange: Exchange) -> str:
    """Return the method and the part of the URL below its index, or the whole where it is elsewhere."""
    root, url = str(index.url.bare()).rstrip("/") if index else "", str(exchange.request.url)
    return f"{exchange.request.method} {f'...{url[len(root) :]}' if root and url.startswith(f'{root}/') else url}"


def who(exchange: Exchange) -> str:
    """Return who a request was sent as; a colon at the end says that there was no password."""
    credential = exchange.request.credential
    if Gap.WHO in exchange.gaps:
        return "?"
    if credential is None:
        return "nobody"
    if credential.bearer:
        return "(a token)"
    return (credential.shown_name or "(no name)") + ("" if credential.is_complete else ":")


def status(exchange: Exchange) -> str:
    """Return the status; `none` where no answer came, `?` where a log does not tell."""
    return "?" if Gap.STATUS in exchange.gaps else str(exchange.answer.status or "none")


def came(exchange: Exchange) -> str:
    """Return what came back, in words where it was no status."""
    answer = exchange.answer
    if Gap.STATUS in exchange.gaps:
        return "not shown"
    return str(answer.status or (answer.failure.value if answer.failure else "no answer"))


def kind_of(exchange: Exchange) -> str:
    """Return `good` for an answer that leads on, `bad` for a refusal or none, "" for one that says nothing either way.

    That a package is not at an index is no fault in itself.
    """
    code = exchange.answer.status
    if Gap.STATUS in exchange.gaps or code == 404:
        return ""
    return "bad" if code is None or code >= 400 else "good"


def age(seconds: int) -> str:
    """Return a stretch of time in the largest unit of which it has two."""
    for unit, length in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.1f} {unit}"
    return f"{seconds} seconds"


def why(exchange: Exchange) -> str:
    """Return the decision that led to a request, and what came of it beside a status."""
    request, answer = exchange.request, exchange.answer
    why = request.decision.text if request.attempt == 1 else f"try {request.attempt}: {request.decision.text}"
    if exchange.evidence is Witness.INFERRED:
        why = f"(inferred) {why}"
    if exchange.copy_age is not None:
        why += f" (a copy of {age(exchange.copy_age)} ago is cached)"
    if answer.withheld:
        why += " (left out here: it was not configured for this origin)"
    if exchange.redirect is not None:
        why += f" > redirected to {exchange.redirect}"
    if answer.failure is not None:
        why += f" > {answer.failure.value}"
    return f"! credentials dropped: {why}" if request.decision.drops else why


def how_proved(fix: Fix) -> str:
    """Return whether a fix is proved, and how the lookup ended when it was tried; some can only be made by hand."""
    if fix.change is None:
        return "by hand"
    then = f": {fix.outcome}" if fix.outcome else ""
    return f"proved{then}" if fix.proved else f"not proved{f'; tried{then}' if then else ''}"
