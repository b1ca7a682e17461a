"""The tables: one line a class for a terminal, or everything as JSON data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from articles.benchmarks.damages import CLASSES
from articles.benchmarks.lookalikes import Precision, Silence
from articles.benchmarks.measuring import Figures, Times
from articles.benchmarks.published import PUBLISHED, RECALL, SYSTEMS, Goal, all_damaged, judged
from articles.benchmarks.questions import EXACT, label

_NAME, _CELL = 22, 8
_MARKS = {True: "met", False: "MISSED", None: "not asked"}


@dataclass
class Report:
    """What one run measured."""

    articles: int
    seed: int
    classes: dict[str, Figures] = field(default_factory=dict)
    precision: Precision | None = None
    silence: Silence | None = None
    pages: Times | None = None
    broken_page: str = ""
    # Articles a second: brought in by the import with everything that belongs to it, and written into the index alone.
    imported: float | None = None
    indexed: float | None = None

    @property
    def goals(self) -> Sequence[Goal]:
        """Return every goal, met or not."""
        return judged(self.classes, self.precision, self.silence, self.pages, broken=bool(self.broken_page))

    @property
    def missed(self) -> list[Goal]:
        """Return the goals that were asked for and not met."""
        return [goal for goal in self.goals if goal.met is False]


def lines(report: Report) -> Iterator[str]:
    """Yield the report line by line; what is Arabic stands at the end of a line, where it moves no column."""
    yield f"{report.articles} مواد / articles, seed {report.seed}"
    yield ""
    yield from _classes(report)
    yield ""
    yield from _besides(report)
    yield ""
    yield from _goals(report.goals)
    yield ""
    yield from _published()


def _classes(report: Report) -> Iterator[str]:
    ours = "".join(f"{name:>8}" for name in ("n", "MRR@10", "rec@10", "med ms", "p95 ms"))
    yield f"{'':<{_NAME}}{ours}  | recall@10 of others, all words required"
    yield f"{'class':<{_NAME}}{'':<40}  |" + "".join(f"{name:>{_CELL}}" for name in SYSTEMS)
    yield "-" * (_NAME + 40 + 3 + _CELL * len(SYSTEMS))
    damaged = [damage.name for damage in CLASSES]
    for name in (EXACT, *damaged):
        if name in report.classes:
            yield _class_line(name, report.classes[name], label(name))
    yield _class_line("all damaged", all_damaged(report.classes), "معدل المتضررة كلها")
    for name, figures in report.classes.items():
        if name != EXACT and name not in damaged:
            yield _class_line(name, figures, label(name))


def _class_line(name: str, figures: Figures, arabic: str) -> str:
    if not figures.count:
        return f"{name:<{_NAME}}{'0':>8}{'-':>8}{'-':>8}{'-':>8}{'-':>8}  |{'':{_CELL * len(SYSTEMS)}}  {arabic}"
    numbers = f"{figures.count:>8}{figures.mrr:>8.3f}{figures.recall:>8.3f}{figures.median:>8.1f}{figures.p95:>8.1f}"
    others = "".join(f"{share:>{_CELL}.2f}" for share in RECALL.get(name, ()))
    return f"{name:<{_NAME}}{numbers}  |{others:<{_CELL * len(SYSTEMS)}}  {arabic}"


def misses(report: Report, titles: Mapping[int, str], *, most: int = 10) -> Iterator[str]:
    """Yield the questions whose article did not come first, class by class, with the title that was meant."""
    for name, figures in report.classes.items():
        if figures.misses:
            yield f"{name}: {len(figures.misses)}"
        for miss in figures.misses[:most]:
            place = str(miss.place or "-")
            yield f"  {place:>2}  {miss.typed}  ({miss.exact})  {titles.get(miss.article, '')}"


def _besides(report: Report) -> Iterator[str]:
    if report.precision is not None:
        found = report.precision
        yield f"look-alikes: precision@10 {found.value:.3f} of {found.questions} words  كلمات متشابهة"
        if found.worst:
            yield "  " + ", ".join(f"{word} {share:.2f}" for word, share in found.worst)
    if report.silence is not None:
        answered = report.silence.answered
        yield f"nonsense: {len(answered)} of {report.silence.questions} words answered  كلمات لا معنى لها"
        if answered:
            yield "  " + ", ".join(answered[:20])
    if report.pages is not None:
        pages = report.pages
        worked = f"processor alone: {pages.worked_median:.1f} and {pages.worked_p95:.1f} ms"
        yield f"page: median {pages.median:.1f} ms, p95 {pages.p95:.1f} ms of {pages.count}; {worked}  صفحة البحث"
    if report.broken_page:
        yield f"page: broken, {report.broken_page}  صفحة البحث معطّلة"
    if report.imported is not None:
        yield f"import: {report.imported:.0f} articles/s  استيراد"
    if report.indexed is not None:
        yield f"index: {report.indexed:.0f} articles/s  فهرسة"


def _goals(goals: Sequence[Goal]) -> Iterator[str]:
    yield f"{'row':<5}{'goal':<26}{'wanted':<30}{'reached':<18}"
    yield "-" * 90
    for goal in goals:
        yield f"{goal.row:<5}{goal.what:<26}{goal.wanted:<30}{goal.reached:<18}{_MARKS[goal.met]}"


def _published() -> Iterator[str]:
    yield "published, 5,000 news articles, MRR/recall@10  /  أرقام منشورة"
    yield f"{'system':<42}{'exact':>10}{'strict':>10}{'relaxed':>10}{'P@10':>8}{'ms':>6}"
    yield "-" * 86
    for one in PUBLISHED:
        numbers = f"{one.exact:>10}{one.strict:>10}{one.relaxed:>10}{one.precision:>8}{one.milliseconds:>6}"
        yield f"{one.name:<42}{numbers}"


def as_data(report: Report) -> Mapping[str, Any]:
    """Return everything measured as JSON data."""
    facts = {name: value for name, value in vars(report).items() if name in {"articles", "seed", "imported", "indexed"}}
    return facts | {
        "classes": {name: asdict(figures) for name, figures in report.classes.items()},
        "all_damaged": asdict(all_damaged(report.classes)),
        "look_alikes": asdict(report.precision) if report.precision else None,
        "nonsense": asdict(report.silence) if report.silence else None,
        "pages": asdict(report.pages) if report.pages else None,
        "broken_page": report.broken_page,
        "goals": [asdict(goal) for goal in report.goals],
    }
