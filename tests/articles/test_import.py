"""The import: what a line becomes, in which languages, and what a second run leaves alone."""

from datetime import datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from articles import numbering, publishing, revisions
from articles.models import Article, PhotoUse, Revision, SearchEntry, Tag, Topic
from articles.models.article import State
from columns import signoff
from columns.models import Author, Column
from newsroom import audit, pagecache
from newsroom.arabic.hygiene import is_xml_safe
from newsroom.images import Photo
from newsroom.outlet import SiteSettings
from newsroom.redirects import Redirect
from tests.articles.press import brought, line
from tests.factories import (
    form_data,
    fresh,
    make_author,
    make_column,
    make_content,
    make_live,
    make_photo,
    make_picture,
    make_topic,
    republish,
)

pytestmark = pytest.mark.django_db
MAY = datetime.fromisoformat("2019-05-02T18:00:00+03:00")
ENGLISH = {"language": "en", "title": "The river in winter", "standfirst": "", "paragraphs": ["The river walks."]}


def only() -> Article:
    return Article.objects.get()


def english(**facts) -> dict:
    """The translation of the piece that ``line`` gives, with texts alone."""
    return line(**({"authors": None} | ENGLISH | facts))


def rows() -> list[tuple]:
    """Everything that an import writes, as the database has it."""
    tables = (Article, Revision, SearchEntry, PhotoUse, Redirect, Author, Topic, Tag, Column, Photo)
    return [tuple(model.objects.order_by("pk").values_list()) for model in tables]


# ---- one line --------------------------------------------------------------------------------------------------------


def test_a_line_becomes_a_piece_as_the_desk_would_have_left_it():
    column = make_column("على الضفة", writer=make_author("سلمى العلي"))
    facts = {
        "column": "على الضفّة",
        "topics": ["روسيا"],
        "tags": ["نهر", "شتاء"],
        "old_urls": ["/?p=12", "/2019/river/"],
    }
    told = brought(line(**facts))
    assert told.counts == (1, 0, 0, 0)
    piece = only()
    twin = make_live(
        make_content(
            title="النهر في الشتاء",
            standfirst="عن ضفتين وجسر",
            body="<p>يمشي النهر على مهل بين ضفتيه.</p>\n<p>ولا يسأل عن اسم القرية.</p>",
            column=column,
            authors=[column.writer],
            topics=[Topic.objects.get()],
            tags=["نهر", "شتاء"],
        ),
        at=MAY,
    )
    alike = [
        "title_ar standfirst_ar body_ar column_id lead_photo_id protection status released_ar released_en publish_at",
        "first_published_at slug_ar signoff_ar minutes_ar draft_revision_id last_edited_at",
    ]
    for name in " ".join(alike).split():
        assert getattr(piece, name) == getattr(twin, name), name
    assert (piece.number, twin.number) == (1, 2)
    assert [author.pk for author in piece.signers] == [column.writer.pk]
    assert {topic.name_ar for topic in piece.topics.all()} == {"روسيا"}
    assert sorted(piece.tags.names()) == ["شتاء", "نهر"]
    found = ("title", "standfirst", "body", "facets", "terms")
    entries = SearchEntry.objects.filter(article__in=(piece, twin)).values_list(*found)
    assert (len(entries), len(set(entries))) == (2, 1)
    assert (piece.live_revision.kind, piece.import_ref, piece.state()) == ("import", "piece-1", State.LIVE)
    ours, theirs = (revisions.content_of(row) for row in (piece, twin))
    assert ours.differing(theirs) == ("number",)
    assert told.warnings == [(1, "This old address cannot lead on: /?p=12")]


def test_an_edition_that_names_nobody_is_signed_by_the_writer_of_its_column():
    column = make_column("على الضفة", writer=make_author("سلمى العلي"))
    told = brought(line(column="على الضفة", authors=None), line(ref="b", authors=None))
    assert told.counts == (1, 0, 0, 1)
    assert only().signers == [column.writer]


def test_old_addresses_lead_to_the_piece():
    brought(line(old_urls=["https://old.example/2019/05/%D9%86%D9%87%D8%B1/?utm=1"]))
    answer = Client().get("/2019/05/نهر/")
    assert (answer.status_code, answer.headers["Location"]) == (301, only().get_absolute_url())


