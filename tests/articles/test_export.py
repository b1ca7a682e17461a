"""The export: the whole house in the format of the import, so that an empty house becomes the same one."""

import io
import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from articles import naming, publishing
from articles.models import Article, Correction, FrontPage, RetiredNumber, Tag, Topic
from articles.models.article import State
from articles.models.front import Pick
from columns.models import Author, Column
from newsroom.images import Photo
from newsroom.outlet import SiteSettings
from newsroom.redirects import Redirect, lead
from tests.factories import (
    fresh,
    make_author,
    make_column,
    make_content,
    make_draft,
    make_live,
    make_photo,
    make_scheduled,
    make_topic,
    make_withdrawn,
    redraft,
    republish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
AGENCY = "https://agency.example/1"
NOW = timezone.now().replace(microsecond=0)
# In the order in which the database lets them go.
HOUSE = (FrontPage, Article, Column, Author, Topic, Tag, Redirect, Photo, SiteSettings)


def export(*arguments: str) -> list[dict]:
    out = io.StringIO()
    call_command("export_articles", *arguments, stdout=out)
    return [json.loads(text) for text in out.getvalue().splitlines()]


def bring_back(lines: list[dict], folder: Path, tmp_path: Path) -> list[int]:
    """Import exported lines; return the five numbers of the ledger."""
    file = tmp_path / "house.jsonl"
    file.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), encoding="utf-8")
    out, err = io.StringIO(), io.StringIO()
    call_command("import_articles", str(file), "--photos", str(folder), stdout=out, stderr=err)
    assert err.getvalue() == ""
    return [int(number) for number in re.findall(r"\d+", out.getvalue().splitlines()[0])]


def pages(addresses: list[str]) -> dict[str, tuple]:
    """What readers get at each address; only the random names of photo files are made equal."""
    client = Client()
    got = {}
    for address in addresses:
        answer = client.get(address)
        body = re.sub(r"photos/[0-9a-f]{16}", "photos/name", answer.content.decode())
        got[address] = (answer.status_code, answer.headers.get("Location"), body)
    return got


