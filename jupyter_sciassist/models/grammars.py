"""From a JSON schema to a grammar of llama.cpp."""

from __future__ import annotations

import json
from typing import Any

from .channel import Message
from .decoding import Engine, RequestError


def gbnf(schema: Message) -> str:
    """The grammar of the JSON texts that fit a schema. RequestError for a schema it cannot express."""
    from llama_cpp import llama_grammar

    class Converter(llama_grammar.SchemaConverter):  # type: ignore[misc]
        """Mends the library's converter: escapes within literals, no control characters within strings."""

        def _add_primitive(self, name: str, rule: Any) -> Any:
            if name == "char":
                mended = rule.content.replace(r'[^"\\]', r'[^"\\\x7F\x00-\x1F]')
                rule = llama_grammar.BuiltinRule(mended, rule.deps)
            return super()._add_primitive(name, rule)

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
    return str(converter.format_grammar())


def started(engine: Engine, schema: Message) -> Any:
    """A sampler that lets through what fits the schema; to be freed. RequestError as for `gbnf`."""
    text = gbnf(schema).encode("utf-8", "replace")
    grammar = engine.lib.llama_sampler_init_grammar(engine.vocab, text, b"root")
    if not grammar:
        raise RequestError("schema", "llama.cpp refused the grammar of this schema")
    return grammar
