"""An endpoint that misbehaves: one clear error each, no hang, and the key stays where it is."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import ssl
import subprocess
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_sciassist.errors import (
    ModelCancelled,
    ModelError,
)
from jupyter_sciassist.models.calling import KEY
from jupyter_sciassist.models.endpoint import EndpointModel
from jupyter_sciassist.models.exchange import Limits
from jupyter_sciassist.models.url import parse
from tests.models.rogue import (
    END,
    STREAM,
    Connection,
    Rogue,
    models,
    raw,
    rogue,
    says,
    status,
    word,
)

SECRET = "sk-do-not-tell-anybody"
CHAT = "/chat/completions"
PATIENT = Limits(first=60, between=60, pauses=(0.01, 0.01))
HASTY = Limits(first=1.0, between=1.0, pauses=(0.01,))
GUARD = 30.0


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, SECRET)


def model_of(server: Rogue, limits: Limits = PATIENT, path: str = "") -> EndpointModel:
    return EndpointModel(parse(server.address + path), limits=limits)


def failure(model: EndpointModel, **more: Any) -> str:
    """The message of the one error that a completion ends with."""
    with pytest.raises(ModelError) as caught:
        model.complete("Hello", max_tokens=8, **more)
    told = "".join(traceback.format_exception(caught.value))
    assert SECRET not in told + model.detail + repr(vars(model))
    message = str(caught.value)
    assert message.endswith(".")
    assert message.isprintable()
    return message


def hold(to: Connection, _: Any) -> None:
    to.hold()


def hold_after(*parts: str) -> Any:
    def answer(to: Connection, _: Any) -> None:
        for part in parts:
            to.send(part)
        to.hold()

    return answer


def pings(to: Connection, _: Any) -> None:
    to.send(STREAM)
    while not to.pause(0.02):
        to.send(": still here\n\n")


def endless(to: Connection, _: Any) -> None:
    to.send(STREAM)
    while not to.pause(0):
        to.send(word("so on and on, ") * 50)


def one_line(to: Connection, _: Any) -> None:
    to.send(STREAM + "data: ")
    while not to.pause(0):
        to.send("x" * 65536)


def nothing(to: Connection, _: Any) -> None:
    """The connection ends without a word."""


BROKEN = r"broke its answer off \({}\)\. Ask again"
SILENT = r"does not answer \({}\)\. Check that it runs"
FAULTS: dict[str, tuple[Any, str]] = {
    "closes at once": (nothing, SILENT.format(r"[\w ()]+")),
    "no HTTP": (raw("220 mail.example ESMTP\r\n"), SILENT.format(r"it does not speak HTTP.*")),
    "bytes": (raw(bytes(range(256)) * 40), SILENT.format(r"it does not speak HTTP.*")),
    "ends early": (
        raw(STREAM, word("so")),
        BROKEN.format("it closed the connection in the middle"),
    ),
    "ends at once": (raw(STREAM), BROKEN.format("it closed the connection in the middle")),
    "ends within a chunk": (
        raw(STREAM.replace("\r\n\r\n", "\r\nTransfer-Encoding: chunked\r\n\r\n"), "fff\r\nda"),
        BROKEN.format("it closed the connection in the middle"),
    ),
    "no JSON": (raw(STREAM, "data: {so\n\n", END), BROKEN.format("it sent what is no event")),
    "not UTF-8": (raw(STREAM, b'data: "\xff\xfe"\n\n', END), BROKEN.format(".*no event")),
    "deep JSON": (raw(STREAM, "data: " + "[" * 9000 + "\n"), BROKEN.format(".*no event")),
    "a list": (raw(STREAM, "data: []\n\n", END), BROKEN.format("it sent what is no event")),
    "another object": (
        raw(STREAM, 'data: {"choices": [{}]}\n\n', END),
        BROKEN.format("it sent an event of another kind"),
    ),
    "choices of another kind": (
        raw(STREAM, 'data: {"choices": 5}\n\n', END),
        BROKEN.format("it sent an event of another kind"),
    ),
    "a text of another kind": (
        raw(STREAM, 'data: {"choices": [{"delta": {"content": 5}}]}\n\n', END),
        BROKEN.format("it sent an event of another kind"),
    ),
    "an error within": (
        raw(STREAM, word("so"), f'data: {{"error": "{SECRET}"}}\n\n'),
        BROKEN.format("it reported an error of its own"),
    ),
    "no end": (endless, BROKEN.format("it sent more than was asked for")),
    "one line without end": (one_line, BROKEN.format("it sent more than was asked for")),
    "a page": (
        status(200, "<html>", Content_Type="text/html"),
        r"did not answer with a stream of events\. Check that the address",
    ),
    "one object": (status(200, {"choices": []}), "did not answer with a stream of events"),
    "401": (
        status(401, {"error": {"message": f"Incorrect API key: {SECRET}"}}),
        r"refused \(401: Incorrect API key: \*\*\*\)\. Set SCIASSIST_API_KEY",
    ),
    "403": (status(403), r"refused \(403\)\. Set SCIASSIST_API_KEY"),
    "404": (
        status(404, {"message": "no such model"}),
        r"refused \(404: no such model\)\. Check the address and the name",
    ),
    "429": (
        status(429, {"error": "slow down"}),
        r"refused \(429: slow down\)\. Ask again later",
    ),
    "500": (
        status(500, {"detail": "boom\x1b[31m" + "x" * 900}),
        r"refused \(500: boom \[31mx{100,150}…\)",
    ),
    "500 with a page": (raw("HTTP/1.1 500 X\r\n\r\n<html>"), r"refused \(500\)\. See the log"),
    "redirect": (
        status(302, Location="http://elsewhere.example:81/v1?x=y"),
        r"redirects to elsewhere\.example, which is not followed\. Put the final address",
    ),
    "redirect to nowhere": (status(307, Location="http://[::"), "redirects to another address"),
    "204": (status(204), r"refused \(204\)"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_one_clear_error(name: str) -> None:
    answer, expected = FAULTS[name]
    with rogue({CHAT: answer}) as server:
        model = model_of(server)
        message = failure(model)
        assert model.state == "failed"
        assert model.detail == message
        assert server.keys
        assert set(server.keys) == {f"Bearer {SECRET}"}
    assert re.search(expected, message), message


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (hold, r"does not answer \(nothing came for"),
        (hold_after("HTTP/1.1 200 OK\r\nContent-"), r"does not answer \(nothing came for"),
        (hold_after(STREAM), r"broke its answer off \(nothing came for"),
        (hold_after(STREAM, word("so")), r"broke its answer off \(nothing came for"),
        (pings, r"broke its answer off \(nothing came for"),
    ],
    ids=["before a word", "in the head", "after the head", "in the answer", "but for pings"],
)
def test_silence_ends(answer: Any, expected: str) -> None:
    with rogue({CHAT: answer}) as server:
        assert re.search(expected, failure(model_of(server, HASTY)))
        assert server.paths().count("/v1" + CHAT) == 1, "what took too long is not asked again"


@pytest.mark.parametrize(
    "answer", [hold, hold_after(STREAM, word("so")), pings, status(503, Retry_After="9")]
)
def test_a_cancel_is_obeyed_at_any_moment(answer: Any) -> None:
    with rogue({CHAT: answer}) as server:
        model, cancel, ended = model_of(server), threading.Event(), threading.Event()

        def work() -> None:
            with pytest.raises(ModelCancelled):
                model.complete("Hello", cancel=cancel)
            ended.set()

        threading.Thread(target=work, daemon=True).start()
        while len(server.asked) < 2:
            assert not ended.wait(0.01)
        cancel.set()
        assert ended.wait(3.0)  # ten times the time that is promised
        assert model.state != "failed"


def test_nothing_listens() -> None:
    with rogue({}) as server:
        pass
    message = failure(model_of(server))
    assert f"127.0.0.1:{server.port} does not answer (Connection refused)" in message


@pytest.mark.parametrize("code", [429, 502, 503, 504])
def test_what_was_not_answered_is_asked_again(code: int) -> None:
    with rogue(
        {CHAT: [status(code, {"error": "loading"}), nothing, says("so", " it is")]}
    ) as server:
        assert model_of(server).complete("Hello").text == "so it is"
        assert server.paths().count("/v1" + CHAT) == 3


@pytest.mark.parametrize("answer", [status(500), status(400), raw(STREAM, word("so"))])
def test_what_was_answered_is_not_asked_again(answer: Any) -> None:
    with rogue({CHAT: answer}) as server:
        failure(model_of(server))
        assert server.paths().count("/v1" + CHAT) == 1


def test_a_record_does_not_wait_long_for_the_name() -> None:
    with rogue({"/models": hold}) as server:
        with pytest.raises(ModelError, match=r"does not answer \(nothing came for 5 s\)"):
            model_of(server).info()
        assert len(server.asked) == 1


def test_slow_words_are_waited_for() -> None:
    def slowly(to: Connection, _: Any) -> None:
        to.send(STREAM)
        for piece in ("so ", "it ", "is"):
            to.pause(0.1)
            to.send(word(piece))
        to.send(END)

    with rogue({CHAT: slowly}) as server:
        pieces: list[str] = []
        made = model_of(server).complete("Hello", on_token=pieces.append)
        assert (made.text, pieces) == ("so it is", ["so ", "it ", "is"])
        assert (made.tokens_in, made.tokens_out, made.finish) == (0, 3, "stop")


def test_a_redirect_contacts_nobody() -> None:
    with rogue({CHAT: says("gotcha")}) as other:
        target = other.address + "/v1" + CHAT
        with rogue({CHAT: status(307, Location=target)}) as server:
            failure(model_of(server))
        assert other.asked == []


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (models(), "has 0 models (none). Name one at the end"),
        (models("b", "a\x1b[2J"), "has 2 models (b, a [2J). Name one at the end"),
        (status(200, {"models": []}), "has no list of models. Check that the address"),
        (status(200, [1]), "has no list of models. Check that the address"),
        (raw("HTTP/1.1 200 OK\r\n\r\n<html>"), "did not answer /v1/models with JSON."),
        (status(404), "refused (404). Check the address and the name"),
    ],
)
def test_the_list_of_models(answer: Any, expected: str) -> None:
    with rogue({"/models": answer}) as server:
        assert expected in failure(model_of(server))


def test_a_named_model_needs_no_list() -> None:
    with rogue({"/models": status(404), CHAT: says("so")}) as server:
        model = model_of(server, path="/v1/#lab/our%20model")
        assert model.complete("Hello").text == "so"
        assert server.asked[-1][1]["model"] == "lab/our model"
        assert (model.info().name, model.info().version) == ("lab/our model", "of unknown version")


def test_a_key_is_not_sent_in_the_clear_to_another_machine() -> None:
    message = failure(EndpointModel(parse("http://gpu.invalid:8000/v1"), limits=PATIENT))
    assert "is not sent to gpu.invalid:8000, since the connection is not encrypted" in message


@pytest.mark.parametrize("bad", ["two words", "line\nfeed", "schlüssel"])
def test_a_key_that_is_none_is_not_repeated(bad: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, bad)
    with rogue({}) as server:
        message = failure(model_of(server))
        assert "holds characters that no key has" in message
        assert bad not in message
        assert server.asked == []


@pytest.fixture
def certificate(tmp_path: Path) -> Iterator[Path]:
    """One that no authority signed."""
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl to make a certificate with")
    file = tmp_path / "own.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost",
               "-addext", "subjectAltName=DNS:localhost", "-keyout", str(file), "-out", "-"]  # fmt: skip
    made = subprocess.run(command, capture_output=True, check=True)
    file.write_bytes(file.read_bytes() + made.stdout)
    return file


@pytest.mark.parametrize("trusted", [False, True])
def test_certificates_are_checked(
    certificate: Path, trusted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with rogue({CHAT: says("so")}, context) as server:
        model = EndpointModel(parse(f"https://localhost:{server.port}"), limits=PATIENT)
        if trusted:
            assert model.complete("Hello").text == "so"
        else:
            assert "its certificate is not trusted: self" in failure(model)
            assert server.asked == []


def test_requests_go_one_by_one() -> None:
    inside, most = itertools.count(), []
    lock = threading.Lock()
    now = 0

    def answer(to: Connection, body: Any) -> None:
        nonlocal now
        with lock:
            now += 1
            most.append(now)
        to.pause(0.02)
        with lock:
            now -= 1
        says(str(next(inside)))(to, body)

    with rogue({CHAT: answer}) as server:
        model = model_of(server)
        threads = [threading.Thread(target=model.complete, args=("Hello",)) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(GUARD)
        assert most == [1] * 5


def by(model: str, text: str | None, ended: str | None = None) -> str:
    """An event of a model that is named."""
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": ended}
    return f"data: {json.dumps({'model': model, 'choices': [choice]})}\n\n"


def test_a_model_that_is_swapped_in_the_middle_of_a_reply() -> None:
    answer = raw(STREAM, by("old", "so "), by("new", "it is"), END)
    with rogue({CHAT: answer}) as server:
        assert "broke its answer off (it changed its model in the middle)" in failure(
            model_of(server)
        )


def test_a_model_that_is_swapped_between_replies_is_described_anew() -> None:
    old, new = (raw(STREAM, by(name, "Hi"), END) for name in ("old", "new"))
    listed = [models("old"), models("new")]
    with rogue({CHAT: [old, old, new], "/models": listed}) as server:
        model = model_of(server)
        for _ in range(3):
            model.complete("Hello", max_tokens=8)
        assert model.info().id == "new"
        assert server.asked[-1][0] == "/v1/models"


def test_half_a_character_is_no_text() -> None:
    with rogue({CHAT: says("a\ud800b", "\udfff")}) as server:
        made = model_of(server).complete("Hello", max_tokens=8)
    assert made.text == "a?b?"


def test_a_reply_that_drips_for_ever_ends() -> None:
    def drips(to: Connection, _: Any) -> None:
        to.send(STREAM)
        while not to.pause(0.01):
            to.send(word(""))

    limits = Limits(first=60, between=60, whole=0.3)
    with rogue({CHAT: drips}) as server:
        assert "it was not done after 0 s" in failure(model_of(server, limits))