def make_house() -> list[str]:
    """A house with everything that readers can see; return the addresses at which they see it."""
    portrait, lead_photo, figure = (
        make_photo(),
        make_photo((90, 60), focal_x=0.9),
        make_photo((640, 400), alt_en="Bank"),
    )
    SiteSettings.objects.create(name_ar="الضفة", name_en="The Bank", tagline_ar="كلام", digits="arabic")
    SiteSettings.objects.update(about_ar=f'<p>من نحن</p>\n<figure data-photo="{figure.pk}"></figure>')
    writer = make_author("سلمى العلي", name_en="Salma Al-Ali", biography_ar="كاتبة\nمن الضفة", portrait=portrait)
    guest = make_author("كريم الحسن", slug="karim", x_url="https://x.com/karim")
    column = make_column(
        "على الضفة", title_en="On the bank", writer=writer, first_number=40, weekday=2, cadence="monthly"
    )
    make_column("بلا أعداد", writer=guest, active=True, position=3)
    river, sea = make_topic("النهر", name_en="River", kind="country"), make_topic("البحر", summary_ar="ملح")
    relation = make_topic("العلاقات بين النهر والبحر", kind="relation")
    relation.parties.set([river, sea])
    make_topic("موضوع بلا مواد", published=False)
    Tag.objects.create(name="وسم", slug="عنوان-آخر")
    body = (
        f'<p>نص أول <a href="/about/">رابط</a><sup class="footnote">مصدر</sup></p>\n<figure data-photo="{figure.pk}">'
    )
    body += '<figcaption>شرح</figcaption></figure>\n<blockquote class="pull"><p>قول</p></blockquote>\n<p>خاتمة</p>'
    both = {"title_en": "Of river and sea", "body_en": "<p>It walks.</p>", "released": ("ar", "en")}
    first = make_live(
        make_content(
            column=column, body=body, authors=[writer, guest], topics=[relation, river], photo=lead_photo, **both
        ),
        at=NOW - timedelta(days=400),
    )
    publishing.correct(
        first,
        number=45,
        signoffs={"ar": "سطر صُحّح باليد", "en": ""},
        version=first.version,
        by=None,
        now=NOW - timedelta(days=300),
    )
    second = make_live(
        make_content(column=column, tags=["نهر", "وسم"], protection="strict"), at=NOW - timedelta(days=30)
    )
    republish(second, title={"ar": "عنوان تغيّر", "en": ""}, now=NOW - timedelta(days=20))
    Correction.objects.create(article=second, note_ar="كان الاسم خطأ", at=NOW - timedelta(days=19))
    loose = make_live(make_content(title_en="Half done", body_en="<p>not yet</p>"), at=NOW - timedelta(days=10))
    redraft(loose, title={"ar": "مسودة فوق المنشور", "en": ""})
    gone, draft = make_withdrawn(make_content(column=column)), make_draft(make_content(column=column, tags=["سر"]))
    coming = make_scheduled(make_content(column=column), at=NOW + timedelta(days=5))
    front = FrontPage.objects.create(lead=loose, lead_until=NOW + timedelta(days=2))
    Pick.objects.create(front=front, article=second, position=1)
    lead("/2019/05/old/", f"/articles/{first.pk}/")
    lead("/cat/water/", "/columns/" + column.slug + "/")
    lead("/tag/", "/", below=True)
    lead("/2019/what%3F-100%25/", f"/articles/{first.pk}/")
    rows = [first, second, loose, gone, draft, coming]
    addresses = [f"{prefix}/articles/{row.pk}/" for row in rows for prefix in ("", "/en")]
    addresses += [f"/articles/{row.pk}-{row.slug_ar}/" for row in rows if row.slug_ar]
    addresses += [f"/en/articles/{row.pk}-{row.slug_en}/" for row in rows if row.slug_en]
    addresses += [f"/s/{row.code}" for row in rows]
    places = ["", "feed/", "latest/", "40/", "41/", "45/", f"archive/{first.publish_at.year}/", f"archive/{NOW.year}/"]
    for prefix in ("", "/en"):
        addresses += [f"{prefix}/", f"{prefix}/about/", f"{prefix}/corrections/", f"{prefix}/feed/"]
        addresses += [f"{prefix}/columns/{row.slug}/{place}" for row in Column.objects.all() for place in places]
        addresses += [f"{prefix}/topics/{row.slug}/" for row in Topic.objects.all()]
        addresses += [f"{prefix}/authors/{row.slug}/" for row in Author.objects.all()]
        addresses += [f"{prefix}/tags/{row.slug}/" for row in Tag.objects.all()]
    return [*addresses, "/2019/05/old/", "/2019/what%3F-100%25/", "/cat/water/", "/tag/river/"]


def empty_the_house() -> None:
    for model in HOUSE:
        model.objects.all().delete()
        assert not model.objects.exists()


def test_export_then_import_into_an_empty_house_gives_the_same_public_pages(tmp_path):
    addresses = make_house()
    before = pages(addresses)
    states = {row.pk: (row.state(), row.number, row.code, row.minutes_ar) for row in Article.objects.all()}
    assert {200, 301, 404} <= {answer[0] for answer in before.values()}
    lines = export("--photos", str(tmp_path / "photos"))
    empty_the_house()
    counts = bring_back(lines, tmp_path / "photos", tmp_path)
    assert counts == [8, 6, 2, 0, 0]
    after = pages(addresses)
    assert [address for address in addresses if before[address] != after[address]] == []
    loose = Article.objects.get(title_ar__startswith="مادة", column=None)
    # The draft over a live text stays at home.
    states[loose.pk] = (State.LIVE, *states[loose.pk][1:])
    assert {row.pk: (row.state(), row.number, row.code, row.minutes_ar) for row in Article.objects.all()} == states
    assert set(RetiredNumber.objects.values_list("number", flat=True)) == {40}
    relation = Topic.objects.get(kind="relation")
    assert {party.name_ar for party in relation.parties.all()} == {"النهر", "البحر"}
    assert Author.objects.get(slug="karim").x_url == "https://x.com/karim"
    column = Column.objects.get(title_en="On the bank")
    assert (column.importing, column.first_number, column.cadence, column.writer.name_en) == (
        False,
        40,
        "monthly",
        "Salma Al-Ali",
    )


def test_a_second_import_of_an_export_changes_nothing_and_a_new_piece_gets_an_id_of_its_own(tmp_path):
    make_house()
    lines = export("--photos", str(tmp_path / "photos"))
    empty_the_house()
    bring_back(lines, tmp_path / "photos", tmp_path)
    ids = set(Article.objects.values_list("pk", flat=True))
    pieces = [line for line in lines if "ref" in line]
    assert bring_back(pieces, tmp_path / "photos", tmp_path) == [8, 0, 0, 8, 0]
    assert make_draft().pk not in ids


