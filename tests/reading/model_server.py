"""A server that speaks the chat-completions protocol, and can be told to misbehave."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Item = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """What the server sends to one request; `chunks` of the body come with a `pause` (seconds) between."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drop: bool = False


@dataclass
class Asked:
    """A request that came in."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    time: float

    @property
    def text(self) -> str:
        """All that was said to the model."""
        return "\n".join(m["content"] for m in self.body["messages"])


def item(speaker: str, stance: str, issue: str, quote: str) -> Item:
    return {"speaker": speaker, "stance": stance, "issue": issue, "quote": quote}


def completion(content: object, finish: str = "stop") -> Reply:
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": finish}
    return Reply(json.dumps({"object": "chat.completion", "choices": [choice]}).encode())


def statements(*items: object) -> Reply:
    return completion(json.dumps({"statements": items}, ensure_ascii=False))


def error(status: int, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(b'{"error": {"message": "not now"}}', status, named)


class ModelServer:
    """Sends the replies in turn, the last one for ever; `asked` are the requests."""

    def __init__(self, *replies: Reply | Callable[[Asked], Reply]) -> None:
        self.replies = list(replies)
        self.asked: list[Asked] = []
        self.leave = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                asked = Asked(self.path, dict(self.headers), body, time.monotonic())
                server.asked.append(asked)
                reply = server.replies[min(len(server.asked), len(server.replies)) - 1]
                if not isinstance(reply, Reply):
                    reply = reply(asked)
                server.leave.wait(reply.delay)
                if reply.drop:
                    self.close_connection = True
                    return
                try:
                    self.send_response(reply.status)
                    for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(reply.body)
                except (BrokenPipeError, ConnectionResetError):
                    pass  # whoever asked has left

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}/v1"
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01})

    @contextmanager
    def running(self) -> Iterator[ModelServer]:
        self._thread.start()
        try:
            yield self
        finally:
            self.leave.set()
            self._http.shutdown()
            self._thread.join()
            self._http.server_close()


def serving(*replies: Reply | Callable[[Asked], Reply]) -> Any:
    return ModelServer(*replies).running()


def only_norway(monkeypatch: Any) -> None:
    """Have our own reader find nothing but statements of Norway, so that it cannot be first with what is proposed."""
    from detente.reading import reader

    find = reader.find_statements

    def found(analysis: Any, *arguments: Any) -> Any:
        return [s for s in find(analysis, *arguments) if analysis.actors[s.actor].name in ("Norway", "Norwegen")]

    monkeypatch.setattr(reader, "find_statements", found)
