"""Reads a form out of a page, as a browser without script would send it."""

from html.parser import HTMLParser


class _Form(HTMLParser):
    """Collects the successful controls of the form that has an attribute ``mark``."""

    def __init__(self, mark: str) -> None:
        super().__init__()
        self.mark, self.inside = mark, False
        self.fields: list[tuple[str, str]] = []
        self.area: str | None = None
        self.select: str | None = None
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if tag == "form":
            self.inside = self.mark in facts
        if not self.inside or "disabled" in facts:
            return
        name = facts.get("name") or ""
        if tag == "input" and name and facts.get("type") not in {"submit", "button", "file"}:
            if facts.get("type") not in {"checkbox", "radio"} or "checked" in facts:
                self.fields.append((name, facts.get("value") or ""))
        elif tag == "textarea" and name:
            self.area, self.text = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in facts:
            self.fields.append((self.select, facts.get("value") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.area:
            # The first line break of a text area is not part of its value.
            self.fields.append((self.area, self.text.removeprefix("\n")))
            self.area = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data: str) -> None:
        if self.area:
            self.text += data


def form_in(page: str, mark: str) -> dict[str, list[str]]:
    """Return the fields of the form in ``page`` that bears the attribute ``mark``: {name: [values]}."""
    reader = _Form(mark)
    reader.feed(page)
    fields: dict[str, list[str]] = {}
    for name, value in reader.fields:
        fields.setdefault(name, []).append(value)
    return fields
