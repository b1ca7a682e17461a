"""What links are called: words that say nothing of where they lead, and bare addresses."""

from newsroom.arabic.fold import fold
from newsroom.prose.tree import Element

_EMPTY_WORDS = """
    هنا|من هنا|اضغط هنا|انقر هنا|اضغط|انقر|الرابط|رابط|هذا الرابط|على هذا الرابط|المزيد|اقرأ المزيد|للمزيد|اقرأ أيضا
    تابع|المصدر
    here|click here|this|this link|link|more|read more|read here|source|website
"""
EMPTY = frozenset(fold(words) for words in _EMPTY_WORDS.replace("\n", "|").split("|") if words.strip())
_ADDRESS = ("http://", "https://", "www.")


def poorly_called(root: Element) -> list[str]:
    """Return the words of those links below ``root`` that do not say where they lead, each once."""
    called = (element.text.strip() for element in root.walk() if element.tag == "a")
    return list(dict.fromkeys(words for words in called if words.startswith(_ADDRESS) or fold(words) in EMPTY))
