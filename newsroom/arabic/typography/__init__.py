"""The copy desk: typographic slips of an Arabic text found, and the safe ones mended.

``lint`` reports, ``fix`` applies what no reader could want otherwise, ``applied`` puts in findings that a person
chose. Anything that turns on meaning is doubt, and doubt is only ever reported.

The rooms, each importing only those above it:

* ``characters``: the kinds of characters; what counts as the letters of a text
* ``findings``: the rules and what is found
* ``style``: the house style
* ``tokens``, ``pairing``, ``passages``: words, numbers and runs to leave alone; quotes and brackets; other languages
* ``copytext``: a text read, with all of this
* ``marks``, ``blanks``, ``joints``, ``dashes``: punctuation, the blanks around it, and where one is missing
* ``shapes``, ``endings``, ``keyboards``: letters as glyphs or stretched; what a last ی may be; other keyboards
* ``unseen``: what has no shape
* ``structure``, ``residue``: what is missing, twice, or not of the text
* ``quoting``, ``singles``, ``house``, ``naming``: quotes, digits, months, tanwin and names against the house style
* ``linting``, ``fixing``: all of it together
"""

from newsroom.arabic.typography.characters import letters_of
from newsroom.arabic.typography.findings import Finding, Rule
from newsroom.arabic.typography.fixing import applied, fix
from newsroom.arabic.typography.linting import as_quoted, lint
from newsroom.arabic.typography.residue import is_residue
from newsroom.arabic.typography.style import HouseStyle

__all__ = ["Finding", "HouseStyle", "Rule", "applied", "as_quoted", "fix", "is_residue", "letters_of", "lint"]
