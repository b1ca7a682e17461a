"""What readers are shown of what was found: the words asked for in the piece's own form, and nothing cut or changed."""

import pytest
from django.test import Client
from django.utils import timezone

from articles import search
from articles.models import Article
from articles.revisions import content_of
from articles.search.question import parts_of, read
from articles.search.showing import EXCERPT, Marks
from articles.search.words import text_of
from tests.articles.searching import found, statements
from tests.factories import arabic, fresh, make_column, make_content, make_live, make_topic, redraft, republish

BRAND, VERB = "شُبّاك", "تُعدّ"


def marks(query: str) -> Marks:
    return Marks(read(parts_of(query), []))


def marked(query: str, text: str) -> list[str]:
    return [part for part, hit in marks(query).parts(text) if hit]


def joined(parts: list[tuple[str, bool]]) -> str:
    return "".join(part for part, _hit in parts)


# ---- marks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "text", "words"),
    [
        ("علاقات", "تغيرت وبالعلاقات وحدها، للعلاقات", ["وبالعلاقات", "للعلاقات"]),
        ("علاقة", "العلاقات السورية", ["العلاقات"]),
        ("سوريا", "«وسوريا» بسوريا السوريّة سور", ["وسوريا", "بسوريا", "السوريّة", "سور"]),
        ("شباك", "في شُبّاكٍ وشُبّاكان", ["شُبّاكٍ", "وشُبّاكان"]),
        ("الشباك", f"“{BRAND}” جريدة", [BRAND]),
        ("تعد", f"{VERB} العدة", [VERB]),
        ("قمح", "القمـــح، قَمْحًا (قمح) قمحة", ["القمـــح", "قَمْحًا", "قمح", "قمحة"]),
        ("٢٠٢٣", "سنة 2023 و٢٠٢٣", ["2023"]),
        ("سو-57", "طائرة سو-57 وسو-35 رقم 57", ["سو", "57"]),
        ("سو57", "طائرة سو-57", []),
        ('"النهر الكبير"', "النهر عند الجسر الكبير، والنهر الكبير", ["والنهر", "الكبير"]),
        ("elections", "The election of ELECTIONS was Elected", ["election", "ELECTIONS", "Elected"]),
        ("اليمن", "اليمين واليمن", ["واليمن"]),
        ("حسن", "حسين وحسن", ["وحسن"]),
        ("قمح -شعير", "قمح وشعير", ["قمح"]),
        ("فلسطين", "وفلسطين وطين", ["وفلسطين"]),
        ("و", "قمح و شعير", ["و"]),
        ("", "قمح", []),
        ("!؟", "قمح!؟", []),
    ],
)
def test_the_word_is_marked_as_the_piece_writes_it(query, text, words):
    parts = marks(query).parts(text)
    assert joined(parts) == text
    found = [part for part, hit in parts if hit]
    assert found == words or (query == "سو57" and set(found) <= {"سو", "57", "سو-57"})


@pytest.mark.parametrize("text", ["", None, "\ud800قمح", "قمح\x00", "<b>قمح</b>", "&amp; قمح", "ﷺ قمح", "قمح" * 2000])
def test_no_text_is_changed_by_marking(text):
    for query in ("قمح", "صلى الله", "amp", '"قمح قمح"'):
        assert joined(marks(query).parts(text)) == (text or "")


# ---- excerpts --------------------------------------------------------------------------------------------------------

SENTENCE = " ".join(f"كلمة{'ابتثجحخدذر'[number % 10]}" for number in range(60))


@pytest.mark.parametrize(
    ("before", "after", "begins", "ends"),
    [
        ("", "", False, False),
        (SENTENCE, "", True, False),
        ("", SENTENCE, False, True),
        (SENTENCE, SENTENCE, True, True),
    ],
)
def test_an_excerpt_goes_on_where_the_text_does_and_cuts_no_word(before, after, begins, ends):
    text = f"{before} وبالعلاقات القَديمة {after}".strip()
    parts = marks("علاقات قديمة").excerpt(f"<p>{text}</p>")
    shown = joined(parts)
    assert [part for part, hit in parts if hit] == ["وبالعلاقات", "القَديمة"]
    assert (shown.startswith("… "), shown.endswith(" …")) == (begins, ends)
    inside = shown.removeprefix("… ").removesuffix(" …")
    assert f" {inside} " in f" {text} "
    assert len(inside.split()) <= EXCERPT


