"""Bringing an archive in: one JSON object a line, each line with an outcome of its own.

Rooms: ``reading`` (a line becomes a checked record or a reason), ``facts`` (what is said of columns, authors, topics,
tags, photos and the outlet), ``names`` and ``photos`` (finding and making those rows), ``house`` (lines that bring no
piece), ``texts`` and ``second_core`` (the one cleaner, in a process of its own), ``plans`` (what a line makes of
a piece), ``writing`` (the verb), ``journal`` (what memory forgets after a rollback), ``running`` (the file from its
first line to its last), ``ledger`` (what became of it). Nothing is imported here: the second
process enters through this package before Django is set up.
"""
