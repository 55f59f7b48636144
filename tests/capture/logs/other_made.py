"""Logs of poetry and pdm for tests, restated from real runs."""

from __future__ import annotations

from typing import Final

URLLIB3: Final = "[urllib3:urllib3.connectionpool]"
POETRY: Final = f"""\
Adding repository alpha (https://ci:hunter2@corp.example/a/simple) and setting it as primary
Adding repository beta (https://corp.example/b/simple) and setting it as primary
Adding repository spare (https://spare.example/simple) and setting it as supplemental
Deactivating the PyPI repository
Updating dependencies
Resolving dependencies...
   1: fact: sandbox depends on banana (*)
Creating new session for ci:hunter2@corp.example
Multiple source configurations found for ci:hunter2@corp.example - alpha, beta
{URLLIB3} Starting new HTTPS connection (1): corp.example:443
{URLLIB3} https://corp.example:443 "GET /a/simple/banana/ HTTP/1.1" 302 0
{URLLIB3} Starting new HTTPS connection (1): other.example:443
{URLLIB3} https://other.example:443 "GET /x/banana/ HTTP/1.1" 401 0
Source (alpha): Authorization error accessing https://ci:hunter2@corp.example/a/simple/banana/
Source (alpha): No packages found for banana
Source (alpha): 0 packages found for banana *
Creating new session for corp.example
{URLLIB3} Starting new HTTPS connection (1): corp.example:443
{URLLIB3} https://corp.example:443 "GET /b/simple/banana/ HTTP/1.1" 403 0
Source (beta): Authorization error accessing https://corp.example/b/simple/banana/
Source (beta): No packages found for banana
Source (beta): 0 packages found for banana *
Creating new session for spare.example
{URLLIB3} Starting new HTTPS connection (1): spare.example:443
{URLLIB3} https://spare.example:443 "GET /simple/banana/ HTTP/1.1" 404 0
Source (spare): No packages found for banana
Source (spare): 0 packages found for banana *

  Because sandbox depends on banana (*) which doesn't match any versions, version solving failed.
"""
POETRY_FOUND: Final = f"""\
Adding repository alpha (https://corp.example/a/simple) and setting it as primary
{URLLIB3} https://corp.example:443 "GET /a/simple/banana/ HTTP/1.1" 503 0
Retrying HTTP request in 0.5 seconds.
{URLLIB3} Starting new HTTPS connection (2): corp.example:443
Retrying HTTP request in 1.0 seconds.
{URLLIB3} https://corp.example:443 "GET /a/simple/banana/ HTTP/1.1" 200 144
Source (alpha): 2 packages found for banana *
Source (alpha): Downloading: https://corp.example/files/banana-1.0-py3-none-any.whl
{URLLIB3} https://corp.example:443 "GET /files/banana-1.0-py3-none-any.whl HTTP/1.1" 200 739
Writing lock file
"""
POETRY_PLAIN: Final = """\
Updating dependencies
Resolving dependencies...
Source (beta): Authorization error accessing https://ci:hunter2@corp.example/b/simple/banana/

Because sandbox depends on banana (*) which doesn't match any versions, version solving failed.
"""
POETRY_UNREACHABLE: Final = f"""\
Adding repository alpha (https://ci:hunter2@corp.example/a/simple) and setting it as primary
{URLLIB3} Starting new HTTPS connection (1): corp.example:443
Retrying HTTP request in 0.5 seconds.
{URLLIB3} Starting new HTTPS connection (2): corp.example:443

All attempts to connect to ci:hunter2@corp.example failed.

Exception:
    | HTTPSConnectionPool(host='corp.example', port=443): Max retries exceeded with url: /a/simple/banana/ (Caused by \
SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed')))

Note: The path requested was /a/simple/banana/.
"""
PDM: Final = """\
pdm.termui: ======== Start resolving requirements ========
pdm.termui:   Adding requirement banana
unearth.collector: Collecting links from https://***@corp.example/a/simple/banana/
unearth.evaluator: Skipping link <Link https://***@corp.example/a/simple/banana/ (from None)>: Not a file:\x20
unearth.auth: Found credentials in url for corp.example
unearth.auth: Found index url https://ci:hunter2@corp.example/a/simple/
unearth.auth: Found credentials in index url for corp.example
unearth.auth: 401 Error, Credentials not correct for https://other.example/x/banana/
unearth.collector: Failed to collect links from https://***@corp.example/a/simple/banana/: Client Error(401): \
Unauthorized
unearth.collector: Collecting links from https://corp.example/b/simple/banana/
unearth.auth: Found index url https://corp.example/b/simple/
unearth.collector: Failed to collect links from https://corp.example/b/simple/banana/: Client Error(404): Not Found
pdm.termui: \tCould not find any matching candidates.
"""
PDM_FOUND: Final = """\
pdm.termui: ======== Start resolving requirements ========
unearth.collector: Collecting links from https://corp.example/a/simple/banana/
unearth.auth: Found index url https://corp.example/a/simple/
unearth.auth: Found index url https://corp.example/a/simple/
unearth.auth: Getting credentials from keyring CLI for url: https://corp.example/a/simple/
unearth.auth: Getting credentials from keyring CLI for url: corp.example
unearth.auth: Found credentials in keyring for corp.example
unearth.collector: Fetching HTML page https://corp.example/a/simple/banana/
pdm.termui: \tFound matching candidates:
pdm.termui: \t  <Candidate banana@1.0 from https://corp.example/a/simple/banana/>
pdm.termui: ======== Resolution Result ========
unearth.auth: Found index url https://corp.example/a/simple/
unearth.preparer: Downloading <Link https://corp.example/files/banana-1.0-py3-none-any.whl (from \
https://corp.example/a/simple/banana/)> (739 bytes)
"""
PDM_REFUSED: Final = """\
unearth.collector: Collecting links from https://corp.example/a/simple/banana/
unearth.auth: Found index url https://corp.example/a/simple/
unearth.auth: Found index url https://corp.example/a/simple/
unearth.auth: Getting password from keyring CLI for __token__@https://corp.example/a/simple/
unearth.auth: Found credentials in keyring for corp.example
unearth.auth: 401 Error, Credentials not correct for https://corp.example/a/simple/banana/
"""
PDM_AT_V: Final = """\
pdm.termui: ======== Start resolving requirements ========
unearth.auth: 401 Error, Credentials not correct for https://corp.example/a/simple/banana/
unearth.collector: Failed to collect links from https://***@corp.example/a/simple/banana/: Client Error(401): \
Unauthorized
"""
PDM_FILE: Final = """\
pdm.termui: ======== Start resolving requirements ========
unearth.collector: Collecting links from https://corp.example/a/simple/banana/
unearth.auth: Found index url https://corp.example/a/simple/
unearth.collector: Fetching HTML page https://corp.example/a/simple/banana/
unearth.collector: Collecting links from https://corp.example/b/simple/banana/
unearth.auth: Found index url https://corp.example/b/simple/
unearth.collector: Fetching HTML page https://corp.example/b/simple/banana/
"""
"""What pdm writes into its log file, which lists no candidates."""
PDM_FILE_PINNED: Final = f"{PDM_FILE}pdm.termui: Adding new pin: banana 1.0\n"
