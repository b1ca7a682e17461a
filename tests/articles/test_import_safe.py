"""What an import may never do: leave pieces of a refused line behind, show a text too early, stop at one line."""

import json
from datetime import timedelta

import nh3
import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from articles.models import Article, PhotoUse, Revision, Tag, Topic
from articles.models.article import State, new_code
from columns.models import Author, Column
from newsroom import pagecache
from newsroom.arabic.hygiene import is_xml_safe
from newsroom.images import Photo
from newsroom.outlet import SiteSettings
from newsroom.redirects import Redirect
from tests.articles.press import brought, line
from tests.factories import make_column, make_picture

pytestmark = pytest.mark.django_db
ENGLISH = {"language": "en", "title": "The river in winter", "standfirst": "", "paragraphs": ["The river walks."]}
WAITS = "Kept and not shown (%s): its moment is ahead of the piece's own. Publish it then."


def only() -> Article:
    return Article.objects.get()


def english(**facts) -> dict:
    return line(**({"authors": None} | ENGLISH | facts))


def ahead(days: int = 30) -> str:
    return (timezone.now() + timedelta(days=days)).isoformat()


def names() -> list[int]:
    return [model.objects.count() for model in (Author, Topic, Tag, Column)]


def signed() -> dict[str, list[str]]:
    return {piece.import_ref: [author.name_ar for author in piece.signers] for piece in Article.objects.all()}


# ---- a refused line leaves nothing behind ----------------------------------------------------------------------------


def taken(**facts) -> dict:
    """A line that is refused for its number, with names that nobody bears yet."""
    new = {"authors": ["غريب"], "topics": ["موضوع جديد"], "tags": ["وسم جديد"]}
    return line(**({"ref": "refused", "column": "زاوية", "edition": 5} | new | facts))


@pytest.fixture
def fifth():
    """A column whose number 5 is taken."""
    make_column("زاوية")
    assert brought(line(ref="fifth", column="زاوية", edition=5)).counts == (1, 0, 0, 0)


@pytest.mark.parametrize("company", [[], [line(ref="good")]], ids=["alone", "beside a good line"])
def test_a_line_refused_for_its_number_makes_no_names(fifth, company):
    before = names()
    told = brought(*company, taken())
    assert (told.counts[3], names()) == (1, before)
    assert Client().get("/topics/موضوع-جديد/").status_code == 404


def test_a_refused_line_leaves_no_column_and_the_next_one_is_not_numbered_in_another(fifth):
    # The new column is made, and then the piece that it would take is found to be a live edition of another.
    lines = [line(ref="fifth", column="زاوية جديدة"), line(ref="c", column="أخرى")]
    told = brought(*lines)
    assert (told.counts, Column.objects.count()) == ((1, 0, 0, 1), 2)
    assert Article.objects.get(import_ref="c").column.title_ar == "أخرى"


@pytest.mark.django_db(transaction=True)
def test_names_of_a_batch_that_was_rolled_back_sign_no_other_piece(fifth):
    told = brought(
        taken(),
        {"redirects": []},
        line(ref="c", authors=["محمد"]),
        line(ref="d", authors=["غريب"], topics=["موضوع جديد"]),
    )
    assert told.counts == (2, 0, 0, 1)
    assert signed() == {"fifth": ["سلمى العلي"], "c": ["محمد"], "d": ["غريب"]}


def test_facts_of_a_name_are_kept_for_the_next_line_that_makes_it(fifth):
    facts = {
        "authors": [{"name_ar": "غريب", "role_ar": "كاتب"}],
        "topics": [{"name_ar": "موضوع جديد", "summary_ar": "ملخص"}],
    }
    told = brought(taken(records=facts), line(ref="d", authors=["غريب"], topics=["موضوع جديد"]))
    assert told.counts == (1, 0, 0, 1)
    assert (Author.objects.get(name_ar="غريب").role_ar, Topic.objects.get().summary_ar) == ("كاتب", "ملخص")


