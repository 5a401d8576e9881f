"""`rocrate-validator` without a network.

It asks w3id.org for the JSON-LD contexts that a crate names and bundles none. Those of RO-Crate 1.1
and 1.3 lie in `contexts/` as published (CC0, as their own `license` says) and are put into the cache
that its `--offline` reads.
"""

from __future__ import annotations

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

from requests.adapters import BaseAdapter, HTTPAdapter
from requests_cache import CachedSession
from urllib3 import HTTPResponse

CONTEXTS = {
    f"https://w3id.org/ro/crate/{version}/context": Path(__file__).parent
    / "contexts"
    / f"ro-crate-{version}.jsonld"
    for version in ("1.1", "1.3")
}


class Shelf(BaseAdapter):
    """Answers with the files of `CONTEXTS`, whatever the network would say."""

    def send(self, request, **_):
        body = CONTEXTS[request.url].read_bytes()
        headers = {"Content-Type": "application/ld+json", "Content-Length": str(len(body))}
        raw = HTTPResponse(
            BytesIO(body), headers, status=200, preload_content=False, request_url=request.url
        )
        return HTTPAdapter().build_response(request, raw)

    def close(self) -> None:
        """Nothing is held open."""


def fill(cache: Path) -> Path:
    """A cache with the contexts, for `--cache-path`."""
    with CachedSession(
        str(cache),
        backend="sqlite",
        expire_after=-1,
        allowable_methods=("GET",),
        allowable_codes=(200, 302, 404),
    ) as session:
        session.mount("https://", Shelf())
        for address in CONTEXTS:
            session.get(address).raise_for_status()
    return cache


def issues(cache: Path, crate: Path, profile: str, work: Path) -> list[str]:
    """What the validator finds at RECOMMENDED, as `check: message (entity)`."""
    report = work / f"{crate.name}.json"
    command = [
        Path(sys.executable).with_name("rocrate-validator"), "-y", "--disable-color", "validate",
        "--offline", "--cache-path", cache, "--skip-availability-check", "--no-paging",
        "-f", "json", "-o", report, "-p", profile, "-l", "recommended", crate,
    ]  # fmt: skip
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    told = json.loads(report.read_text(encoding="utf-8"))
    found = [
        f"{one['severity']} {one['check']['name']}: {one['message']} ({one.get('violatingEntity')})"
        for one in told["issues"]
    ]
    assert (done.returncode == 0) == told["passed"] == (not found)
    return found
