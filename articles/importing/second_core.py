"""The other process of a long import: cleans batch after batch. Imports Django only when it is there to be set up."""

import os
from multiprocessing.connection import Connection


def clean_all(line: Connection, furniture: list[str], module: str) -> None:
    """Answer every list of texts on ``line`` with the same texts clean, until the line ends."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", module)
    import django

    django.setup()
    from newsroom import prose

    def _clean(source: str) -> prose.Cleaned | None:
        try:
            return prose.clean(source, furniture=furniture)
        except Exception:
            # The first process tries again, and finds out why.
            return None

    while True:
        try:
            sources = line.recv()
        except EOFError:
            return
        line.send([_clean(source) for source in sources])
