"""Corrections: under their piece, and all in one list, each only where its words and its piece are public."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Correction
from newsroom.outlet import SiteSettings
from tests.factories import make_content, make_draft, make_live, make_scheduled, make_withdrawn

pytestmark = pytest.mark.django_db
RELEASED = {"title_en": "A bridge", "body_en": "<p>Text.</p>", "released": ("ar", "en")}


def corrected(piece: Article, note: str = "", *, days: float = 0, **notes: str) -> Correction:
    return Correction.objects.create(
        article=piece, at=timezone.now() - timedelta(days=days), **({"note_ar": note} | notes)
    )


def notes_on(client, path: str) -> list[str]:
    language = "en" if path.startswith("/en/") else "ar"
    return [getattr(row, f"note_{language}") for row in client.get(path).context["page"].rows]


def set_policy(**policy: str) -> None:
    outlet = SiteSettings.load()
    for language, text in policy.items():
        setattr(outlet, f"corrections_{language}", text)
    outlet.save()


def test_a_piece_shows_its_corrections_newest_first_in_its_own_language(client):
    piece = make_live(**RELEASED)
    corrected(piece, "صُحّح رقم.", days=3, note_en="A figure was corrected.")
    corrected(piece, "صُحّح <اسم>.", days=1)
    corrected(make_live(), "خطأ غيره.")
    arabic = client.get(piece.get_absolute_url()).content.decode()
    english = client.get(f"/en/articles/{piece.pk}-a-bridge/").content.decode()
    assert arabic.index("صُحّح &lt;اسم&gt;.") < arabic.index("صُحّح رقم.")
    assert (arabic.count('class="mended"'), english.count('class="mended"')) == (2, 1)
    assert "A figure was corrected." in english and "صُحّح" not in english
    assert "خطأ غيره." not in arabic


def test_the_page_begins_with_the_policy_and_lists_the_newest_first(client):
    set_policy(ar="<p>نصحّح علنًا.</p>")
    first, second = make_live(title="الأولى"), make_live(title="الثانية")
    corrected(first, "قديم", days=9)
    corrected(second, "جديد", days=1)
    answer = client.get("/corrections/")
    page = answer.content.decode()
    assert notes_on(client, "/corrections/") == ["جديد", "قديم"]
    assert page.index("<p>نصحّح علنًا.</p>") < page.index("جديد") < page.index("قديم")
    for piece in (first, second):
        assert f'<a href="{piece.get_absolute_url()}"><bdi>{piece.title}</bdi></a>' in page


def test_nothing_is_said_of_a_piece_that_is_not_public(client):
    for make in (make_draft, make_scheduled, make_withdrawn):
        corrected(make(**RELEASED), "سرّ", note_en="secret")
    corrected(make_live(title_en="Half done"), "ظاهر", note_en="secret")
    assert notes_on(client, "/corrections/") == ["ظاهر"]
    assert "سرّ" not in client.get("/corrections/").content.decode()
    set_policy(en="<p>Openly.</p>")
    english = client.get("/en/corrections/")
    assert (english.status_code, list(english.context["page"].rows)) == (200, [])
    assert "secret" not in english.content.decode()


def test_in_arabic_the_page_is_always_there_and_in_english_with_something_to_say(client):
    page = client.get("/corrections/")
    assert (page.status_code, "hreflang" in page.content.decode()) == (200, False)
    piece = make_live(**RELEASED)
    corrected(piece, "صُحّح رقم.")
    assert client.get("/en/corrections/").status_code == 404
    corrected(piece, note_en="A name.")
    assert notes_on(client, "/en/corrections/") == ["A name."]
    assert notes_on(client, "/corrections/") == ["صُحّح رقم."]
    assert "hreflang" in client.get("/corrections/").content.decode()


@pytest.mark.slow
def test_the_list_has_pages_and_costs_the_same_for_one_and_for_thirty(client, monkeypatch):
    set_policy(ar="<p>نصحّح علنًا.</p>")
    content = make_content()

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/corrections/").status_code == 200
        return len(queries)

    corrected(make_live(content), "0")
    one = cost()
    for day in range(1, 30):
        corrected(make_live(content), str(day), days=day)
    assert cost() == one <= 8
    monkeypatch.setattr("articles.lists.CORRECTIONS_PER_PAGE", 12)
    pages = [client.get("/corrections/", {"page": number}) for number in (1, 2, 3)]
    notes = [[row.note for row in page.context["page"].rows] for page in pages]
    assert notes == [[str(day) for day in range(start, min(start + 12, 30))] for start in (0, 12, 24)]
    assert ["نصحّح علنًا" in page.content.decode() for page in pages] == [True, False, False]
    assert [client.get("/corrections/", {"page": page}).status_code for page in ("4", "0", "x")] == [404] * 3
