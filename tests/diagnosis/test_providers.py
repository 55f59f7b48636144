"""Each provider: what it is recognised by, and what only looks like it."""

from __future__ import annotations

from typing import Final, NamedTuple

import pytest

from idxdoctor.diagnosis.provider import Recognition
from idxdoctor.diagnosis.providers import ALL, recognised
from idxdoctor.model.credential import Provenance
from idxdoctor.model.exchange import Answer, Decision, Exchange, Send
from idxdoctor.model.plan import Index
from idxdoctor.model.url import Url

S3_ERROR: Final = "<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>"
BOTTLE_ERROR: Final = "<title>Error: 403 Forbidden</title><p>Sorry, the requested URL <tt>'/simple/foo/'</tt>"
AZURE_REALM: Final = 'Bearer authorization_uri=https://login.windows.net/t, Basic realm="https://pkgsprodweu1.{}", TFS'


class Seen(NamedTuple):
    """An index URL and what answered there, with the provider that it shows (and how sure), or that it only seems."""

    name: str
    url: str
    status: int = 401
    headers: dict[str, str] | None = None
    body: str = ""
    sure: bool = True


def realm(text: str, **others: str) -> dict[str, str]:
    return {"www-authenticate": f'Basic realm="{text}"', **others}


PLAIN: Final = "https://pkg.example/simple"
POSITIVE: Final = (
    Seen("JFrog Artifactory", "https://acme.jfrog.io/artifactory/api/pypi/acme/simple"),
    Seen("JFrog Artifactory", PLAIN, headers=realm("Artifactory Realm")),
    Seen("JFrog Artifactory", "https://pkg.example/api/pypi/acme/simple", sure=False),
    Seen("JFrog Artifactory", PLAIN, 403, body='{"errors" : [ {"status" : 403}]}', sure=False),
    Seen("Azure Artifacts", "https://pkgs.dev.azure.com/acme/_packaging/feed/pypi/simple/"),
    Seen("Azure Artifacts", PLAIN, headers={"www-authenticate": AZURE_REALM.format("pkgs.visualstudio.com/")}),
    Seen("Azure DevOps Server", "https://tfs.example/tfs/c/_packaging/feed/pypi/simple/", sure=False),
    Seen("AWS CodeArtifact", "https://acme-111122223333.d.codeartifact.eu-west-1.amazonaws.com/pypi/r/simple/"),
    Seen("Google Artifact Registry", "https://europe-python.pkg.dev/acme/r/simple/"),
    Seen("GitLab", "https://gitlab.example/api/v4/groups/7/-/packages/pypi/simple"),
    Seen("GitLab", PLAIN, headers=realm("GitLab Packages Registry")),
    Seen("Sonatype Nexus", PLAIN, headers=realm("Sonatype Nexus Repository Manager")),
    Seen("Sonatype Nexus", PLAIN, 404, headers={"server": "Nexus/3.68.1-02 (OSS)"}),
    Seen("Sonatype Nexus", "https://pkg.example/repository/pypi-all/simple", sure=False),
    Seen("devpi", "https://pkg.example/acme/prod/+simple/"),
    Seen("devpi", PLAIN, headers=realm("pypi", location="https://pkg.example/+login")),
    Seen("pypiserver", PLAIN, headers=realm("pypi", server="WSGIServer/0.2 CPython/3.11.2")),
    Seen("pypiserver", PLAIN, 403, body=BOTTLE_ERROR, sure=False),
    Seen("pypicloud", PLAIN, 200, body="<title>PyPI Cloud</title>", sure=False),
    Seen("Cloudsmith", "https://dl.cloudsmith.io/basic/acme/r/python/simple/"),
    Seen("Gemfury", "https://pypi.fury.io/acme/"),
    Seen("packagecloud", "https://packagecloud.io/acme/r/pypi/simple"),
    Seen("Gitea or Forgejo", "https://git.example/api/packages/acme/pypi/simple"),
    Seen("Gitea or Forgejo", PLAIN, headers=realm("Gitea Package API")),
    Seen("Amazon S3", PLAIN, 403, headers={"server": "AmazonS3"}),
    Seen("Amazon S3", PLAIN, 403, body=S3_ERROR),
    Seen("Amazon S3", "https://d111111abcdef8.cloudfront.net/whl", sure=False),
    Seen("MyGet", "https://www.myget.org/F/acme/python/"),
    Seen("PyPI", "https://pypi.org/simple"),
)
LOOK_ALIKES: Final = (
    Seen("JFrog Artifactory", "https://jfrog.io.example/pypi/acme/simple"),
    Seen("JFrog Artifactory", PLAIN, headers=realm("My Artifactory Realm")),
    Seen("Azure Artifacts", "https://pkgs.dev.azure.com.example/acme/pypi/simple/"),
    Seen("Azure Artifacts", PLAIN, headers={"www-authenticate": AZURE_REALM.format("pkgs.example/")}),
    Seen("Azure DevOps Server", "https://pkgs.dev.azure.com/acme/_packaging/feed/pypi/simple/"),
    Seen("AWS CodeArtifact", "https://mycodeartifact.eu-west-1.amazonaws.com/pypi/r/simple/"),
    Seen("Google Artifact Registry", "https://europe-docker.pkg.dev/acme/r/simple/"),
    Seen("GitLab", "https://gitlab.example/api/v4/packages/pypi/simple"),
    Seen("Sonatype Nexus", "https://pkg.example/repositories/pypi/simple"),
    Seen("devpi", "https://pkg.example/acme/prod/simple/"),
    Seen("devpi", PLAIN, headers=realm("pypi")),
    Seen("pypiserver", PLAIN, headers=realm("pypi")),
    Seen("pypiserver", PLAIN, headers=realm("pypi", location="https://pkg.example/+login", server="waitress")),
    Seen("pypicloud", PLAIN, 200, body="<title>A PyPI in the cloud</title>"),
    Seen("Cloudsmith", "https://cloudsmith.example/basic/acme/r/python/simple/"),
    Seen("Gemfury", "https://notfury.io/acme/"),
    Seen("packagecloud", "https://packagecloud.io.example/acme/r/pypi/simple"),
    Seen("Gitea or Forgejo", "https://git.example/api/packages/acme/npm/"),
    Seen("Amazon S3", PLAIN, 403, headers={"server": "nginx"}, body="<Code>Other</Code>"),
    Seen("MyGet", "https://myget.example/F/acme/python/"),
    Seen("PyPI", "https://pypi.org.example/simple"),
)


