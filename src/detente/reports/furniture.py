"""Which lines of a page are not its report: job advertisements, comment policies, feed links, menus.

Every line is judged by itself and by its neighbours; nothing is cut off after the first line of furniture, because a
page may have its furniture before, between and after the paragraphs.  The cue words are `data/furniture.LANGUAGE.toml`;
those of all languages apply to every page, since a German page may have an English frame.
"""

from __future__ import annotations

from collections.abc import Sequence

from detente.reports.cues import NEUTRAL, Line, mark

KINDS = (
    "jobs", "comments", "newsletter", "feed", "search", "related", "advert", "navigation", "legal", "share", "picture",
    "credits", "byline", "date", "kicker", "signature", "quoted", "other",
)  # fmt: skip
# Kinds whose heading opens a list of short lines.
LISTS = frozenset({"jobs", "related", "comments", "navigation", "search", "share"})
MENUS = frozenset({"navigation", "search", "share"})
LONGEST_RUN = 30
# A page: so many short lines at least; and what each of them counts against the words of the paragraphs around it.
FEWEST_OF_PAGE, FEWEST_SURE = 12, 3
PENALTY, PENALTY_OF_KNOWN = 8, 2
# Words of a teaser at most.
TEASER = 45


def judge(
    lines: Sequence[str], known: dict[int, str] | None = None, headline: int | None = None, *, page: bool = True
) -> list[str | None]:
    """The kind of furniture of each line, None for body and blank lines.

    `known` names the kinds of lines that are known already (bylines, date lines); `headline` is a line that is kept;
    `page` says whether the lines may be those of a whole page.
    """
    known = known or {}
    marked: list[Line] = []
    places: list[int] = []
    blank = True
    for number, text in enumerate(lines):
        if not text.strip():
            blank = True
            continue
        line = mark(text, after_blank=blank)
        line.headline = number == headline
        line.kind = None if line.headline else known.get(number)
        marked.append(line)
        places.append(number)
        blank = False
    _judge_alone(marked)
    _judge_headings(marked)
    if page:
        _judge_lists(marked)
        _judge_page(marked)
    for _ in range(4):
        before = [line.kind for line in marked]
        _judge_lists(marked)
        _judge_neighbours(marked)
        _judge_teasers(marked)
        _judge_tail(marked)
        if before == [line.kind for line in marked]:
            break
    kinds: list[str | None] = [None] * len(lines)
    for place, line in zip(places, marked, strict=True):
        kinds[place] = line.kind
    return kinds


def _judge_alone(lines: list[Line]) -> None:
    for line in lines:
        if line.kind or line.headline:
            continue
        if line.heading and line.words <= 12:
            line.kind = line.heading
        elif line.sure:
            cues = line.sure.total() + line.likely.total() + line.reader
            if (
                line.words <= 12
                or (not line.prose and line.words <= 40)
                or (not line.reporting and line.words <= 40)
                or cues >= 3
            ):
                line.kind = line.guess
        elif line.words <= 25 and not line.reporting and line.reader and max(line.likely.values(), default=0) >= 2:
            line.kind = line.guess


def _judge_headings(lines: list[Line]) -> None:
    """Doubtful headings ("Diskussion", "Jobs"): furniture unless body text follows; three in a row are a menu."""
    run: list[Line] = []
    for line in [*lines, None]:
        if line is not None and not line.headline and (line.doubtful or line.heading) and line.words <= 4:
            run.append(line)
            continue
        if len(run) >= 3:
            for item in run:
                item.kind = item.kind or item.doubtful
        run = []
    for number, line in enumerate(lines):
        if line.kind or line.headline or not line.doubtful:
            continue
        following = lines[number + 1] if number + 1 < len(lines) else None
        before = lines[number - 1] if number else None
        if (following is None or following.furniture or not following.prose) and (
            (before is not None and before.furniture) or (following is not None and following.furniture)
        ):
            line.kind = line.doubtful


def _judge_page(lines: list[Line]) -> None:
    """On a page with more short lines than paragraphs: all that lies outside the stretch with most text (Finn 2001)."""
    prose = sum(line.prose and not line.kind for line in lines)
    short = sum(not line.prose and line.kind not in NEUTRAL for line in lines)
    # A report may have a long list; it is a page only if some lines are furniture by their words.
    sure = sum(line.furniture for line in lines)
    if short < FEWEST_OF_PAGE or short < prose or sure < FEWEST_SURE:
        return
    best = total = 0
    first = last = start = 0
    for number, line in enumerate(lines):
        if line.prose and not line.kind:
            total += _weight(lines, number)
        elif not line.headline and line.kind not in NEUTRAL:
            # What is furniture by its words may stand between paragraphs; short lines without end do not.
            total -= PENALTY if line.kind is None else PENALTY_OF_KNOWN
        if total <= 0:
            total, start = 0, number + 1
        elif total > best:
            best, first, last = total, start, number
    if not best:
        return
    while not (lines[first].prose and not lines[first].kind):
        first += 1
    headline = next((n for n in range(first - 1, max(first - 13, -1), -1) if lines[n].headline), first)
    first = next((n for n in range(headline, first) if lines[n].prose and not lines[n].kind), first)
    for number, line in enumerate(lines):
        if not (first <= number <= last or line.headline or line.kind):
            line.kind = line.guess if line.sure or (line.likely and line.reader) else "other"
    run: list[Line] = []
    for line in lines[first : last + 1]:
        if not line.prose and not line.ends and not line.headline and not line.bullet:
            run.append(line)
            continue
        # One short line is a heading of the report's own; more are a box within it.
        for item in run if len(run) > 2 else []:
            item.kind = item.kind or item.guess
        run = []


