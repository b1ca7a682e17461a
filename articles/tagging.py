"""Tags as a desk types them: Arabic and Latin separators, one tag for every spelling that folds alike."""

import re

from articles.models import Tag
from newsroom.arabic.fold import fold
from newsroom.arabic.hygiene import clean_text

MAX_NAME = 100
_SEPARATORS = re.compile(r"[,،;؛\n\r]+")


def parse(text: str) -> list[str]:
    """Return the tag names in ``text``, in order; a space never separates, and folded twins count once."""
    names: dict[str, str] = {}
    for part in _SEPARATORS.split(text):
        name = re.sub(r"\s+", " ", clean_text(part))[:MAX_NAME].strip()
        if key := fold(name):
            names.setdefault(key, name)
    return list(names.values())


def tags_for(names: list[str]) -> list[Tag]:
    """Return one tag for each of ``names``, found by folded name or made with the spelling given."""
    found = {tag.name_folded: tag for tag in Tag.objects.filter(name_folded__in=[fold(name)[:240] for name in names])}
    tags = []
    for name in names:
        key = fold(name)[:240]
        if key not in found:
            found[key], _made = Tag.objects.get_or_create(name_folded=key, defaults={"name": name})
        tags.append(found[key])
    return tags