def test_a_line_without_a_moment_is_a_draft_and_one_ahead_is_scheduled():
    coming = timezone.now() + timedelta(days=3)
    told = brought(
        line(ref="draft", published=None, authors=None, paragraphs=[]), line(ref="coming", published=coming.isoformat())
    )
    assert told.counts == (2, 0, 0, 0)
    draft, scheduled = (Article.objects.get(import_ref=ref) for ref in ("draft", "coming"))
    assert (draft.state(), draft.publish_at, draft.slug_ar) == (State.DRAFT, None, None)
    assert (scheduled.state(), scheduled.publish_at) == (State.SCHEDULED, coming)
    assert list(Article.objects.published("ar")) == []


def test_html_goes_through_the_one_cleaner_and_plain_paragraphs_are_only_text():
    dirty = "<h1>عنوان</h1><p onclick='x()'>نص <b>قوي</b><script>alert(1)</script></p><p>Spread the love</p>"
    told = brought(
        line(ref="html", paragraphs=None, body_html=dirty), line(ref="plain", paragraphs=["1 < 2 & <b>لا</b>", " "])
    )
    html, plain = Article.objects.order_by("pk")
    assert html.body_ar == "<h2>عنوان</h2>\n<p>نص <strong>قوي</strong></p>"
    assert plain.body_ar == "<p>1 &lt; 2 &amp; &lt;b&gt;لا&lt;/b&gt;</p>"
    assert told.warnings == [(1, "Taken out, left behind by a plugin: “Spread the love”")]


def test_the_writing_form_works_on_an_imported_piece_as_on_any_other(desk):
    make_column("على الضفة")
    brought(line(column="على الضفة", topics=["روسيا"]), english())
    piece = only()
    address = f"/admin/articles/article/{piece.pk}/change/"
    assert desk.get(address).status_code == 200
    content = revisions.content_of(piece)
    changed = content.with_(title=content.title | {"ar": "عنوان جديد"})
    data = form_data(changed, version=piece.version)
    assert desk.post(address, data | {"act": "save"}).status_code == 302
    assert (fresh(piece).state(), fresh(piece).title_ar) == (State.LIVE_WITH_DRAFT, "النهر في الشتاء")
    assert desk.post(address, data | {"act": "publish", "version": fresh(piece).version}).status_code == 302
    done = fresh(piece)
    assert (done.title_ar, done.number, done.publish_at, done.slug_ar) == ("عنوان جديد", 1, MAY, piece.slug_ar)
    assert (done.title_en, done.released_en, done.state()) == ("The river in winter", True, State.LIVE)


# ---- languages -------------------------------------------------------------------------------------------------------


def both_ways() -> list:
    arabic = line(topics=["روسيا"])
    return [[arabic, english()], [english(), arabic], [english(authors=["Somebody Else"]), arabic]]


@pytest.mark.parametrize("order", range(3))
@pytest.mark.parametrize("together", [True, False], ids=["one file", "two files"])
def test_the_languages_of_a_piece_may_come_in_any_order(order, together):
    lines = both_ways()[order]
    if together:
        assert brought(*lines).counts == (1, 1, 0, 0)
    else:
        assert [brought(item).counts for item in lines] == [(1, 0, 0, 0), (0, 1, 0, 0)]
    piece = only()
    assert (piece.title_ar, piece.title_en) == ("النهر في الشتاء", "The river in winter")
    assert (piece.released_languages, piece.state(), piece.publish_at) == (("ar", "en"), State.LIVE, MAY)
    assert [author.name_ar for author in piece.signers] == ["سلمى العلي"]
    assert [topic.name_ar for topic in piece.topics.all()] == ["روسيا"]
    assert (piece.slug_ar, piece.slug_en) == ("النهر-في-الشتاء", "the-river-in-winter")
    before = rows()
    assert (brought(*lines).counts, rows()) == ((0, 0, 2, 0), before)


def test_a_translation_without_a_moment_is_kept_and_not_released():
    brought(line(), english(published=None))
    piece = only()
    assert (piece.title_en, piece.released_languages) == ("The river in winter", ("ar",))
    assert [Client().get(f"{prefix}/articles/{piece.pk}/").status_code for prefix in ("", "/en")] == [301, 404]


def test_a_translation_alone_waits_for_somebody_who_signs_or_stands_alone():
    told = brought(english(ref="waits"), english(ref="stands", authors=["Salma"]))
    waits, stands = (Article.objects.get(import_ref=ref) for ref in ("waits", "stands"))
    assert told.warnings == [(1, "Kept as a draft until a line of this piece names an author.")]
    assert (waits.state(), stands.state(), stands.released_languages) == (State.DRAFT, State.LIVE, ("en",))
    assert list(Article.objects.published("ar")) == []
    assert list(Article.objects.published("en")) == [stands]