def _weight(lines: list[Line], number: int) -> int:
    """What a paragraph counts for: little if it is short and stands between short lines, as teasers do."""
    words = min(lines[number].words, 60)
    around = lines[max(number - 1, 0) : number] + lines[number + 1 : number + 2]
    alone = not any(line.prose and not line.kind for line in around)
    return words // 4 if alone and words <= TEASER else words


def _judge_lists(lines: list[Line]) -> None:
    """The short lines under a heading such as "Stellenangebote" or "Related articles"."""
    for number, line in enumerate(lines):
        if line.kind not in LISTS or not (line.heading or line.doubtful):
            continue
        run: list[Line] = []
        for item in lines[number + 1 : number + 1 + LONGEST_RUN]:
            if item.headline or item.prose or (item.kind and item.kind != line.kind):
                break
            if line.kind in MENUS and item.words > 3:
                break  # the headline may follow a menu
            run.append(item)
        end = number + 1 + len(run)
        following = lines[end] if end < len(lines) else None
        if run and following is not None and following.prose and not following.kind:
            last = run[-1]
            apart = last.after_blank and not last.bullet and last.words <= 10
            if apart and (len(run) == 1 or not all(item.after_blank for item in run[:-1])):
                run.pop()  # a heading of the report's own, set apart from the list
        for item in run:
            item.kind = item.kind or (item.guess if item.likely else line.kind)


def _judge_neighbours(lines: list[Line]) -> None:
    last = len(lines) - 1
    for order in (range(len(lines)), range(last, -1, -1)):
        for number in order:
            line = lines[number]
            if line.kind or line.headline:
                continue
            before = lines[number - 1] if number else None
            after = lines[number + 1] if number < last else None
            near = [n for n in (before, after) if n is not None and n.furniture]
            if not near:
                continue
            between = (before is None or before.furniture) and (after is None or after.furniture)
            cues = line.likely.total()
            block = line.bullet and any(n.bullet for n in near)
            if line.prose:
                speaks = (cues and line.reader) or cues >= 4 or (between and (cues >= 2 or line.reader))
                if speaks and not line.reporting and line.words <= 60:
                    line.kind = line.guess if line.likely else near[0].kind
            elif (between and before is not None) or cues or (line.reader and line.words <= 15) or block:
                line.kind = line.guess if line.likely else near[0].kind


def _judge_teasers(lines: list[Line]) -> None:
    """Headlines with a teaser each, or comments with their writers, after the body has come to its end."""
    total = sum(line.words for line in lines if line.prose and not line.kind)
    so_far = 0
    for number, line in enumerate(lines):
        if line.prose and not line.kind:
            so_far += line.words
        if line.kind not in ("related", "comments") or not line.heading or so_far < max(total / 2, 30):
            continue
        rest = lines[number + 1 :]
        prose = [item for item in rest if item.prose and not item.kind]
        short = [item for item in rest if not item.prose]
        follows_short = all(
            not lines[place - 1].prose or lines[place - 1].kind
            for place in range(number + 1, len(lines))
            if lines[place].prose and not lines[place].kind
        )
        if len(prose) > 1 and len(short) >= len(prose) and follows_short and all(item.words <= 60 for item in prose):
            for item in rest:
                item.kind = item.kind or line.kind
        return


def _judge_tail(lines: list[Line]) -> None:
    """Short lines after the last paragraph, from the first line of furniture on."""
    last = max((n for n, line in enumerate(lines) if not line.kind and (line.prose or line.headline)), default=None)
    if last is None:
        return
    following = lines[last + 1 : last + 3]
    if len(following) == 2 and not following[0].kind and not following[0].ends and not following[0].bullet:
        # A heading belongs to what follows it, and a report does not end with one.
        following[0].kind = following[1].kind if following[1].furniture else None
    begun: str | None = None
    for line in lines[last + 1 :]:
        if line.furniture:
            begun = line.kind
        elif begun and not line.kind:
            line.kind = line.guess if line.likely else begun
