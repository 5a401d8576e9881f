"""A login is not enough: the authorizer is asked on every route, for the resource sciassist."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jupyter_server.auth import Authorizer
from traitlets.config import Config

from jupyter_sciassist.server.app import SciAssist
from jupyter_sciassist.server.chat_handlers import CHAT_HANDLERS
from jupyter_sciassist.server.handlers import HANDLERS
from jupyter_sciassist.server.model_handlers import MODEL_HANDLERS
from jupyter_sciassist.server.review_handlers import REVIEW_HANDLERS
from tests.server.conftest import Ask, plainly


class Deny(Authorizer):
    def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        return resource != "sciassist"


@pytest.fixture
def jp_server_config() -> Config:
    extensions = {"jupyter_sciassist": True}
    return Config({"ServerApp": {"jpserver_extensions": extensions, "authorizer_class": Deny}})


@pytest.mark.parametrize(
    ("path", "handler"), [*HANDLERS, *MODEL_HANDLERS, *REVIEW_HANDLERS, *CHAT_HANDLERS]
)
async def test_a_denying_authorizer_closes_every_route(ask: Ask, path: str, handler: Any) -> None:
    route = path.removeprefix("/sciassist/")
    reply = await (ask(route) if "get" in vars(handler) else ask(route, {}))
    status, message, cure = reply.refused
    action = "read" if "get" in vars(handler) else "write"
    assert status == 403
    assert message == f"User is not authorized to {action} on resource: sciassist."
    assert cure.startswith("Log in to the Jupyter server again")


async def test_the_authorizer_is_asked_for_a_secret_too(
    app: SciAssist, jp_serverapp: Any, http_server_client: Any, jp_base_url: str
) -> None:
    kernel = await jp_serverapp.kernel_manager.start_kernel(kernel_name="echo")
    header = f"sciassist {app.secrets.issue(kernel, 'ada').token}"
    path = "/sciassist/model/score"
    reply = await plainly(http_server_client, jp_base_url, path, "POST", Authorization=header)
    assert reply.code == 403
    assert json.loads(reply.body)["message"].endswith("on resource: sciassist.")
