"""Reports in the project's own words, and the means to serve and pack them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2].parent / "shared"

GERMAN = [
    "Die Hafenarbeiter von Nordhafen haben am Montag ein neues Angebot der Reeder zurückgewiesen. Es sehe"
    " 3,1 Prozent mehr Lohn vor und sei damit weit von der Forderung entfernt, sagte die "
    "Verhandlungsführerin Karla Brandt.",
    "Die Reeder nannten das Angebot dagegen großzügig. Ihr Sprecher Jonas Wiebe kündigte an, dass man "
    "sich am Donnerstag erneut treffen werde. Einen Streik hält er für vermeidbar.",
    "Im vergangenen Herbst hatten beide Seiten einen Schlichter angerufen, der nach acht Wochen aufgab. "
    "Seitdem gilt der alte Tarifvertrag weiter.",
    "Beobachter rechnen mit einer Einigung noch in diesem Monat. Sollte sie ausbleiben, droht den Häfen "
    "an der Küste ein Stillstand mitten in der Erntezeit.",
]
ENGLISH = [
    "Negotiators from the island of Varda walked out of the talks on Tuesday after the mainland "
    "government refused to release two fishing boats that its coast guard had seized in the spring.",
    "The mainland's envoy, Miriam Holt, said that the boats would be returned as soon as the islanders "
    "stopped patrolling the strait. She called the walk-out regrettable and left the door open for "
    "another round next week.",
    "Varda's delegation demanded an apology before any further meeting. Its leader told journalists that "
    "trust had been lost and that only a neutral mediator could restore it.",
    "A cease-fire along the strait has held since January, and neither side has threatened to end it.",
]


@pytest.fixture
def german() -> list[str]:
    return list(GERMAN)


@pytest.fixture
def english() -> list[str]:
    return list(ENGLISH)


def page(body: str, *, head: str = "", lang: str = "de") -> str:
    return f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


def article(paragraphs: list[str], heading: str = "") -> str:
    inner = "".join(f"<p>{p}</p>" for p in paragraphs)
    return f"<article>{f'<h1>{heading}</h1>' if heading else ''}{inner}</article>"


def pdf(pages: list[list[str]], *, title: str = "", encrypt: bool = False) -> bytes:
    """A PDF file, written by hand: each page's lines from the top in Helvetica with the encoding of Windows."""
    objects: list[bytes] = []
    count = len(pages)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    for number, lines in enumerate(pages):
        stream = [b"BT /F1 11 Tf 14 TL 50 780 Td"]
        for line in lines:
            raw = line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
            stream.append(b"(" + raw + b") Tj T*")
        stream.append(b"ET")
        content = b"\n".join(stream)
        resources = b"/Resources << /Font << /F1 3 0 R >> >> /MediaBox [0 0 595 842]"
        objects.append(b"<< /Type /Page /Parent 2 0 R " + resources + f" /Contents {5 + 2 * number} 0 R >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    info = ""
    if title:
        objects.append(b"<< /Title (" + title.encode("cp1252") + b") >>")
        info = f" /Info {len(objects)} 0 R"
    if encrypt:
        key = "00" * 32
        objects.append(f"<< /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >>".encode())
        info += f" /Encrypt {len(objects)} 0 R /ID [<00><00>]"
    data = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, each in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n" % number + each + b"\nendobj\n"
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    data += f"trailer << /Size {len(objects) + 1} /Root 1 0 R{info} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(data)


Answer = Callable[[BaseHTTPRequestHandler], None]


class Site:
    """A web server for one test: `pages` maps a path to (content type, body) or to a function that answers."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.pages: dict[str, tuple[str, bytes] | Answer] = {}
        self.agents: list[str] = []

    def add(self, path: str, body: str | bytes | Answer, content_type: str = "text/html; charset=utf-8") -> str:
        """Serve `body` at `path`; gives the address."""
        if callable(body):
            self.pages[path] = body
        else:
            self.pages[path] = (content_type, body.encode() if isinstance(body, str) else body)
        return self.address + path


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            web.agents.append(self.headers.get("User-Agent", ""))
            answer = web.pages.get(self.path.split("?")[0])
            if answer is None:
                self.send_error(404)
            elif callable(answer):
                try:
                    answer(self)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True
            else:
                content_type, body = answer
                self.send_response(200)
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                try:
                    self.wfile.write(body)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    web = Site(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield web
    server.shutdown()
    server.server_close()
    thread.join(5)


def drip(seconds: float) -> Answer:
    """An answer that sends a byte at a time for so long."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "text/html")
        request.end_headers()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            request.wfile.write(b"<p>")
            time.sleep(0.05)

    return answer


def redirect(target: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(302)
        request.send_header("Location", target)
        request.send_header("Content-Length", "0")
        request.end_headers()

    return answer
