"""How well and how fast twins among names are found: ``python -m tests.benchmarks.names``.

Prints recall, precision and false alarms on both halves of the gold list, the false alarms among all of its names
against each other, and the times at 5,000 names: all pairs, and one name against them with and without the index.
"""

import json
import random
import statistics
import sys
import time
from itertools import product

from newsroom.arabic.names import Names, same_name
from tests.newsroom.arabic.names_gold import HALVES, all_names, measured, strangers

COUNT, ASKED = 5_000, 50
PAIRS_GOAL, ONE_GOAL = 10.0, 50.0
RECALL, PRECISION, FALSE_ALARMS = 0.85, 0.95, 0.03


def many() -> list[str]:
    """Return 5,000 names: those of the gold list, and then their words put together anew, two by two."""
    names = all_names()
    words = sorted({word for name in names for word in name.split() if len(word) > 2})
    chance = random.Random(7)
    pool = [" ".join(two) for two in chance.sample(list(product(words[::3], words[1::3])), COUNT)]
    return [*names, *pool][:COUNT]


def timed(names: list[str]) -> dict[str, float]:
    """Return seconds and milliseconds of processor time: other work on the machine does not count."""
    start = time.process_time()
    index = Names(enumerate(names))
    built = time.process_time() - start
    asked = random.Random(3).sample(names, ASKED)
    ones = []
    for name in asked:
        start = time.process_time()
        index.like(name)
        ones.append((time.process_time() - start) * 1000)
    start = time.process_time()
    twins = len(list(Names(enumerate(names)).pairs()))
    all_pairs = time.process_time() - start
    return {
        "pairs_s": round(all_pairs, 2),
        "pairs_found": twins,
        "build_ms": round(built * 1000, 1),
        "like_ms_median": round(statistics.median(ones), 2),
        "like_ms_worst": round(max(ones), 2),
        "build_and_like_ms": round(built * 1000 + statistics.median(ones), 1),
    }


def main() -> int:
    """Measure, print, and fail when a goal is missed."""
    good = True
    for half in HALVES:
        found = measured(half, same_name)
        figures = {"recall": found.recall, "precision": found.precision, "false_alarms": found.false_alarms}
        print(json.dumps({"half": half} | {name: round(value, 3) for name, value in figures.items()}))
        good &= found.recall >= RECALL and found.precision >= PRECISION and found.false_alarms <= FALSE_ALARMS
    count, wrong = strangers()
    rate = len(wrong) / (count * (count - 1) / 2)
    print(json.dumps({"names": count, "false_pairs": len(wrong), "of_all_pairs": f"{rate:.1e}"}))
    times = timed(many())
    print(json.dumps({"names": COUNT} | times))
    good &= times["pairs_s"] <= PAIRS_GOAL and times["like_ms_worst"] <= ONE_GOAL
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