def test_an_export_read_by_its_own_house_is_refused_and_doubles_nothing(tmp_path):
    piece = make_live()
    lines = [line for line in export() if "ref" in line]
    file = tmp_path / "own.jsonl"
    file.write_text(json.dumps(lines[0]), encoding="utf-8")
    call_command("import_articles", str(file), stdout=io.StringIO(), stderr=io.StringIO())
    assert (Article.objects.get(), fresh(piece).version) == (piece, piece.version)


def test_only_what_readers_see_leaves_the_house_when_asked_so():
    make_live(make_content(title="ظاهرة"))
    make_draft(make_content(title="مسودة"))
    make_scheduled(make_content(title="قادمة"))
    make_withdrawn(make_content(title="مسحوبة"))
    told = export("--published-only")
    assert [line["title"] for line in told if "ref" in line] == ["ظاهرة"]
    everything = [line["title"] for line in export() if "ref" in line]
    assert everything == ["ظاهرة", "مسودة", "قادمة", "مسحوبة"]


def test_nothing_but_what_readers_see_leaves_the_house_when_asked_so(tmp_path):
    secret = make_photo(caption_ar="سر في صورة", licence="agency", import_ref="secret.jpg")
    hidden = make_topic("سر في موضوع", published=False, slug="sirr")
    shown, party = make_topic("النهر", name_en="SECRET name", kind="relation"), make_topic("البحر")
    shown.parties.set([hidden, party])
    known = make_author("سلمى", biography_en="SECRET life", portrait=make_photo(licence="agency", source_url=AGENCY))
    unknown = make_author("سر في كاتب", portrait=secret)
    make_column("سر في زاوية", writer=unknown, active=False, picture=secret)
    column = make_column("على الضفة", writer=known)
    body = f'<p>unreleased SECRET</p><figure data-photo="{secret.pk}"></figure>'
    piece = make_live(
        make_content(
            column=column, topics=[shown, hidden], authors=[known], title_en="SECRET title", body_en=body, tags=["نهر"]
        )
    )
    Article.objects.filter(pk=piece.pk).update(slug_en="secret", signoff_en="SECRET line")
    Correction.objects.create(article=piece, note_ar="خطأ", note_en="SECRET note")
    others = make_content(title="سر", column=column, authors=[unknown], topics=[hidden], tags=["سر"], photo=secret)
    draft, coming, gone = make_draft(others), make_scheduled(others), make_withdrawn(others)
    for place, target in enumerate((draft, coming, gone, hidden, unknown, Tag.objects.get(name="سر"))):
        address = target.get_absolute_url() if not isinstance(target, Article) else f"/articles/{target.pk}/"
        Redirect.objects.create(old_path=f"/secret-{place}", new_path=address)
    Redirect.objects.create(old_path="/secret-code", new_path=f"/s/{coming.code}/")
    lead("/river/", shown.get_absolute_url())
    lead("/us/", "/search/")
    front = FrontPage.objects.create(lead=coming, lead_until=NOW + timedelta(days=2))
    for position, row in enumerate((draft, piece)):
        Pick.objects.create(front=front, article=row, position=position)
    folder = tmp_path / "photos"
    told = export("--published-only", "--photos", str(folder))
    text = json.dumps(told, ensure_ascii=False)
    assert [word for word in ("SECRET", "secret", "سر", "sirr", "agency", AGENCY, coming.code) if word in text] == []
    assert [line["language"] for line in told if "ref" in line] == ["ar"]
    assert [line["redirects"] for line in told if "redirects" in line] == [
        [["/river", f"/topics/{shown.slug}/", False], ["/us", "/search/", False]]
    ]
    assert [line["front"] for line in told if "front" in line] == [{"picks": [f"s/{piece.code}"]}]
    parties = [line["records"]["parties"] for line in told if "parties" in line.get("records", {})]
    assert parties == [[{"topic": "النهر", "parties": ["البحر"]}]]
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1
    everything = json.dumps(export(), ensure_ascii=False)
    assert [
        word for word in ("SECRET title", "SECRET note", "سر في موضوع", "secret.jpg") if word not in everything
    ] == []