def test_names_and_facts_come_back_after_a_batch_that_the_database_refused(monkeypatch):
    brought(line(ref="first"))
    code = only().code
    drawn = iter(["bbbbbb", code, "cccccc"])
    monkeypatch.setattr(Article._meta.get_field("code"), "_get_default", lambda: next(drawn, None) or new_code())
    facts = {"authors": [{"name_ar": "غريب", "role_ar": "كاتب"}]}
    told = brought(line(ref="a", authors=["غريب"], records=facts), line(ref="b", authors=["محمد"]))
    assert (told.counts, Author.objects.get(name_ar="غريب").role_ar) == ((2, 0, 0, 0), "كاتب")
    assert signed() == {"first": ["سلمى العلي"], "a": ["غريب"], "b": ["محمد"]}


def test_a_house_line_that_is_refused_leaves_no_name_in_memory():
    told = brought({"records": {"authors": [{"name_ar": "غريب"}]}, "front": []}, line(authors=["محمد"]))
    assert (told.counts, signed()) == ((1, 0, 0, 1), {"piece-1": ["محمد"]})
    assert brought(line(ref="b", authors=["غريب"])).counts == (1, 0, 0, 0)
    assert signed()["b"] == ["غريب"]


def files() -> set[str]:
    """The files of photos as the storage has them."""
    return (
        {f"photos/{name}" for name in default_storage.listdir("photos")[1]}
        if default_storage.exists("photos")
        else set()
    )


@pytest.mark.django_db(transaction=True)
def test_photos_of_a_refused_line_go_again_and_those_of_others_stay(fifth, tmp_path):
    for name in ("a", "b", "c", "d"):
        (tmp_path / f"{name}.jpg").write_bytes(make_picture().getvalue())
    before = files()
    figure = '<p>نص</p><figure data-photo="b.jpg"></figure>'
    portrait = {
        "authors": [{"name_ar": "غريب", "portrait": "c.jpg"}],
        "photos": [{"path": "c.jpg", "credit_ar": "علي"}],
    }
    told = brought(
        taken(photo="a.jpg", paragraphs=None, body_html=figure, records=portrait),
        line(ref="half", photo="d.jpg", paragraphs=None, body_html='<figure data-photo="missing.jpg"></figure>'),
        line(ref="good", photo="b.jpg"),
        photos=tmp_path,
    )
    assert (told.counts, list(Photo.objects.values_list("import_ref", flat=True))) == ((1, 0, 0, 2), ["b.jpg"])
    assert files() - before == set(Photo.objects.get().file_names())
    assert (PhotoUse.objects.count(), Author.objects.filter(name_ar="غريب").exists()) == (1, False)
    assert brought(line(ref="later", authors=["غريب"], records=portrait), photos=tmp_path).counts == (1, 0, 0, 0)
    assert Author.objects.get(name_ar="غريب").portrait.credit_ar == "علي"


# ---- one moment for two languages ------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", [1, -1], ids=["Arabic first", "English first"])
@pytest.mark.parametrize("together", [True, False], ids=["one file", "two files"])
def test_a_translation_whose_moment_lies_ahead_of_a_live_piece_is_kept_and_not_shown(order, together):
    lines = [line(), english(published=ahead(), authors=["Salma"])][::order]
    told = [brought(*lines)] if together else [brought(item) for item in lines]
    assert [words for part in told for _number, words in part.warnings] == [WAITS % "en"]
    piece = only()
    assert (piece.released_languages, piece.title_en, piece.state()) == (("ar",), "The river in winter", State.LIVE)
    assert (piece.slug_en or "", Client().get(f"/en/articles/{piece.pk}/").status_code) == ("", 404)
    before, version = Revision.objects.count(), pagecache.current()
    assert brought(*lines).counts == (0, 0, 2, 0)
    assert (Revision.objects.count(), pagecache.current()) == (before, version)


def test_a_later_run_shows_the_translation_when_its_moment_has_come():
    lines = line(), english(published=ahead(30))
    brought(*lines)
    told = brought(*lines, now=timezone.now() + timedelta(days=31))
    assert (told.counts, told.warnings, only().released_languages) == ((0, 1, 1, 0), [], ("ar", "en"))


@pytest.mark.parametrize("order", [1, -1], ids=["Arabic first", "English first"])
def test_of_two_scheduled_languages_the_later_one_is_not_shown_with_the_first(order):
    lines = [line(published=ahead(3)), english(published=ahead(9), authors=["Salma"])][::order]
    brought(*lines)
    assert (only().state(), only().released_languages) == (State.SCHEDULED, ("ar",))
    assert brought(*lines).counts == (0, 0, 2, 0)


