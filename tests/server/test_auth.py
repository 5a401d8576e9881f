"""Nobody gets in without a login, and only the authorizer's friends with one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jupyter_sciassist.models.scripted import ScriptedModel
from jupyter_sciassist.server.app import SciAssist
from jupyter_sciassist.server.chat_handlers import CHAT_HANDLERS
from jupyter_sciassist.server.handlers import HANDLERS
from jupyter_sciassist.server.model_handlers import MODEL_HANDLERS
from jupyter_sciassist.server.review_handlers import REVIEW_HANDLERS
from tests.server.cards import CARDS, decision
from tests.server.conftest import Ask, plainly

ROUTES = [
    (path, verb.upper())
    for path, handler in (*HANDLERS, *MODEL_HANDLERS, *REVIEW_HANDLERS, *CHAT_HANDLERS)
    for verb in ("get", "post", "delete")
    if verb in vars(handler)
]
SCORE = {"prefix": "a", "continuations": ["bb", "c"]}


def test_there_are_twenty_two_routes() -> None:
    assert len(ROUTES) == 22


@pytest.mark.parametrize(("path", "verb"), ROUTES)
@pytest.mark.parametrize("told", [None, "token wrong", "sciassist wrong"])
async def test_without_a_login_every_route_is_closed(
    jp_serverapp: Any, http_server_client: Any, jp_base_url: str, path: str, verb: str, told: str
) -> None:
    headers = {} if told is None else {"Authorization": told}
    reply = await plainly(http_server_client, jp_base_url, path, verb, **headers)
    assert reply.code == 403
    assert sorted(json.loads(reply.body)) == ["cure", "message"]


async def test_a_cookie_alone_needs_the_xsrf_token(
    jp_serverapp: Any, jp_fetch: Any, http_server_client: Any, jp_base_url: str
) -> None:
    page = await jp_fetch("api", "status")
    cookies = [header.split(";")[0] for header in page.headers.get_list("Set-Cookie")]
    headers = {"Cookie": "; ".join(cookies)}
    pause = "/sciassist/notes/pause"
    reply = await plainly(http_server_client, jp_base_url, pause, "POST", **headers)
    assert reply.code == 403
    assert "_xsrf" in json.loads(reply.body)["message"]


async def a_kernel(jp_fetch: Any) -> str:
    started = await jp_fetch("api", "kernels", method="POST", body=json.dumps({"name": "echo"}))
    return str(json.loads(started.body)["id"])


async def test_a_secret_opens_model_its_status_and_decisions_and_nothing_else(
    ask: Ask, jp_fetch: Any, http_server_client: Any, jp_base_url: str, scripted: ScriptedModel
) -> None:
    kernel = await a_kernel(jp_fetch)
    given = (await ask("secret", {"kernel": kernel})).json
    headers = {"Authorization": f"sciassist {given['token']}"}
    codes = {
        f"{verb} {path}": (
            await plainly(http_server_client, jp_base_url, path, verb, **headers)
        ).code
        for path, verb in ROUTES
    }
    assert codes == {
        "GET /sciassist/status": 200,
        "POST /sciassist/notes": 403,
        "POST /sciassist/notes/pause": 403,
        "GET /sciassist/log": 403,
        "GET /sciassist/log/file": 403,
        "POST /sciassist/secret": 403,
        "POST /sciassist/provenance/export": 403,
        "POST /sciassist/provenance/disclose": 403,
        "POST /sciassist/provenance/note": 403,
        "POST /sciassist/provenance/redact": 403,
        "POST /sciassist/provenance/scan": 403,
        "POST /sciassist/provenance/gitattributes": 403,
        "GET /sciassist/chat": 403,
        "POST /sciassist/chat": 403,
        "DELETE /sciassist/chat": 403,
        "GET /sciassist/chat/markdown": 403,
        # The caller is known; what it sent, {}, is not what these routes take.
        "POST /sciassist/decisions": 400,
        "GET /sciassist/ledger": 400,
        "POST /sciassist/ledger": 400,
        "POST /sciassist/model/score": 400,
        "POST /sciassist/model/complete": 400,
        "POST /sciassist/model/tokens": 400,
    }
    others = await plainly(http_server_client, jp_base_url, "/api/kernels", "GET", **headers)
    assert others.code == 403


async def test_a_secret_names_this_server_and_its_end(
    ask: Ask, jp_fetch: Any, app: SciAssist
) -> None:
    reply = await ask("secret", {"kernel": await a_kernel(jp_fetch)})
    assert sorted(reply.json) == ["expires", "token", "url"]
    assert reply.json["url"] == app.serverapp.connection_url
    assert reply.json["expires"].endswith("Z")
    assert reply.headers["Cache-Control"] == "no-store"


async def test_a_model_answers_a_secret(ask: Ask, jp_fetch: Any, scripted: ScriptedModel) -> None:
    given = (await ask("secret", {"kernel": await a_kernel(jp_fetch)})).json
    headers = {"Authorization": f"sciassist {given['token']}"}
    reply = await ask("model/score", SCORE, headers=headers)
    assert (reply.code, reply.json) == (200, {"scores": [-2.0, -1.0]})


async def test_a_secret_decides_for_its_own_kernel_only(ask: Ask, jp_fetch: Any) -> None:
    given = (await ask("secret", {"kernel": await a_kernel(jp_fetch)})).json
    headers = {"Authorization": f"sciassist {given['token']}"}
    reply = await ask("decisions", decision(CARDS[0], kernel="another"), headers=headers)
    assert reply.refused == (
        403,
        "This secret belongs to another kernel.",
        "Refresh the panel, so that it hands this kernel a secret of its own.",
    )


async def test_a_secret_ends_with_its_kernel(
    ask: Ask, jp_fetch: Any, http_server_client: Any, jp_base_url: str
) -> None:
    kernel = await a_kernel(jp_fetch)
    given = (await ask("secret", {"kernel": kernel})).json
    await jp_fetch("api", "kernels", kernel, method="DELETE")
    headers = {"Authorization": f"sciassist {given['token']}"}
    path = "/sciassist/model/score"
    assert (await plainly(http_server_client, jp_base_url, path, "POST", **headers)).code == 403


async def test_no_secret_for_an_unknown_kernel(ask: Ask) -> None:
    assert (await ask("secret", {"kernel": "nobody"})).refused == (
        404,
        "This server has no kernel 'nobody'.",
        "Start or choose a kernel for the notebook, then refresh the panel.",
    )
