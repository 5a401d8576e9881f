"""A real Jupyter server with the extension, and ways to ask it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from tornado.httpclient import HTTPResponse
from traitlets.config import Config

from jupyter_sciassist.models.scripted import ScriptedModel
from jupyter_sciassist.server.app import SciAssist
from tests.server.models import Fluent


@dataclass(frozen=True)
class Reply:
    code: int
    json: Any
    headers: Any

    @property
    def refused(self) -> tuple[int, str, str]:
        return self.code, self.json["message"], self.json["cure"]


async def plainly(client: Any, base: str, path: str, verb: str, **headers: str) -> HTTPResponse:
    """A request with these headers only: no token, no cookie."""
    body = "{}" if verb == "POST" else None
    address = base.rstrip("/") + path
    answer: HTTPResponse = await client.fetch(
        address, method=verb, body=body, headers=headers, raise_error=False
    )
    return answer


Ask = Callable[..., Awaitable[Reply]]


@pytest.fixture
def jp_server_config() -> Config:
    return Config(
        {
            "ServerApp": {"jpserver_extensions": {"jupyter_sciassist": True}},
            "SciAssist": {"model": "none"},
        }
    )


@pytest.fixture
def app(jp_serverapp: Any) -> SciAssist:
    (found,) = jp_serverapp.extension_manager.extension_apps["jupyter_sciassist"]
    return found


@pytest.fixture
def scripted(app: SciAssist) -> ScriptedModel:
    """The stand-in in the place of the worker."""
    model = Fluent()
    app.model_host.connect = lambda: model
    return model


@pytest.fixture
def ask(jp_fetch: Any) -> Ask:
    """GET without a body, POST with one; refusals are answers as well."""

    async def asked(route: str, body: Any = None, **more: Any) -> Reply:
        if body is not None:
            more["method"] = "POST"
            more["body"] = body if isinstance(body, (bytes, str)) else json.dumps(body)
        answer = await jp_fetch("sciassist", *route.split("/"), raise_error=False, **more)
        ours = answer.headers.get("Content-Type", "").startswith("application/json")
        found = json.loads(answer.body) if ours and answer.body else None
        return Reply(answer.code, found, answer.headers)

    return asked
