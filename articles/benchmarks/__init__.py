"""Benchmarks that anyone can rerun: how well and how fast the newsroom's search finds what readers type.

Rooms: ``corpus`` (articles of our own making, from ``roots`` and ``morphology``), ``scratch`` (a newsroom in a
temporary folder, filled by our own importer), ``library`` (the words of the articles there), ``damages`` (what
readers do to a word, with ``keyboard`` and ``shapes``), ``questions`` (what is asked, and which article is meant),
``lookalikes`` (words that must not be mixed up), ``measuring`` (asking, timing, counting), ``running`` (one run over
what is there), ``published`` (what other systems reached, and what we hold ourselves to) and ``report`` (the tables).
Nothing here is imported by the newsroom itself.
"""