def test_a_live_piece_never_waits_for_another_moment():
    brought(line(), english())
    for item in (line(published=ahead()), english(published=ahead())):
        told = brought(item)
        assert told.refusals == {1: "Readers have seen this piece: it cannot wait, only be published now."}
    piece = only()
    assert (piece.state(), piece.released_languages) == (State.LIVE, ("ar", "en"))


def test_an_original_that_waits_takes_no_live_translation_from_readers():
    brought(english(authors=["Salma"]))
    told = brought(line(published=ahead()))
    assert (told.counts, told.warnings) == ((0, 1, 0, 0), [(1, WAITS % "ar")])
    assert (only().state(), only().released_languages) == (State.LIVE, ("en",))


def test_a_scheduled_piece_may_be_moved():
    brought(line(published=ahead(3)))
    assert brought(line(published=ahead(5))).counts == (0, 1, 0, 0)
    assert only().state() == State.SCHEDULED


# ---- one line a language ---------------------------------------------------------------------------------------------


def test_a_piece_that_comes_twice_in_one_language_is_refused_with_the_number_of_the_first_line():
    lines = line(), line(title="آخر"), english(), english(title="Another")
    told = brought(*lines)
    assert (told.counts, sorted(told.refusals)) == ((1, 1, 0, 2), [2, 4])
    assert told.refusals[4] == "Line 3 brought this piece in this language already."
    assert (only().title_ar, only().title_en) == ("النهر في الشتاء", "The river in winter")
    assert brought(*lines).counts == (0, 0, 2, 2)


def test_a_line_refused_as_it_stands_does_not_stand_in_the_way_of_a_better_one():
    assert brought(line(title=None), line()).counts == (1, 0, 0, 1)


# ---- HTML of the house -----------------------------------------------------------------------------------------------

DIRTY = '<p onclick="x()">نص</p><script>alert(1)</script><img src="https://evil/x" onerror="alert(1)">'