def test_an_arabic_draft_does_not_show_beside_a_published_translation():
    brought(line(published=None), english())
    piece = only()
    assert (piece.released_languages, piece.publish_at) == (("en",), MAY)
    assert Client().get(f"/articles/{piece.pk}/").status_code == 404


# ---- a second run ----------------------------------------------------------------------------------------------------


def test_a_second_run_changes_nothing_and_writes_nothing(tmp_path):
    (tmp_path / "river.jpg").write_bytes(make_picture().getvalue())
    lines = [
        line(ref="a", column="على الضفة", tags=["نهر"], photo="river.jpg", old_urls=["/a/", "/?p=1"]),
        line(ref="b", published=None),
        english(ref="a"),
    ]
    assert brought(*lines, photos=tmp_path).counts == (2, 1, 0, 0)
    before, version = rows(), pagecache.current()
    with CaptureQueriesContext(connection) as asked:
        told = brought(*lines, photos=tmp_path)
    assert (told.counts, rows(), pagecache.current()) == ((0, 0, 3, 0), before, version)
    written = ("INSERT", "UPDATE", "DELETE")
    assert [query["sql"] for query in asked.captured_queries if query["sql"].startswith(written)] == []


def test_a_changed_line_updates_its_piece_and_keeps_what_is_history():
    make_column("على الضفة")
    brought(line(column="على الضفة", tags=["نهر", "قديم"]))
    before = only()
    told = brought(line(column="على الضفة", title="عنوان آخر تمامًا", tags=["نهر"], authors=["سلمى العلي", "كريم"]))
    piece = only()
    assert told.counts == (0, 1, 0, 0)
    assert (piece.title_ar, list(piece.tags.names())) == ("عنوان آخر تمامًا", ["نهر"])
    assert [author.name_ar for author in piece.signers] == ["سلمى العلي", "كريم"]
    kept = ("number", "slug_ar", "code", "signoff_ar", "publish_at", "last_edited_at", "created_at")
    assert [getattr(piece, name) for name in kept] == [getattr(before, name) for name in kept]
    assert (piece.version, piece.live_revision.based_on_id) == (before.version + 1, before.live_revision_id)
    assert SearchEntry.objects.get().title.startswith("عنوان اخر")


def withdrawn_here(piece):
    publishing.withdraw(piece, version=piece.version, by=None, now=timezone.now())


def corrected_here(piece):
    words = {"ar": "سطر آخر"}
    publishing.correct(piece, number=None, signoffs=words, version=piece.version, by=None, now=timezone.now())


def redrafted_here(piece):
    content = revisions.content_of(piece).with_(title={"ar": "كتبناه هنا", "en": ""})
    revisions.save_draft(piece, content=content, version=piece.version, by=None, now=timezone.now())


@pytest.mark.parametrize("act", [republish, redrafted_here, withdrawn_here, corrected_here])
def test_a_piece_edited_here_since_is_refused_whatever_the_line_says(act):
    lines = line(), line(title="عنوان آخر"), english()
    brought(lines[0])
    act(only()) if act is not republish else republish(only(), title={"ar": "كتبناه هنا", "en": ""})
    before = rows()
    for item in lines:
        told = brought(item)
        assert (told.counts, rows()) == ((0, 0, 0, 1), before)
        assert told.refusals == {1: "The piece was edited here since it was imported: what was written here stays."}


def test_an_import_takes_nothing_back_from_readers():
    brought(line(), english())
    told = [brought(item).counts for item in (line(published=None), english(published=None), line(authors=[]))]
    assert (told, only().released_languages) == ([(0, 0, 0, 1)] * 3, ("ar", "en"))


def test_a_batch_raises_the_site_version_once():
    before = pagecache.current()
    brought(*(line(ref=f"p-{number}", authors=[f"كاتب {number}"], column="ضفة") for number in range(30)))
    # One batch, and the numbers by date at the end.
    assert pagecache.current() == before + 2


def test_what_was_imported_before_an_end_by_force_is_found_unchanged():
    lines = [line(ref=f"p-{number}", column="ضفة") for number in range(12)]
    brought(*lines[:5])
    assert brought(*lines).counts == (7, 0, 5, 0)
    assert sorted(Article.objects.values_list("number", flat=True)) == list(range(1, 13))


# ---- names -----------------------------------------------------------------------------------------------------------


