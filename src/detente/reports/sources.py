"""Loading: from the names of sources to reports, each failure named and costing only its source."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from detente.contract import Report
from detente.reports.build import build
from detente.reports.document import read_document
from detente.reports.files import file_error, files_in, read_file, too_large
from detente.reports.limits import MAX_NESTING, MAX_SOURCE, MAX_TEXT
from detente.reports.model import Draft, Failure, Loaded, SourceError
from detente.reports.recognise import recognise

if TYPE_CHECKING:
    from detente.reports.feed import FeedEntry

Progress = Callable[[int, int | None, str], None]
STDIN = "-"


def load(
    sources: Iterable[str | Path],
    *,
    stdin: bytes | None = None,
    language: str | None = None,
    public_only: bool = False,
    on_progress: Progress | None = None,
) -> Loaded:
    """Load reports from files, folders, page and feed addresses, and "-" (standard input).

    Never raises for what a source is or holds: a source that gives no report is in `failures`, and the rest is loaded.
    The same text is loaded once; a report that repeats another one is marked `duplicate_of` it.

    `stdin` stands in for standard input; `language` (ISO 639-1) overrides what is found; `public_only` is for a site
    that fetches what its users name, and keeps to addresses of public servers; `on_progress` is called with the number
    of sources done, how many there are in all, and the one at hand, and once more at the end.
    """
    from detente.reports.duplicates import link

    loader = _Loader(stdin, language, public_only)
    queue = loader.expand(sources)
    for done, source in enumerate(queue):
        if on_progress:
            on_progress(done, len(queue), source)
        loader.add(source)
    if on_progress:
        on_progress(len(queue), len(queue), "")
    link(loader.loaded.reports)
    return loader.loaded


def load_bytes(data: bytes, name: str, *, language: str | None = None, public_only: bool = False) -> Loaded:
    """Load the reports that a file's or page's content holds, by `name` (a file's name or an address).

    Only of a feed pages are fetched, with `public_only` from public servers only.
    Never raises for what the content is: what gives no report is in `failures`, as for `load`.
    """
    from detente.reports.duplicates import link

    loader = _Loader(None, language, public_only)
    address = name if name.lower().startswith(("http://", "https://")) else None
    loader.attempt(name, lambda: loader.blob(data, name, address=address))
    link(loader.loaded.reports)
    return loader.loaded


def load_entry(entry: FeedEntry, name: str = "", *, public_only: bool = False) -> Loaded:
    """Load the report of a feed's entry, whose page is fetched where its own text is not whole, as for `load`.

    `name` is its source's where it has no address.
    """
    from detente.reports.feed import read_entry

    loader = _Loader(None, None, public_only)
    source = entry.address or name
    loader.attempt(source, lambda: loader.keep(read_entry(entry, public_only=public_only), source))
    return loader.loaded


class _Loader:
    """The state of one call of `load`."""

    def __init__(self, stdin: bytes | None, language: str | None, public_only: bool) -> None:
        self.loaded = Loaded()
        self._public_only = public_only
        self._stdin = stdin
        self._language = language
        self._ids: set[str] = set()

    def expand(self, sources: Iterable[str | Path]) -> list[str]:
        """The sources with each folder replaced by its files, in order, none twice."""
        queue: list[str] = []
        for source in sources:
            name = str(source)
            try:
                # An empty name would be the folder that one is in.
                folder = bool(name.strip()) and name != STDIN and "://" not in name and Path(name).is_dir()
            except (OSError, ValueError):
                folder = False
            if not folder:
                queue.append(name)
                continue
            failures = len(self.loaded.failures)
            files = files_in(Path(name), self.loaded.failures.append)
            queue.extend(str(file) for file in files)
            if not files and len(self.loaded.failures) == failures:
                self.fail(name, SourceError("empty", "no reports in this folder"))
        return list(dict.fromkeys(queue))

    def fail(self, source: str, error: SourceError) -> None:
        self.loaded.failures.append(Failure(source, error.reason, error.code))

    def attempt(self, source: str, step: Callable[[], None]) -> None:
        """Do what loads a source; what goes wrong is a failure of it."""
        try:
            step()
        except SourceError as error:
            self.fail(source, error)
        except RecursionError:
            self.fail(source, SourceError("unsupported", "nested too deeply"))
        except MemoryError:
            self.fail(source, SourceError("too_large", "needs more memory than there is"))

    def add(self, source: str) -> None:
        """Load one file, address or standard input."""
        self.attempt(source, lambda: self._add(source))

    def _add(self, source: str) -> None:
        if source.lower().startswith(("http://", "https://")):
            self._page(source)
        elif "://" in source:
            raise SourceError("unsupported", "only http and https addresses can be read")
        elif not source.strip():
            raise SourceError("not_found", "no name")
        elif source == STDIN:
            self.blob(self._read_stdin(), source)
        else:
            self.blob(read_file(Path(source)), source)

    def _read_stdin(self) -> bytes:
        if self._stdin is not None:
            return self._stdin
        try:
            data = sys.stdin.buffer.read(MAX_SOURCE + 1)
        except (OSError, ValueError, AttributeError) as error:
            raise file_error(error) from error
        if len(data) > MAX_SOURCE:
            raise too_large()
        return data

    def _page(self, address: str) -> None:
        from detente.reports.fetch import fetch

        page = fetch(address, public_only=self._public_only)
        self.blob(page.data, address, charset=page.charset, content_type=page.content_type, address=page.address)

    def blob(
        self,
        data: bytes,
        source: str,
        *,
        charset: str | None = None,
        content_type: str = "",
        address: str | None = None,
        depth: int = 0,
    ) -> None:
        """Load what some bytes hold.  Raises `SourceError` where that is nothing."""
        if len(data) > MAX_SOURCE:
            raise too_large()
        name = PurePosixPath(address.split("?")[0]).name if address else source
        kind = recognise(data, name, content_type)
        if kind == "feed":
            self._feed(data, source, address)
        elif kind == "mail":
            self._mail(data, source, depth)
        else:
            self.keep(read_document(data, kind, charset, address), source)

    def keep(self, draft: Draft, source: str) -> None:
        """Make a report of a draft, unless the same text is there already."""
        if not any(c.isalpha() for c in draft.text):
            found = "nothing but the furniture of a page" if draft.furniture else "no text"
            raise SourceError("no_text", f"{found} in it")
        if len(draft.text) > MAX_TEXT:
            raise SourceError("too_large", f"longer than {MAX_TEXT:,} characters")
        report: Report = build(draft, source, self._language)
        if report.id not in self._ids:
            self._ids.add(report.id)
            self.loaded.reports.append(report)

    def _mail(self, data: bytes, source: str, depth: int) -> None:
        from detente.reports.mail import read_mail

        mail = read_mail(data)
        if mail.draft:
            self.keep(mail.draft, source)
        for number, attachment in enumerate(mail.attachments, 1):
            name = f"{source}#{attachment.name or number}"
            try:
                if depth >= MAX_NESTING:
                    raise SourceError("unsupported", "mails are nested too deeply")
                self.blob(
                    attachment.data,
                    name,
                    charset=attachment.charset,
                    content_type=attachment.content_type,
                    depth=depth + 1,
                )
            except SourceError as error:
                self.fail(name, error)
        if not mail.draft and not mail.attachments:
            raise SourceError("no_text", "no text in it")

    def _feed(self, data: bytes, source: str, address: str | None) -> None:
        from detente.reports.feed import read_feed

        for entry in read_feed(data, address, public_only=self._public_only):
            name = entry.address or f"{source}#{entry.number}"
            try:
                if isinstance(entry.result, SourceError):
                    raise entry.result
                self.keep(entry.result, name)
            except SourceError as error:
                self.fail(name, error)
