"""Which requests are told in detail."""

from __future__ import annotations

from idxdoctor.model.exchange import Answer, Decision, Exchange, Send
from idxdoctor.model.trace import Ending, Lookup, Outcome, Visit
from idxdoctor.model.url import Url
from idxdoctor.report.told import files_to_tell


def test_requests_for_files_are_told_where_one_could_not_be_had_or_nothing_else_was_asked_for() -> None:
    file = Exchange(Send(Url.parse("https://h/foo-1.0.whl"), None, Decision("a", "b"), 0), Answer(401))
    found, none = Ending(Outcome.FOUND, (), ()), Ending(Outcome.FAILED, (), (Visit(0, Decision("c", "d")),))
    assert files_to_tell(Lookup("foo", (), (), found, (file,))) == (file,)
    assert files_to_tell(Lookup("foo", (file,), (), found, (file,))) == ()
    assert files_to_tell(Lookup("foo", (file,), (), found, (file,), none)) == (file,)