def test_names_meet_their_rows_in_any_spelling_and_language():
    author, column = make_author("أحمد الخالدي", name_en="Ahmad Khalidi"), make_column("على الضِّفة", title_en="Banks")
    topic = make_topic("العلاقات الروسية–الكورية")
    Tag.objects.create(name="إيران")
    brought(
        line(
            ref="a", authors=["احمد الخالدى"], column="علي الضفه", topics=["العلاقات الروسيه الكوريه"], tags=["ايران"]
        ),
        line(ref="b", authors=["ahmad KHALIDI", "أحمد الخالدي"], column="banks", topics=[], tags=["إيران", "ايران"]),
    )
    assert (Topic.objects.count(), Tag.objects.count(), Column.objects.count()) == (1, 1, 1)
    assert list(Author.objects.exclude(pk=column.writer_id)) == [author]
    first, second = Article.objects.order_by("pk")
    assert (first.column, second.column, list(first.topics.all())) == (column, column, [topic])
    assert (second.signers, list(second.tags.names())) == ([author], ["إيران"])


def test_missing_names_are_made_once_with_free_addresses():
    make_author("سلمى", slug="سلمى-العلي")
    lines = [line(ref=f"p-{n}", column="ضفة", topics=["الحرب"], tags=["نهر كبير"]) for n in range(3)]
    brought(*lines)
    column = Column.objects.get()
    author = Author.objects.get(name_ar="سلمى العلي")
    assert (column.importing, column.cadence, column.writer, column.slug) == (True, "weekly", author, "ضفة")
    assert (author.slug, Topic.objects.get().slug, Tag.objects.get().name) == ("سلمى-العلي-2", "الحرب", "نهر كبير")
    assert only_signoffs() == {signoff.build(column, outlet=SiteSettings.load(), language="ar")}


def only_signoffs() -> set[str]:
    return set(Article.objects.values_list("signoff_ar", flat=True))


# ---- photos ----------------------------------------------------------------------------------------------------------


def test_photos_are_taken_in_once_and_figures_name_them_by_path(tmp_path):
    (tmp_path / "2019").mkdir()
    (tmp_path / "2019" / "river & bank.jpg").write_bytes(make_picture().getvalue())
    (tmp_path / "lead.png").write_bytes(make_picture(kind="PNG").getvalue())
    other = make_photo()
    figure = '<figure data-photo="2019/river &amp; bank.jpg"><figcaption>نهر</figcaption></figure>'
    body = f"<p>قبل</p>{figure}<p>بعد</p>"
    told = brought(
        line(ref="a", paragraphs=None, body_html=body, photo="lead.png"),
        line(ref="b", paragraphs=None, body_html=body),
        photos=tmp_path,
    )
    assert told.counts == (2, 0, 0, 0)
    shown, lead = (Photo.objects.get(import_ref=ref) for ref in ("2019/river & bank.jpg", "lead.png"))
    first, second = Article.objects.order_by("pk")
    assert f'<figure data-photo="{shown.pk}"><figcaption>نهر</figcaption></figure>' in second.body_ar
    assert first.lead_photo == lead
    uses = set(PhotoUse.objects.values_list("article_id", "photo_id"))
    assert uses == {(first.pk, shown.pk), (first.pk, lead.pk), (second.pk, shown.pk)}
    refused = brought(
        line(ref="c", paragraphs=None, body_html=body.replace("2019/river &amp; bank.jpg", str(other.pk)))
    )
    assert refused.counts == (0, 0, 0, 1)


def test_a_path_that_leads_outside_or_nowhere_or_to_no_picture_refuses_its_line(tmp_path):
    folder = tmp_path / "photos"
    (folder / "below").mkdir(parents=True)
    (tmp_path / "secret.jpg").write_bytes(make_picture().getvalue())
    (folder / "way-out.jpg").symlink_to(tmp_path / "secret.jpg")
    (folder / "text.jpg").write_text("هذا نص")
    paths = ["/etc/passwd", str(tmp_path / "secret.jpg"), "../secret.jpg", "below/../../secret.jpg", "way-out.jpg"]
    paths += ["missing.jpg", "below", "text.jpg", "..\\secret.jpg", "x" * 300, "a/" * 140 + "b"]
    told = brought(*(line(ref=f"p-{n}", photo=path) for n, path in enumerate(paths)), line(ref="good"), photos=folder)
    assert told.counts == (1, 0, 0, len(paths))
    assert all(told.refusals.values())
    assert (Photo.objects.count(), is_xml_safe(" ".join(told.refusals.values()))) == (0, True)