def of(seen: Seen) -> Recognition | None:
    url = Url.parse(seen.url)
    request = Send(url.child("foo"), None, Decision("uv.no-credentials-yet", ""), 0)
    answer = Answer(seen.status, seen.headers or {}, seen.body.encode())
    return recognised(Index(url, Provenance("UV_INDEX_URL")), [Exchange(request, answer)])


@pytest.mark.parametrize("seen", POSITIVE, ids=lambda seen: f"{seen.name}: {seen.url}")
def test_a_provider_is_recognised_by_what_it_shows(seen: Seen) -> None:
    recognition = of(seen)
    assert recognition is not None
    assert (recognition.provider.name, recognition.sure) == (seen.name, seen.sure)
    assert recognition.by.startswith("its ")


@pytest.mark.parametrize("seen", LOOK_ALIKES, ids=lambda seen: f"{seen.name}: {seen.url}")
def test_what_only_looks_like_a_provider_is_not_taken_for_it(seen: Seen) -> None:
    recognition = of(seen)
    assert recognition is None or recognition.provider.name != seen.name


def test_every_provider_has_both() -> None:
    names = {provider.name for provider in ALL}
    assert names == {seen.name for seen in POSITIVE} == {seen.name for seen in LOOK_ALIKES}


def test_answers_of_another_host_show_nothing() -> None:
    elsewhere = Send(Url.parse("https://files.example/foo/"), None, Decision("uv.redirect-kept", ""), 0)
    answer = Answer(403, {"server": "AmazonS3"})
    index = Index(Url.parse(PLAIN), Provenance("UV_INDEX_URL"))
    assert recognised(index, [Exchange(elsewhere, answer)]) is None


def test_unsure_signs_of_several_providers_show_none() -> None:
    assert of(Seen("", "https://pkg.example/api/pypi/acme/simple", 403, body=BOTTLE_ERROR)) is None


def test_a_sure_sign_counts_before_an_unsure_one() -> None:
    recognition = of(Seen("", "https://pkg.example/api/pypi/acme/simple", headers=realm("GitLab Packages Registry")))
    assert recognition is not None
    assert str(recognition) == 'GitLab: its realm is "GitLab Packages Registry"'
