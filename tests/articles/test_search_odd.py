"""No question and no text is too odd: each is answered, shortly, and nothing in it is an order to a database."""

from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import search
from articles.models import Article, SearchEntry
from articles.search.question import LONGEST_QUERY, MOST_WORDS, parts_of, read, wanted_words, words_of
from articles.search.suggesting import suggestions
from tests.articles.searching import searched
from tests.factories import make_draft, make_live
from tests.newsroom.arabic.strategies import any_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_words")]

ODD = {
    "sixty thousand letters": "م" * 60_000,
    "sixty thousand words": "قمح " * 15_000,
    "one of each operator": "\" * : ^ - + ~ ( ) { } [ ] < > | & ! \\ / ' ; , . ? @ # $ % = `",
    "NEAR": "NEAR(قمح شعير, 2)",
    "AND": "قمح AND",
    "OR": "OR قمح OR",
    "NOT": "NOT قمح NOT",
    "the column of a table": "terms:قمح title : قمح",
    "a prefix": "قمح* *قمح قم*ح",
    "the start of a text": "^قمح",
    "a negated column": "-terms:قمح",
    "postgresql's own": "قمح:* & !شعير | <-> <2> ('قمح':A)",
    "a term of the index": "f_ar s_قمح h_قمح f_column1 f_topic1",
    "an open quotation": '"قمح',
    "a closed quotation": 'قمح"',
    "three quotations": '"قمح" "شعير',
    "quotations in quotations": '"«قمح “شعير” ذرة»"',
    "an empty quotation": '"" «» “”',
    "a quotation of marks": '"!؟"',
    "only to leave out": "-قمح -شعير",
    "nothing to leave out": "- -- --- -- -",
    "a phrase to leave out": '-"قمح شعير"',
    "left out and wanted": "قمح -قمح",
    "only vowel marks": "\u064e\u064f\u0650\u0651",
    "only tatweel": "ـــــ",
    "marks without end": "ق" + "\u0651\u064e" * 90,
    "a null": "\x00",
    "nulls inside": "ق\x00م\x00ح",
    "surrogates": "\ud800قمح\udfff",
    "noncharacters": "\ufffe\uffff\ufdd0قمح",
    "bidi": "\u202e\u2066قمح\u2069\u202c",
    "very long words": " ".join("ابتث" * 50 for _ in range(8)),
    "hyphens": "ا-ب-ج-د-ه-و-ز-ح-ط",
    "digits": "1234567890" * 20,
    "a ligature": "ﷺ ﷲ ﻻ",
    "another script": "조선민주주의인민공화국 北京 Ελλάδα Москва",
    "emoji": "🌾👨‍👩‍👧‍👦🏳️‍🌈",
    "percent and underscore": "%قمح_ %% __",
    "sql": "'); DROP TABLE search_terms; --",
    "a template": "{{ query }}{% load x %}",
}


@pytest.mark.parametrize("query", ODD.values(), ids=ODD)
def test_every_odd_question_is_answered_shortly(query):
    piece = make_live(title="موسم القمح", body="<p>قمح وشعير.</p>")
    make_draft(title="قمح خفي")
    for path in ("/search/", "/search/suggest/"):
        answer = Client().get(f"{path}?q={quote(query[:4000], errors='surrogatepass')}")
        assert (answer.status_code, len(answer.content) < 14_000) == (200, True)
    for language in ("ar", "en", None):
        pieces = Article.objects.published(language or "ar")
        found = search.find(query, pieces=pieces, language=language)
        assert found.ids in ([], [piece.pk])
        assert search.find(query, pieces=pieces, language=language, titles_only=True).ids in ([], [piece.pk])
    assert len(suggestions(query, language="ar", now=piece.publish_at)) <= 14


@pytest.mark.parametrize(
    "query", ["قمح AND شعير", "NOT قمح", "قمح*", "^قمح", "(قمح)", '"قمح', "قمح~", "+قمح", "قمح:قمح"]
)
def test_what_is_an_operator_elsewhere_leaves_the_word_to_be_found(query):
    piece = make_live(title="موسم القمح", body="<p>نص.</p>")
    assert searched(query).ids == [piece.pk]


@pytest.mark.parametrize("query", ["-قمح", "-قمح -شعير", '-"موسم القمح"', "−قمح"])
def test_to_leave_out_everything_finds_nothing(query):
    make_live(title="موسم القمح", body="<p>نص.</p>")
    make_live(title="شيء آخر", body="<p>نص.</p>")
    found = searched(query)
    assert (found.ids, found.whole, found.more) == ([], 0, False)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(any_text, st.sampled_from(["ar", "en", None]), st.booleans())
def test_any_string_is_answered(query, language, titles_only):
    found = search.find(query, pieces=Article.objects.all(), language=language, titles_only=titles_only)
    assert (found.ids, found.whole) == ([], 0)


@settings(max_examples=200, deadline=None)
@given(any_text)
def test_a_question_is_bounded_whatever_it_is(query):
    parts = parts_of(query * 9)
    assert sum(len(part.words) for part in parts) <= MOST_WORDS
    question = read(parts, [])
    assert len(question.needs) + len(question.without) <= MOST_WORDS
    assert all(need.ways for need in (*question.needs, *question.without))
    assert set(wanted_words(parts)) <= {word for part in parts for word in part.words}
    assert len(words_of(query * 9)) <= MOST_WORDS
    assert all(len(word) <= LONGEST_QUERY for word in words_of(query))


# ---- texts -----------------------------------------------------------------------------------------------------------

TEXTS = {
    "surrogates": "قبل\ud800بعد",
    "noncharacters and bidi": "\ufffe\u202eقمح\u2066",
    "another script": "북경 北京 Ελλάδα 🌾",
    "terms of the index": "f_ar s_قمح h_قمح ' \" : * & | ! \\",
    "one long word": "قمح" * 3000,
    "a word of Hangul": "조선" * 3000,
    "hyphens": "سو-57-" * 3000,
    "entities": "&amp;&lt;&gt;&quot;&#0;&#1234;&nbsp;" * 100,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_odd_text_is_indexed(text):
    row = make_draft(title="زعفران")
    row.title_ar, row.body_ar = "زعفران", f"<p>{text}</p>"
    search.index([row])
    (entry,) = SearchEntry.objects.all()
    assert search.find("زعفران", pieces=Article.objects.all(), language="ar").ids == [row.pk]
    assert all(len(word) <= 40 for word in entry.body.split())
    row.title_ar = f"{text} زعفران"
    search.index([row])
    assert search.find("زعفران", pieces=Article.objects.all(), language=None, titles_only=True).ids == [row.pk]


@pytest.mark.slow
@pytest.mark.parametrize("count", [5_000, 200_000])
def test_a_text_of_many_words_is_indexed_as_far_as_it_goes(count):
    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنه"
    words = [
        f"{letters[n % 26]}{letters[n // 26 % 26]}{letters[n // 676 % 26]}{letters[n // 17576 % 26]}"
        for n in range(count)
    ]
    row = make_draft(title="زعفران")
    row.body_ar = "<p>" + " ".join(words) + "</p>"
    search.index([row])
    (entry,) = SearchEntry.objects.all()
    assert len(entry.body.split()) == min(count, search.entries.MOST_WORDS)
    assert len(entry.terms.split()) <= 5 * search.entries.MOST_WORDS + 10
    for query in (words[0], words[4_999], f'"{words[0]} {words[1]}"', "زعفران"):
        assert search.find(query, pieces=Article.objects.all(), language="ar").ids == [row.pk]