# ---- numbers ---------------------------------------------------------------------------------------------------------


def editions() -> list[tuple[str, int | None]]:
    return list(Article.objects.order_by("publish_at", "pk").values_list("import_ref", "number"))


def dated(ref: str, day: int, **facts) -> dict:
    return line(ref=ref, column="على الضفة", published=f"2020-01-{day:02}T10:00:00+00:00", **facts)


def test_a_running_column_goes_on_counting_in_the_order_of_the_lines():
    column = make_column("على الضفة", first_number=40)
    brought(dated("later", 9), dated("given", 5, edition=50), dated("earlier", 2))
    assert editions() == [("earlier", 51), ("given", 50), ("later", 40)]
    told = brought(dated("taken", 7, edition=50))
    assert told.refusals == {1: "Number 50 is taken in this column. Choose another, or leave it empty."}
    assert Column.objects.get() == column


def test_an_imported_column_is_numbered_by_date_around_the_numbers_of_the_file():
    brought(
        dated("e", 20),
        dated("b", 4),
        dated("c", 6, edition=3),
        dated("d", 12, edition=5),
        dated("a", 2),
        dated("cd", 8),
        dated("f", 22),
    )
    assert editions() == [("a", 1), ("b", 2), ("c", 3), ("cd", 4), ("d", 5), ("e", 6), ("f", 7)]


def test_where_there_is_no_room_an_edition_stays_without_a_number_and_is_reported():
    told = brought(dated("a", 2), dated("b", 4), dated("c", 6, edition=2), dated("d", 8), dated("e", 10, edition=3))
    assert editions() == [("a", None), ("b", 1), ("c", 2), ("d", None), ("e", 3)]
    ids = ", ".join(str(Article.objects.get(import_ref=ref).pk) for ref in "ad")
    assert told.warnings == [(0, f"In “على الضفة” no number is free at the date of these editions (2 in all): {ids}")]


def test_older_editions_that_come_later_find_their_place_while_the_column_is_being_imported():
    brought(dated("c", 6), dated("d", 8))
    brought(dated("a", 2), dated("b", 4))
    assert editions() == [("a", 1), ("b", 2), ("c", 3), ("d", 4)]


def test_numbers_given_at_the_desk_stay_and_retired_ones_are_never_given():
    brought(dated("a", 2), dated("b", 4), dated("c", 6))
    column, last = Column.objects.get(), Article.objects.get(import_ref="c")
    publishing.correct(last, number=7, signoffs={}, version=last.version, by=None, now=timezone.now())
    report = numbering.number_by_date(column, by=None, now=timezone.now())
    assert (report.given, report.kept, report.without) == (2, 1, [])
    assert editions() == [("a", 5), ("b", 6), ("c", 7)]
    again = numbering.number_by_date(column, by=None, now=timezone.now())
    assert (again.given, again.kept, editions()) == (0, 3, [("a", 5), ("b", 6), ("c", 7)])


def test_numbering_by_date_is_told_in_the_words_of_whoever_reads_it(editor):
    brought(dated("b", 4), dated("c", 6))
    column = Column.objects.get()
    Column.objects.filter(pk=column.pk).update(first_number=10)
    numbering.number_by_date(column, by=editor, now=timezone.now())
    entry = LogEntry.objects.get()
    told = {}
    for code in ("ar", "en"):
        with translation.override(code):
            told[code] = [act.sentence for act in audit.acts(entry)]
    assert (entry.user, entry.object_id) == (editor, str(column.pk))
    assert told == {"ar": ["ترقيم بحسب التاريخ."], "en": ["Numbered by date."]}
    # Once more changes nothing, and leaves no second line.
    numbering.number_by_date(column, by=editor, now=timezone.now())
    assert LogEntry.objects.count() == 1


def test_only_a_column_marked_as_being_imported_is_numbered_by_date():
    brought(dated("a", 2))
    column = Column.objects.get()
    Column.objects.filter(pk=column.pk).update(importing=False)
    with pytest.raises(numbering.Refused, match="معلَّمة"):
        numbering.number_by_date(column, by=None, now=timezone.now())


def test_the_number_of_a_published_edition_is_history():
    make_column("على الضفة")
    brought(dated("a", 2))
    told = brought(dated("a", 2, edition=9))
    told.counts = tuple(map(sum, zip(told.counts, brought(dated("a", 2) | {"column": "أخرى"}).counts, strict=True)))
    assert (told.counts, editions()) == ((0, 0, 0, 2), [("a", 1)])
