"""How much one source may cost: beyond these limits it fails, and only it."""

from __future__ import annotations

MEGABYTE = 1_000_000
# What is read of a file, mail or page at most, in bytes.
MAX_SOURCE = 20 * MEGABYTE
# What one report may hold, in code points: ten times the longest reportage; more is a data dump.
MAX_TEXT = 2 * MEGABYTE
MAX_LINES = 100_000
# HTML beyond this, scripts and styles aside, is no news page; to extract its text would take minutes.  In code points.
MAX_HTML = 1_500_000
# Elements within elements; libxml2 and the extraction recurse.
MAX_DEPTH = 200
MAX_PDF_PAGES = 300
# What a page of a PDF may unpack to, in bytes, and the seconds that reading the whole file may take.
MAX_PDF_PAGE = 5 * MEGABYTE
PDF_DEADLINE = 60.0
# Entries of a feed, and files of a folder.
MAX_ENTRIES = 100
MAX_FILES = 10_000
# A mail within a mail within a mail.
MAX_NESTING = 3
# Seconds: until a server answers or sends on, and for a whole page with its redirects.
TIMEOUT = 10.0
DEADLINE = 30.0
MAX_REDIRECTS = 5
# Pages of a feed that are fetched at a time.
FETCHERS = 8