def test_a_public_export_makes_a_house_with_the_same_public_pages(tmp_path):
    addresses = make_house()
    draft, coming = Article.objects.unpublished().get(), Article.objects.scheduled(now=NOW).get()
    closed = {f"/articles/{row.pk}/" for row in (draft, coming)} | {f"/s/{coming.code}"}
    before = pages(addresses)
    lines = export("--published-only", "--photos", str(tmp_path / "photos"))
    empty_the_house()
    bring_back(lines, tmp_path / "photos", tmp_path)
    after = pages(addresses)
    assert [address for address in addresses if before[address] != after[address] and address not in closed] == []


def test_the_file_says_what_the_format_says(tmp_path):
    column = make_column("على الضفة", writer=make_author("سلمى العلي"))
    piece = make_live(
        make_content(title="النهر", column=column, authors=[column.writer], tags=["نهر"]),
        at=datetime.fromisoformat("2020-01-02T18:00:00+00:00"),
    )
    lead("/old/", f"/articles/{piece.pk}/")
    file = tmp_path / "house.jsonl"
    call_command("export_articles", str(file), stdout=io.StringIO())
    told = [json.loads(text) for text in file.read_text(encoding="utf-8").splitlines()]
    written = next(line for line in told if "ref" in line)
    fresh_piece = fresh(piece)
    assert written == {
        "ref": f"s/{piece.code}",
        "language": "ar",
        "title": "النهر",
        "standfirst": "",
        "body_html": fresh_piece.body_ar,
        "published": "2020-01-02T18:00:00+00:00",
        "slug": "النهر",
        "signoff": fresh_piece.signoff_ar,
        "updated": fresh_piece.last_edited_at.isoformat(),
        "id": piece.pk,
        "code": piece.code,
        "column": "على الضفة",
        "edition": 1,
        "authors": ["سلمى العلي"],
        "tags": ["نهر"],
        "old_urls": ["/old"],
    }


def test_other_spellings_leave_with_their_names_and_come_back(tmp_path):
    topic = make_topic("كيم جونغ أون")
    piece = make_live(topics=[topic], tags=["الأمم المتحدة"])
    for row, names in ((topic, ["Kim Jong-un", "كيم يونغ أون"]), (Tag.objects.get(), ["UN"])):
        naming.set_aliases(row, names, by=None, now=NOW)
    lines = export()
    told = [
        line["records"][kind][0].get("aliases")
        for kind in ("topics", "tags")
        for line in lines
        if kind in line.get("records", {})
    ]
    assert [sorted(each) for each in told] == [["Kim Jong-un", "كيم يونغ أون"], ["UN"]]
    empty_the_house()
    # A piece in the file may call a name by any of its spellings.
    facts = next(line for line in lines if line.get("ref"))
    facts |= {"topics": ["KIM jong un"], "tags": ["un"]}
    bring_back(lines, tmp_path, tmp_path)
    assert {str(row): naming_of(row) for row in (*Topic.objects.all(), *Tag.objects.all())} == {
        "كيم جونغ أون": ["Kim Jong-un", "كيم يونغ أون"],
        "الأمم المتحدة": ["UN"],
    }
    back = Article.objects.get(title_ar=piece.title_ar)
    assert ([row.name_ar for row in back.topics.all()], [row.name for row in back.tags.all()]) == (
        ["كيم جونغ أون"],
        ["الأمم المتحدة"],
    )


def naming_of(row: Topic | Tag) -> list[str]:
    return sorted(spelling.name for spelling in naming.aliases_of(row))


def test_a_name_in_a_file_that_is_an_alias_here_means_the_name(tmp_path):
    topic, tag = make_topic("كيم جونغ أون"), Tag.objects.create(name="الأمم المتحدة")
    naming.set_aliases(topic, ["Kim Jong-un"], by=None, now=NOW)
    naming.set_aliases(tag, ["UN"], by=None, now=NOW)
    make_author("سلمى")
    line = {"ref": "x", "language": "ar", "title": "مادة", "paragraphs": ["نص."], "authors": ["سلمى"]}
    line |= {"topics": ["kim jong un"], "tags": ["un"]}
    # What means somebody else here is passed over, and stops nothing.
    new = {"records": {"tags": [{"name": "منظمة", "aliases": ["Un", "Organisation"]}]}}
    bring_back([line, new], tmp_path, tmp_path)
    piece = Article.objects.get()
    assert (list(piece.topics.all()), list(piece.tags.all())) == ([topic], [tag])
    assert (Topic.objects.count(), naming_of(Tag.objects.get(name="منظمة"))) == (1, ["Organisation"])
