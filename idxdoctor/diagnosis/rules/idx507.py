"""IDX507: The index answers, and the server of the package's file does not."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.silence import listed_elsewhere
from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.exchange import Failure


def _find(case: Case) -> Iterator[Evidence]:
    file = case.lookup.faulty_file
    if file is None or file.answer.failure is None or listed_elsewhere(case, file) is None:
        return
    failure, origin = file.answer.failure, file.request.url.origin
    if failure is Failure.TLS:
        fix = f"trust the certificate of {origin.host} too, as `idxdoctor rule IDX502` says"
    else:
        fix = f"let this machine reach {origin.host} too (firewall, proxy, VPN), or use an index that serves its files"
    yield Evidence(
        f"the file is on {origin}, and no answer came from there: {failure.value}",
        (),
        (advice(fix),),
        (len(case.lookup.files) - 1,),
    )


RULE = Rule(
    code="IDX507",
    severity="error",
    title="The index answers, and the server of the package's file does not",
    means="The page of a package says where its files are, here on another host than the index: PyPI's are on "
    "files.pythonhosted.org. That host can't be reached from here, or its certificate is not trusted. Credentials play "
    "no part.",
    told="The package was found at an index, and the last request for its file, on another server, has no status.",
    remedies={
        "uv": "Open the way to the files' host as well, or use an index that serves the files itself.",
        "pip": "Open the way to the files' host as well, or use an index that serves the files itself.",
    },
    sources=("https://docs.astral.sh/uv/concepts/indexes/", "https://warehouse.pypa.io/architecture.html"),
    find=_find,
)
