"""What each type of record holds, and what of it can be removed later."""

from dataclasses import replace

import pytest

from jupyter_sciassist.provenance import bodies
from jupyter_sciassist.provenance.bodies import ModelPart
from jupyter_sciassist.provenance.values import digest
from jupyter_sciassist.records import Decision
from tests.provenance.logs import CARD, NOTED, PRINT, PROFILE

DOC = "85a77024-c6eb-42ba-a69f-ff856f547e33"
SESSION = "sha256:" + "5" * 64
INFO = {
    "id": "small",
    "name": "small-model",
    "file": "/models/ann/small.gguf",
    "sha256": "ab" * 32,
    "bytes": 98362432,
    "quantization": None,
    "licence": "Apache-2.0",
    "engine": "llama.cpp",
    "version": "0.3.36",
}


def made(verb="accepted", suggestion=CARD, text=None, profile=None, model=None, **place):
    where = {"notebook": "work/a.ipynb", "kernel": "k1", "cell": "cell-1", **place}
    decision = Decision(suggestion.id, verb, "Ann", "2026-11-23T20:03:51.552Z", text=text, **where)
    return bodies.decided(
        suggestion,
        decision,
        session=SESSION,
        doc_id=DOC,
        index=3,
        shown_ms=1200,
        profile=profile,
        model=model,
    )


def test_accepted():
    draft = made(profile=PROFILE)
    code = digest(CARD.code)
    assert (draft.kind, draft.actor) == ("suggestion.accepted", "human")
    assert draft.body == {
        "session": SESSION,
        "kernel": "k1",
        "notebook": {"doc_id": DOC},
        "cell": {"id": "cell-1", "index": 3, "type": "code", "after_sha256": code},
        "suggestion": {
            "id": CARD.id,
            "kind": "hypothesis",
            "origin": "engine",
            "analysis": "confounding",
            "pack": "core",
            "sha256": code,
        },
        "evidence": [
            {
                "id": f"{CARD.id}/0",
                "kind": "confounding",
                "method": "partial correlation",
                "code_sha256": code,
                "split": "all",
                "seed": "0",
                "asserted": True,
                "family": {"id": "penguins/all", "size": 41},
                "deterministic": True,
            }
        ],
        "data": [
            {
                "name": "penguins",
                "type": "pandas.DataFrame",
                "kind": "table",
                "shape": [344, 8],
                "algo": PRINT.algo,
                "coverage": "full",
            }
        ],
        "acceptance": {"mode": "verbatim", "edit_ratio": "0.00", "sha256": code, "shown_ms": 1200},
    }
    assert draft.openable == {
        "/notebook/path": "work/a.ipynb",
        "/by": "Ann",
        "/suggestion/title": CARD.title,
        "/suggestion/text": CARD.code,
        "/claim": CARD.hypothesis.to_json(),
        "/evidence/0/result": CARD.evidence.to_json(),
        "/data/0/digest": PRINT.digest,
        "/acceptance/text": CARD.code,
    }


def test_names_texts_results_and_digests_never_stand_in_the_body():
    draft = made(suggestion=NOTED, profile=PROFILE, text="n = 333\n", model=ModelPart(INFO))
    said = str(draft.body)
    for removable in (
        "Ann",
        "a.ipynb",
        "333",
        "reverses",
        "slope",
        PRINT.digest,
        "/models",
        "body plan",
    ):
        assert removable not in said


def test_edited_text():
    draft = made("edited", text='print("n = 334")\n')
    assert draft.kind == "suggestion.accepted"
    assert draft.body["acceptance"]["mode"] == "edited"
    assert draft.body["acceptance"]["edit_ratio"] == "0.06"
    assert draft.body["acceptance"]["sha256"] == digest('print("n = 334")\n')
    assert draft.body["suggestion"]["sha256"] == digest(CARD.code)
    assert draft.openable["/acceptance/text"] == 'print("n = 334")\n'


def test_accepted_with_another_text_is_edited_and_white_space_is_not():
    assert made(text="other").body["acceptance"]["mode"] == "edited"
    assert made("edited", text=CARD.code + "\n").body["acceptance"]["mode"] == "verbatim"


