"""Requests are read here and held against openapi.yml, the one description of the routes."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any, NoReturn

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match
from yaml import safe_load

from .refusals import RefusedError

LIMIT = 4 * 1024 * 1024
_RELOAD = "Reload the page, so that panel and server have one version."


@cache
def document() -> dict[str, Any]:
    """`openapi.yml` as a dict."""
    text = files(__package__).joinpath("openapi.yml").read_text("utf-8")
    document: dict[str, Any] = safe_load(text)
    return document


@cache
def _validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator(
        {"$ref": f"#/components/schemas/{schema}", "components": document()["components"]}
    )


def read(body: bytes, schema: str) -> dict[str, Any]:
    """The JSON object in `body`, held against a schema of openapi.yml.

    Raises
    ------
    RefusedError
        413 over the limit of 4 MiB; 400 where it is no JSON or does not fit.
    """
    if len(body) > LIMIT:
        raise RefusedError(
            413,
            f"The request has {len(body)} bytes; at most {LIMIT} are taken.",
            "Send fewer suggestions at a time.",
        )
    data = _parsed(body)
    found = next(_validator(schema).iter_errors(data), None)
    if found is not None:
        error = best_match([found]) or found
        # The server's log outlives what is redacted: no value that was sent may stand in it.
        logged = f"{schema}: at {_place(error)}: does not fit {error.validator!r}."
        raise RefusedError(400, f"{schema}: at {_place(error)}: {_reason(error)}.", _RELOAD, logged)
    asked: dict[str, Any] = data
    return asked


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    except RecursionError:
        reason = "nested too deeply"
    except ValueError as error:
        reason = str(error)
    raise RefusedError(400, f"The request is no JSON: {reason}.", "Send one JSON object in UTF-8.")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _place(error: ValidationError) -> str:
    return "".join(f"/{step}" for step in error.absolute_path) or "the whole"


def _reason(error: ValidationError) -> str:
    if error.validator == "maxLength":
        return f"{len(error.instance)} characters, at most {error.validator_value} are taken"
    return error.message if len(error.message) <= 300 else f"{error.message[:300]}..."