def test_an_excerpt_stands_where_most_of_what_was_asked_stands_together():
    html = f"<p>العلاقات أولا.</p><p>{SENTENCE}</p><h2>باب</h2><p>العلاقات القديمة معا.</p><p>{SENTENCE}</p>"
    shown = joined(marks("علاقات قديمة").excerpt(html))
    assert "العلاقات القديمة معا." in shown
    assert "أولا" not in shown


def test_an_excerpt_holds_signs_not_entities_and_no_space_where_none_stands():
    html = "<p>قسم <strong>البحث</strong>، R&amp;D &lt;b&gt; و<a href='/x?a=1&amp;b=2'>القمح</a>.</p><p>ثم.</p>"
    assert text_of(html).split() == ["قسم", "البحث،", "R&D", "<b>", "والقمح.", "ثم."]
    assert joined(marks("قمح").excerpt(html)) == "قسم البحث، R&D <b> والقمح. ثم."


def test_an_excerpt_of_a_text_without_end_is_whole_words_too(monkeypatch):
    monkeypatch.setattr("articles.search.showing.LONGEST_SHOWN", 60)
    html = "<p>قمح " + "شعير " * 9 + "وبالعلاقات القديمة كلها هنا</p>"
    for length in range(20, 75):
        monkeypatch.setattr("articles.search.showing.LONGEST_SHOWN", length)
        shown = joined(marks("قمح").excerpt(html))
        words = text_of(html).split()
        inside = shown.removesuffix(" …").split()
        assert inside == words[: len(inside)]
        assert shown.endswith(" …") == (len(inside) < len(words))


def test_nothing_is_shown_of_a_text_without_the_words():
    assert (
        marks("زعفران").excerpt("<p>قمح.</p>") == marks("زعفران").excerpt(None) == marks("").excerpt("<p>قمح</p>") == []
    )


@pytest.mark.django_db
def test_the_page_marks_and_escapes():
    make_live(title="خبر", body=f"<p>قال &lt;script&gt; وبالعلاقات &amp; {VERB}.</p>")
    page = Client().get("/search/", {"q": "علاقات"}).content.decode()
    assert f"قال &lt;script&gt; <mark>وبالعلاقات</mark> &amp; {VERB}." in page
    page = Client().get("/search/", {"q": "تعد"}).content.decode()
    assert f"<mark>{VERB}</mark>." in page


# ---- the brand -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_vocalised_words_stay_as_they_were_typed_and_are_found_bare(site):
    texts = {
        "title": f"{BRAND} على الحارة",
        "standfirst": f"ما {VERB} الحارة",
        "body": f"<p>“{BRAND}” {VERB} شيئًا.</p>",
    }
    topic, column = make_topic(f"باب {BRAND}"), make_column("زاوية")
    content = make_content(**texts, topics=[topic], column=column, tags=[f"وسم {BRAND}"])
    piece = make_live(content)
    republish(redraft(fresh(piece), standfirst=arabic(f"ثم {VERB}")), standfirst=arabic(texts["standfirst"]))
    row = fresh(piece)
    assert (row.title_ar, row.standfirst_ar, row.body_ar) == tuple(texts.values())
    assert content_of(row).body["ar"] == row.live_revision.content["body"]["ar"] == texts["body"]
    client = Client()
    addresses = [row.get_absolute_url(), f"{column.get_absolute_url()}feed/", "/feed/", "/feed/rss/"]
    for address in addresses:
        told = client.get(address).content.decode()
        assert (address, BRAND in told, VERB in told) == (address, True, True)
    for query in ("شباك", "شبّاك", BRAND, "الشباك", "بشباك", "والشباك", "شبــاك", "ﺷﺒﺎﻙ", "تعد", VERB):
        found = search.find(query, pieces=Article.objects.published("ar", now=timezone.now()), language="ar")
        assert (query, found.ids, found.mended) == (query, [piece.pk], [])


# ---- cost ------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/search/", "/search/suggest/", "/en/search/suggest/"])
@pytest.mark.parametrize("query", ["قمح", "موسم قمح"])
def test_an_answer_costs_the_same_for_two_and_for_thirty(path, query):
    content = make_content(
        title="موسم القمح", title_en="موسم القمح", body="<p>قمح.</p>", body_en="<p>.</p>", tags=["قمح"]
    )
    content = content.with_(released=("ar", "en"))

    def cost() -> int:
        return statements(lambda: found(query, path=path))

    make_live(content)
    make_live(content)
    two = cost()
    for _turn in range(28):
        make_live(content)
    assert cost() == two <= 24
