"""Long: merges of every kind over many newsrooms made by chance, undone to the letter."""

import random

import pytest

from articles.models import Spelling, Tag, Topic
from tests.articles.test_merging import everything, house, random_act, undo

pytestmark = [pytest.mark.soak, pytest.mark.django_db]


@pytest.mark.parametrize("seed", range(1000, 1150))
def test_five_merges_undone_in_turn_equal_the_start(seed):
    chance = random.Random(seed)
    house(chance)
    states, rows = [], []
    for _step in range(5):
        if Topic.objects.count() < 2:
            break
        states.append(everything())
        rows.append(random_act(chance))
    assert Spelling.objects.filter(topic=None, tag=None).count() == 0
    assert {row.tag for row in Spelling.objects.exclude(tag=None)} == set(Tag.objects.all())
    for row, state in zip(reversed(rows), reversed(states), strict=True):
        assert undo(row) == []
        assert everything() == state
