"""Arabic for a newsroom: pure Python, no framework, no input or output, nothing beyond the standard library.

The rooms, each importing only those above it:

* ``letters``: characters one at a time: self-filling translation tables, silent signs, look-alike keyboards
* ``fold``: one spelling for all spellings, for search, tags, filters and look-ups; never for display
* ``stem``: what stays of a word without article, endings and the particles written onto it
* ``analyse``: a text as the terms by which it is found, each with its place
* ``numbers``: digits, grouping, the six plural forms, counted nouns, lists joined by و
* ``nouns``: the nouns the house counts
* ``dates``: Levantine and Gregorian months, the week and where it begins, dates and times in Arabic order
* ``relative``: how long ago, how soon, how long
* ``ordinals``: the eleventh edition, in words
* ``ordering``: the order of the alphabet, past ال
* ``reading``: words and minutes
* ``slug``: short, readable, stable addresses
* ``quotes``: quotation marks in the house styles
* ``hygiene``: what may be stored of a typed line
* ``typography``: the copy desk: typographic slips found, the safe ones mended, the house style asked about
* ``closeness``: how far apart two words are as spellings of one foreign word
* ``fixed``: words whose spelling never varies, and the few that have several
* ``latin``: names in Latin letters, among themselves and against Arabic ones
* ``spelling``: how a name is read for comparing
* ``aligning``: whether two names, read, are one, and why
* ``names``: the question itself, for two names or for many

Every function is total on any ``str`` (lone surrogates, NUL and noncharacters included), runs in time linear
in its input, and keeps its hands off the text it was not asked to change.
"""

from newsroom.arabic.names import same_name
from newsroom.arabic.typography import fix, lint

__all__ = ["fix", "lint", "same_name"]