@pytest.mark.parametrize("page", ["about", "contact", "privacy", "corrections"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_outlets_own_pages_go_through_the_one_cleaner(page, language):
    assert brought({"outlet": {"name_ar": "شباك", f"{page}_{language}": DIRTY}}).counts == (0, 0, 0, 0)
    assert getattr(SiteSettings.objects.get(), f"{page}_{language}") == "<p>نص</p>"
    shown = Client().get(f"{'/en' if language == 'en' else ''}/{page}/").content.decode()
    assert [sign for sign in ("alert(1)", "onerror", "onclick") if sign in shown] == []


def test_a_figure_on_a_page_of_the_outlet_is_named_by_path(tmp_path):
    (tmp_path / "house.jpg").write_bytes(make_picture().getvalue())
    brought({"outlet": {"about_ar": '<p>نحن</p><figure data-photo="house.jpg"></figure>'}}, photos=tmp_path)
    photo = Photo.objects.get(import_ref="house.jpg")
    assert SiteSettings.objects.get().about_ar == f'<p>نحن</p>\n<figure data-photo="{photo.pk}"></figure>'


def test_words_that_only_look_like_a_figure_are_words():
    brought(line(paragraphs=['يكتب المحرر <figure data-photo="5"> هكذا.']))
    assert only().body_ar == '<p>يكتب المحرر &lt;figure data-photo="5"&gt; هكذا.</p>'


# ---- numbers, types, nets --------------------------------------------------------------------------------------------

ODD_NUMBERS = [
    "NaN",
    "Infinity",
    "-Infinity",
    "1e999",
    "-1e999",
    "1" * 400,
    "1" * 5000,
    "true",
    '"nan"',
    '"0.5"',
    "null",
]


@pytest.mark.parametrize("number", ODD_NUMBERS, ids=lambda text: text[:12])
def test_what_is_no_number_is_refused_in_words_wherever_a_number_stands(tmp_path, number):
    (tmp_path / "a.jpg").write_bytes(make_picture().getvalue())
    odd = [
        line(photo="a.jpg", records={"photos": [{"path": "a.jpg", "focal_x": "@"}]}),
        {"records": {"columns": [{"title_ar": "زاوية", "position": "@"}]}},
        {"records": {"columns": [{"title_ar": "زاوية", "first_number": "@"}]}},
        line(ref="b", column="زاوية", edition="@"),
        line(ref="c", retired_numbers=["@"]),
        line(ref="d", id="@"),
    ]
    if number == "null":
        # For these an absent number is one of the answers.
        del odd[3:]
    raw = [json.dumps(item).replace('"@"', number).encode() for item in odd]
    told = brought(*raw, line(ref="good"), photos=tmp_path)
    assert (told.counts, sorted(told.refusals)) == ((1, 0, 0, len(odd)), list(range(1, len(odd) + 1)))
    assert (Photo.objects.count(), Column.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "house",
    [
        {"records": {"columns": [{"title_ar": "زاوية", "position": 40_000}]}},
        {"records": {"columns": [{"title_ar": "زاوية", "active": 1}]}},
        {"records": {"columns": [{"title_ar": "زاوية", "writer": 3}]}},
        {"records": {"columns": [{"title_ar": 12}]}},
        {"records": {"authors": [{"name_ar": "غريب", "portrait": True}]}},
        {"records": {"authors": [{"name_ar": "غريب", "role_ar": False}]}},
        {"records": {"authors": [{"name_ar": "\ud800"}]}},
        {"records": {"photos": [{"path": 5}]}},
        {"records": {"parties": [{"topic": "روسيا", "parties": ["سوريا", 3]}]}},
        {"outlet": {"name_ar": "شباك", "about_ar": ["<p>"]}},
        {"outlet": {"name_ar": "شباك", "about_ar": "ن" * 500_001}},
        {"front": {"lead": False}},
        {"redirects": False},
    ],
    ids=str,
)
def test_a_fact_of_the_wrong_kind_is_refused_in_words(house):
    told = brought(house, line())
    assert (told.counts, list(told.refusals)) == ((1, 0, 0, 1), [1])
    assert is_xml_safe(told.refusals[1])
    assert (Column.objects.count(), Author.objects.count(), SiteSettings.objects.count()) == (0, 1, 0)


def in_reading(monkeypatch):
    real = json.loads
    monkeypatch.setattr(json, "loads", lambda text, **how: boom() if "bad-ref" in text else real(text, **how))


def in_cleaning(monkeypatch):
    real = nh3.clean
    monkeypatch.setattr(nh3, "clean", lambda text, **how: boom() if "bad text" in text else real(text, **how))


def in_writing(monkeypatch):
    drawn = iter([new_code, boom, new_code, boom])
    monkeypatch.setattr(Article._meta.get_field("code"), "_get_default", lambda: next(drawn, new_code)())


def boom() -> str:
    raise ArithmeticError("what nobody \ud800 foresaw")


@pytest.mark.parametrize("where", [in_reading, in_cleaning, in_writing])
def test_what_nobody_foresaw_refuses_one_line_and_stops_nothing(monkeypatch, where):
    where(monkeypatch)
    lines = line(ref="a"), line(ref="bad-ref", authors=["غريب"], paragraphs=["bad text"]), line(ref="c")
    told = brought(*lines)
    assert told.counts == (2, 0, 0, 1)
    assert told.refusals == {2: "This line cannot be taken: ArithmeticError: what nobody  foresaw"}
    assert signed() == {"a": ["سلمى العلي"], "c": ["سلمى العلي"]}
    assert list(Author.objects.values_list("name_ar", flat=True)) == ["سلمى العلي"]


# ---- as the desk would -----------------------------------------------------------------------------------------------


def test_a_comma_separates_tags_as_it_does_at_the_desk():
    told = brought(line(tags=["موسكو، روسيا", "نهر", "رُوسيا; شتاء"]))
    assert (told.counts, sorted(only().tags.names())) == ((1, 0, 0, 0), ["روسيا", "شتاء", "موسكو", "نهر"])
    assert brought(line(ref="b", tags=["وسم، " + "و" * 101])).refusals == {1: "“tags” is longer than 100 letters."}


def test_an_encoded_question_mark_belongs_to_the_old_address():
    item = line(old_urls=["https://old.example/2019/what%3F/"])
    assert [brought(item).counts, brought(item).counts] == [(1, 0, 0, 0), (0, 0, 1, 0)]
    assert Client().get("/2019/what%3F/").headers["Location"] == only().get_absolute_url()
    assert list(Redirect.objects.values_list("old_path", flat=True)) == ["/2019/what?"]
