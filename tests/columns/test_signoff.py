"""The line under an edition: made of facts, in the house's quotation marks, and frozen once readers saw it."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import publishing
from articles.demo import facts
from columns import signoff
from columns.models import Column
from newsroom import audit
from newsroom.outlet import SiteSettings
from tests.factories import make_author, make_content, make_live, make_scheduled, make_user, republish

pytestmark = pytest.mark.django_db

COLUMN, OUTLET, CHIEF = "بعمق", "شُبّاك", "مالك الحافظ"
PARTS = ("زاوية", "أسبوعية", "سياسية تحليلية", "على")
LAST_PARTS = ("يكتبها", "رئيس التحرير:", CHIEF)


def line(opening: str, closing: str) -> str:
    """The sign-off as the outlet has always typed it, put together from its parts."""
    column, outlet = f"{opening}{COLUMN}{closing}", f"{opening}{OUTLET}{closing}"
    return " ".join([column, *PARTS, outlet, *LAST_PARTS])


@pytest.fixture
def in_depth() -> Column:
    """The column, its writer and the outlet with the facts of the demo newsroom."""
    words = facts.AUTHORS[facts.COLUMN["writer"]]
    writer = make_author(words["name"]["ar"], name_en=words["name"]["en"], role_ar=words["role"]["ar"])
    writer.role_en = words["role"]["en"]
    writer.save()
    SiteSettings(name_ar=facts.OUTLET["name"]["ar"], name_en=facts.OUTLET["name"]["en"]).save()
    return Column.objects.create(
        title_ar=facts.COLUMN["name"]["ar"],
        title_en=facts.COLUMN["name"]["en"],
        slug=facts.COLUMN["slug"]["ar"],
        genre_ar=facts.COLUMN["genre"]["ar"],
        genre_en=facts.COLUMN["genre"]["en"],
        cadence=facts.COLUMN["cadence"],
        writer=writer,
    )


def built(column: Column, language: str = "ar") -> str:
    column.refresh_from_db()
    return signoff.build(column, outlet=SiteSettings.load(), language=language)


def test_the_demo_column_signs_byte_for_byte_as_the_outlet_typed_it(in_depth):
    assert built(in_depth).encode() == line("\u201c", "\u201d").encode()


@pytest.mark.parametrize(("quotes", "marks"), [("curly", "“”"), ("guillemets", "«»"), ("straight", '""')])
def test_the_house_chooses_the_quotation_marks(in_depth, quotes, marks):
    outlet = SiteSettings.load()
    outlet.quotes = quotes
    outlet.save()
    assert built(in_depth) == line(*marks)


def test_the_english_line_is_made_of_the_english_facts(in_depth):
    expected = "“In Depth”, a weekly column of political analysis in “Shubbak”, by Malek al-Hafez, Editor-in-chief"
    assert built(in_depth, "en") == expected


@pytest.mark.parametrize(
    ("cadence", "word"), [("weekly", "أسبوعية"), ("fortnightly", "نصف شهرية"), ("monthly", "شهرية")]
)
def test_the_rhythm_is_an_adjective_of_the_column(in_depth, cadence, word):
    in_depth.cadence = cadence
    in_depth.save()
    assert built(in_depth) == line("“", "”").replace("أسبوعية", word)


def test_an_own_template_is_filled_with_the_facts(in_depth):
    in_depth.signoff_template_ar = "{author} ({role}) في {column}: {cadence}، {genre}، {outlet}"
    in_depth.save()
    assert built(in_depth) == "مالك الحافظ (رئيس التحرير) في “بعمق”: أسبوعية، سياسية تحليلية، “شُبّاك”"


def test_a_missing_fact_leaves_no_gap(in_depth):
    in_depth.genre_ar = ""
    in_depth.save()
    assert built(in_depth) == line("“", "”").replace(" سياسية تحليلية", "")


def test_a_column_without_a_writer_has_no_line(in_depth):
    in_depth.writer = None
    in_depth.save()
    assert built(in_depth) == ""


TEMPLATES = [
    "{author.__class__}",
    "{author.__init__.__globals__}",
    "{0}",
    "{author!r}",
    "{column[0]}",
    "%(author)s",
    "{{ author }}",
    "{% load i18n %}",
    "{author:>999999999}",
    "$author",
]


def test_a_template_reaches_into_nothing(in_depth):
    lines = {}
    for template in TEMPLATES:
        in_depth.signoff_template_ar = template
        in_depth.save()
        lines[template] = built(in_depth)
    assert lines == {template: template for template in TEMPLATES}


def test_a_fact_is_never_read_as_a_template(in_depth):
    in_depth.writer.name_ar = "{outlet} {role}"
    in_depth.writer.save()
    assert built(in_depth) == line("“", "”").replace(CHIEF, "{outlet} {role}")


def test_an_unknown_fact_is_refused_when_the_column_is_saved(in_depth):
    in_depth.signoff_template_ar = "{author} {salary} {column} {secret_key}"
    with pytest.raises(ValidationError) as refusal:
        in_depth.full_clean()
    assert refusal.value.message_dict == {
        "signoff_template_ar": [_("Unknown in the sign-off: %s") % "salary, secret_key"]
    }


def test_readers_see_the_line_under_the_edition(client, in_depth):
    piece = make_live(column=in_depth, authors=[in_depth.writer])
    page = client.get(piece.get_absolute_url())
    assert f"<bdi>{line('“', '”')}</bdi>" in page.content.decode()


def change_every_fact(column: Column) -> None:
    """The column changes hands, its name and its rhythm; the outlet its quotation marks."""
    column.title_ar, column.genre_ar, column.cadence = "بسطح", "فكاهية", "monthly"
    column.writer = make_author("كاتب آخر")
    column.save()
    outlet = SiteSettings.load()
    outlet.name_ar, outlet.quotes = "باب", "guillemets"
    outlet.save()


def test_an_old_edition_keeps_its_line_when_every_fact_changes(client, in_depth):
    piece = make_live(column=in_depth)
    page = client.get(piece.get_absolute_url()).content.decode()
    change_every_fact(in_depth)
    republish(piece, title={"ar": "عنوان جديد", "en": ""})
    piece.refresh_from_db()
    assert piece.signoff_ar == line("“", "”")
    after = client.get(piece.get_absolute_url()).content.decode()
    assert f"<bdi>{line('“', '”')}</bdi>" in page
    assert f"<bdi>{line('“', '”')}</bdi>" in after


def test_a_new_schedule_takes_the_facts_of_its_day(in_depth):
    piece = make_scheduled(column=in_depth)
    assert piece.signoff_ar == line("“", "”")
    change_every_fact(in_depth)
    content = make_content(column=in_depth, title=piece.title_ar)
    later = piece.publish_at + timedelta(days=1)
    publishing.publish(piece, content=content, version=piece.version, by=None, now=timezone.now(), at=later)
    assert piece.signoff_ar == "«بسطح» زاوية شهرية فكاهية على «باب» يكتبها كاتبة: كاتب آخر"


def test_a_translation_released_later_gets_its_own_line_and_leaves_the_first(in_depth):
    piece = make_live(column=in_depth)
    change_every_fact(in_depth)
    content = make_content(title_en="Later", body_en="<p>Text.</p>", column=in_depth, released=("ar", "en"))
    publishing.publish(piece, content=content, version=piece.version, by=None, now=timezone.now())
    assert piece.signoff_ar == line("“", "”")
    assert piece.signoff_en.startswith("«In Depth», a monthly column")


def test_a_piece_outside_the_columns_has_no_line(client):
    piece = make_live()
    assert not piece.signoff_ar
    assert 'class="signoff"' not in client.get(piece.get_absolute_url()).content.decode()


# ---- corrections ----------------------------------------------------------------------------------------------------


def test_a_correction_changes_the_line_and_is_written_into_the_history(client, editor, in_depth):
    piece = make_live(column=in_depth)
    publishing.correct(
        piece, number=piece.number, signoffs={"ar": "سطر مصحّح"}, version=piece.version, by=editor, now=timezone.now()
    )
    assert "<bdi>سطر مصحّح</bdi>" in client.get(piece.get_absolute_url()).content.decode()
    entry = LogEntry.objects.get()
    told = audit.Act(_("Corrected what was frozen."), [(_("Sign-off in Arabic"), line("“", "”"), "سطر مصحّح")])
    assert audit.acts(entry) == [told]
    assert (entry.user, entry.object_id) == (editor, str(piece.pk))


def test_a_corrected_line_survives_the_next_publication(in_depth):
    piece = make_live(column=in_depth)
    publishing.correct(
        piece, number=piece.number, signoffs={"ar": "سطر مصحّح"}, version=piece.version, by=None, now=timezone.now()
    )
    republish(piece, title={"ar": "عنوان آخر", "en": ""})
    assert piece.signoff_ar == "سطر مصحّح"


def test_the_correction_is_made_on_its_own_screen(desk, in_depth):
    piece = make_live(column=in_depth)
    address = reverse("admin:articles_article_correct", args=[piece.pk])
    assert line("“", "”") in desk.get(address).context["form"].initial["signoff_ar"]
    answer = desk.post(address, {"number": 9, "signoff_ar": "سطر آخر", "signoff_en": "", "version": piece.version})
    assert (answer.status_code, answer.url) == (302, reverse("admin:articles_article_change", args=[piece.pk]))
    piece.refresh_from_db()
    assert (piece.signoff_ar, piece.number) == ("سطر آخر", 9)


def test_whoever_may_only_publish_may_not_correct(client, in_depth):
    piece = make_live(column=in_depth)
    client.force_login(make_user("articles.change_article", "articles.publish_article"))
    address = reverse("admin:articles_article_correct", args=[piece.pk])
    sent = {"number": 9, "signoff_ar": "سطر آخر", "version": piece.version}
    assert [client.get(address).status_code, client.post(address, sent).status_code] == [403, 403]
    piece.refresh_from_db()
    assert (piece.signoff_ar, piece.number) == (line("“", "”"), 1)


def test_a_correction_from_a_stale_screen_is_refused_in_words(desk, in_depth):
    piece = make_live(column=in_depth)
    address = reverse("admin:articles_article_correct", args=[piece.pk])
    answer = desk.post(address, {"number": 9, "signoff_ar": "سطر آخر", "version": piece.version - 1})
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == [
        _("Somebody saved this piece meanwhile. Open it again and look first.")
    ]
    piece.refresh_from_db()
    assert (piece.signoff_ar, piece.number) == (line("“", "”"), 1)
