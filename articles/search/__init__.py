"""Search: one engine for readers and for the desk, the same on both databases.

The index (``entries``) is written in the transaction that changes a piece. The database only fetches candidates, never
more than a bound (``fetching``); one Python function ranks them (``ranking``), so both databases answer alike. What a
question means is decided in ``question``, how far it is widened in ``finding``, words that nobody wrote are mended in
``mending``, and what readers are shown of it is made in ``showing``. None of this says what is public: whoever asks
brings the rows that may be found.
"""

from articles.search.entries import check, index, refile, tidy
from articles.search.finding import MOST_FOUND, Found, find
from articles.search.names import Named, names_in
from articles.search.public import PublicNames, public_names
from articles.search.question import LONGEST_QUERY, words_of

__all__ = [
    "LONGEST_QUERY",
    "MOST_FOUND",
    "Found",
    "Named",
    "PublicNames",
    "check",
    "find",
    "index",
    "names_in",
    "public_names",
    "refile",
    "tidy",
    "words_of",
]