def test_rejected():
    draft = made("rejected", cell=None)
    assert draft.kind == "suggestion.rejected"
    assert draft.body["rejection"] == {"shown_ms": 1200}
    assert draft.body["cell"] is None
    assert "acceptance" not in draft.body
    assert "/acceptance/text" not in draft.openable


def test_a_terminal_has_neither_notebook_nor_cell():
    draft = made(notebook=None, cell=None, kernel=None)
    assert (draft.body["notebook"], draft.body["cell"], draft.body["kernel"]) == (None, None, None)
    assert "/notebook/path" not in draft.openable


def test_a_caution_without_evidence_or_fingerprint():
    card = replace(CARD, kind="caution", evidence=None, hypothesis=None)
    card = replace(card, subject=replace(card.subject, fingerprint=None))
    draft = made(suggestion=card)
    assert (draft.body["evidence"], draft.body["data"]) == ([], [])
    assert {"/claim", "/evidence/0/result", "/data/0/digest"} & set(draft.openable) == set()


def test_without_a_profile_the_subject_is_named():
    assert made().body["data"] == [
        {
            "name": "penguins",
            "algo": PRINT.algo,
            "coverage": "full",
            "type": None,
            "kind": None,
            "shape": None,
        }
    ]


def test_the_model_stands_only_where_it_took_part():
    part = ModelPart(INFO)
    assert {"model", "runtime", "params", "prompt"} & set(made(model=part).body) == set()
    body = made(suggestion=NOTED, model=part).body
    assert body["suggestion"]["origin"] == "both"
    assert body["model"] == {
        "id": "small",
        "name": "small-model",
        "file": "small.gguf",
        "sha256": "sha256:" + "ab" * 32,
        "bytes": 98362432,
        "licence": "Apache-2.0",
    }
    assert body["runtime"] == {"engine": "llama.cpp", "version": "0.3.36"}
    assert (body["params"], body["prompt"]) == (None, None)


def test_a_model_of_which_only_the_name_is_known():
    body = made(suggestion=NOTED).body
    assert body["model"] == {"name": "small-model"}
    assert (body["runtime"], body["params"], body["prompt"]) == (None, None, None)


def test_drafts_by_a_model_alone():
    card = replace(NOTED, evidence=None, hypothesis=None)
    assert made(suggestion=card).body["suggestion"]["origin"] == "model"


def test_numbers_of_the_model_are_strings_and_its_prompt_is_removable():
    params = {"seed": 2**60, "temperature": 0.7, "max_tokens": 96, "greedy": False, "stop": ["x"]}
    prompt = {
        "template": "note/1",
        "messages": ["about penguins"],
        "context": ["columns"],
        "rendered_sha256": "sha256:" + "1" * 64,
    }
    runtime = {"build": "b", "threads": 2, "determinism": "none"}
    draft = made(suggestion=NOTED, model=ModelPart(INFO, params, prompt, runtime, "diet"))
    assert draft.body["params"] == {
        "seed": "1152921504606846976",
        "temperature": "0.7",
        "max_tokens": 96,
        "greedy": False,
        "stop": ["x"],
    }
    assert draft.body["prompt"] == {"template": "note/1"}
    assert draft.openable["/prompt/messages"] == ["about penguins"]
    assert draft.openable["/prompt/context"] == ["columns"]
    assert draft.openable["/prompt/rendered_sha256"] == "sha256:" + "1" * 64
    assert draft.openable["/suggestion/reply"] == "diet"
    assert draft.body["runtime"] == {"engine": "llama.cpp", "version": "0.3.36", **runtime}


@pytest.mark.parametrize(("notebook", "body"), [("a.ipynb", {"doc_id": DOC}), (None, None)])
def test_log_created(notebook, body):
    draft = bodies.log_created(notebook, DOC, "0.1.0")
    assert draft.body == {
        "format": "jupyter-sciassist/prov/v1",
        "tool": {"name": "jupyter_sciassist", "version": "0.1.0"},
        "notebook": body,
    }
    assert draft.openable == ({} if notebook is None else {"/notebook/path": "a.ipynb"})


def test_session_opened():
    draft = bodies.session_opened({"packages": {}}, "k1", {"lab": "4.6"})
    assert draft.body == {"packages": {}, "kernel": "k1", "told": {"lab": "4.6"}}
    assert (draft.kind, draft.actor, draft.openable) == ("session.opened", "system", {})
