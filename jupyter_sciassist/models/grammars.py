"""From a JSON schema to a grammar of llama.cpp."""

from __future__ import annotations

import json
from typing import Any

from .channel import Message
from .decoding import Engine, RequestError


def _grammar(schema: Message) -> bytes:
    from llama_cpp import llama_grammar

    class Converter(llama_grammar.SchemaConverter):  # type: ignore[misc]
        """The library's converter leaves backslashes and quotes within literals as they are."""

        def _format_literal(self, literal: str) -> str:
            safe = literal.replace("\\", "\\\\").replace('"', '\\"')
            return '"' + safe.replace("\n", "\\n").replace("\r", "\\r") + '"'

        def _generate_constant_rule(self, value: Any) -> str:
            return self._format_literal(json.dumps(value, ensure_ascii=False))

    converter = Converter(prop_order={}, allow_fetch=False, dotall=False, raw_pattern=False)
    try:
        converter.visit(converter.resolve_refs(schema, "schema"), "")
    except Exception as error:  # the converter raises whatever it stumbles over
        raise RequestError("schema", f"{type(error).__name__}: {error}") from error
    return str(converter.format_grammar()).encode("utf-8", "replace")


def started(engine: Engine, schema: Message) -> Any:
    """A sampler that lets through what fits the schema; to be freed. RequestError for a schema it cannot express."""
    grammar = engine.lib.llama_sampler_init_grammar(engine.vocab, _grammar(schema), b"root")
    if not grammar:
        raise RequestError("schema", "llama.cpp refused the grammar of this schema")
    return grammar
