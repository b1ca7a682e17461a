"""Asking, timing, counting: nothing here knows which engine answers."""

import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from articles.benchmarks.questions import Question

# Takes a question and its language, returns the ids of articles, the best first.
Ask = Callable[[str, str], Sequence[int]]
DEPTH = 10


@dataclass(frozen=True)
class Miss:
    """A question whose article did not come first: its place among ten, 0 for none, and what did come first."""

    typed: str
    exact: str
    article: int
    place: int
    first: int


@dataclass(frozen=True)
class Figures:
    """What came of one class: the mean of 1 / place and the share found, within ten, and milliseconds of a question."""

    count: int
    mrr: float
    recall: float
    median: float
    p95: float
    misses: tuple[Miss, ...] = ()


@dataclass(frozen=True)
class Times:
    """Milliseconds: the median, and what 95 of 100 do not exceed; and those of them that our own process worked."""

    count: int
    median: float
    p95: float
    worked_median: float = 0.0
    worked_p95: float = 0.0


def timed(calls: Iterable[Callable[[], object]]) -> Times:
    """Return how long each of ``calls`` takes."""
    spent, worked = [], []
    for call in calls:
        start, began = time.perf_counter(), time.process_time()
        call()
        worked.append((time.process_time() - began) * 1000)
        spent.append((time.perf_counter() - start) * 1000)
    return Times(
        len(spent), percentile(spent, 50), percentile(spent, 95), percentile(worked, 50), percentile(worked, 95)
    )


def percentile(values: Sequence[float], share: int) -> float:
    """Return the smallest of ``values`` that ``share`` of a hundred do not exceed; 0 for none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]


def place_of(article: int, found: Sequence[int]) -> int:
    """Return where ``article`` stands among the first ten found, from 1; 0 for not there."""
    first = list(found[:DEPTH])
    return first.index(article) + 1 if article in first else 0


def measured(questions: Sequence[Question], ask: Ask, *, language: str = "ar") -> Figures:
    """Ask each question once and return what came of it."""
    answers: list[Sequence[int]] = []

    def asking(question: Question) -> Callable[[], None]:
        return lambda: answers.append(ask(question.text, language))

    times = timed([asking(question) for question in questions])
    places = [place_of(question.article, found) for question, found in zip(questions, answers, strict=True)]
    ranks = [1 / place if place else 0.0 for place in places]
    count = len(questions)
    return Figures(
        count=count,
        mrr=sum(ranks) / count if count else 0.0,
        recall=sum(map(bool, places)) / count if count else 0.0,
        median=times.median,
        p95=times.p95,
        misses=tuple(
            Miss(question.text, question.exact, question.article, place, found[0] if found else 0)
            for question, place, found in zip(questions, places, answers, strict=True)
            if place != 1
        ),
    )


def average(figures: Iterable[Figures]) -> Figures:
    """Return the mean over classes, each counting alike; classes without a question do not count."""
    asked = [one for one in figures if one.count]
    if not asked:
        return Figures(0, 0.0, 0.0, 0.0, 0.0)
    return Figures(
        count=sum(one.count for one in asked),
        mrr=statistics.fmean(one.mrr for one in asked),
        recall=statistics.fmean(one.recall for one in asked),
        median=statistics.median(one.median for one in asked),
        p95=max(one.p95 for one in asked),
    )
