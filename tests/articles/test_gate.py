"""Nothing that is not public shows anywhere: not in a page, not in an address, not in how we say no."""

import re
from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import quote, unquote, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from articles import previews
from articles.models import Article, Correction, FrontPage, PreviewLink, Tag, Topic, WorkingCopy
from articles.publishing import correct, publish, withdraw
from articles.revisions import content_of
from columns.models import Author, Column
from tests.factories import (
    make_author,
    make_column,
    make_content,
    make_draft,
    make_editor,
    make_live,
    make_photo,
    make_scheduled,
    make_topic,
    make_withdrawn,
    redraft,
)

pytestmark = pytest.mark.django_db
MISSING = "/articles/987654321/"
HIDDEN = ("مسودة", "منتظر", "مسحوب", "ترجمة", "تغيير", "عابر", "قديم")
FIELDS = ("عنوانه", "مقدمته", "نصه", "توقيع", "وسم", "كاتب", "موضوع", "تصويب")
FIELDS += ("title", "standfirst", "body", "signoff", "topic", "note")
HIDDEN_WORDS = [f"{field}{name}" for field in FIELDS for name in HIDDEN]


# ---- every public address ------------------------------------------------------------------------------------------


class _Links(HTMLParser):
    """Collects every address that a page names, in any attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        for _name, value in attrs:
            for word in re.split(r"[\s,]+", value or ""):
                if word.startswith(("/", "http://", "https://", "?")):
                    self.found.add(word)


def links_of(content: str, base: str, site: str) -> set[str]:
    """The addresses of this site that ``content`` (HTML or Atom) names, as paths with their query."""
    reader = _Links()
    reader.feed(content)
    reader.found |= set(re.findall(rf"{re.escape(site)}[^\s\"'<>&]*", content))
    paths = set()
    for link in reader.found:
        parts = urlsplit(link)
        if parts.netloc and f"{parts.scheme}://{parts.netloc}" != site:
            continue
        path = parts.path or base.split("?")[0] or "/"
        paths.add(f"{path}?{parts.query}" if parts.query else path)
    return {path for path in paths if not path.startswith(("/static/", "/admin/"))}


def guesses() -> set[str]:
    """Every address that somebody could guess from the shape of the ones that are public."""
    found = {"/", "/en/", MISSING, "/feed/", "/feed/rss/", "/search/", "/corrections/", "/corrections/?page=2"}
    found |= {"/about/", "/contact/", "/privacy/", "/sitemap.xml", "/news-sitemap.xml", "/robots.txt"}
    years = [f"articles-{timezone.now().year - ago}" for ago in range(-1, 3)]
    found |= {f"/sitemaps/{section}.xml" for section in ("pages", "columns", "topics", "authors", *years)}
    found |= {f"/search/?q={quote(word)}" for word in HIDDEN_WORDS}
    for rows, kind in ((Topic, "topics"), (Tag, "tags"), (Author, "authors")):
        for slug in rows.objects.values_list("slug", flat=True):
            found |= {f"/{kind}/{quote(slug)}/{end}" for end in ("", "feed/", "feed/rss/", "?page=2")}
    for column in Column.objects.all():
        below = ["", "latest/", "feed/", "feed/rss/", *(f"{number}/" for number in range(1, 26))]
        below += [f"archive/{timezone.now().year - ago}/{page}" for ago in range(-1, 3) for page in ("", "?page=2")]
        found |= {f"/columns/{quote(column.slug)}/{end}" for end in below}
    for piece in Article.objects.all():
        found |= {f"/articles/{piece.pk}/", f"/articles/{piece.pk}", f"/s/{piece.code}", f"/s/{piece.code}/"}
        for name in (piece.slug_ar, piece.slug_en, "x"):
            found.add(f"/articles/{piece.pk}-{quote(name or '')}/")
    links = PreviewLink.objects.values_list("pk", flat=True)
    found |= {"/preview/", "/preview/1/", *(f"/preview/{link}-{'0' * 64}/" for link in links)}
    return found | {f"/en{path}" for path in found if not path.startswith("/en")}


def everything_public(site: str) -> dict[str, str]:
    """Fetch every address that links or guesses lead to; return what came back, headers included, by address."""
    client, waiting, seen = Client(), guesses(), {}
    while waiting:
        path = waiting.pop()
        answer = client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        kind = answer.headers.get("Content-Type", "")
        text = body.decode() if kind.startswith(("text/", "application/")) else ""
        seen[path] = f"{answer.status_code} {dict(answer.headers)} {text}"
        if answer.status_code in {301, 302}:
            text = f'<a href="{answer.headers["Location"]}">'
        waiting |= links_of(text, path, site) - seen.keys()
    return seen


def marked(name: str, **facts) -> dict:
    """The texts of a piece in which every field carries a word that stands nowhere else."""
    words = {"title": "عنوانه", "standfirst": "مقدمته", "body": "نصه"}
    texts = {field: f"{word}{name}" for field, word in words.items()}
    texts["body"] = f"<p>{texts['body']}</p>"
    texts |= {f"{field}_en": f"{field}{name}english" for field in words}
    texts["body_en"] = f"<p>{texts['body_en']}</p>"
    return texts | facts


def signed_column(name: str) -> Column:
    return make_column(f"زاوية{name}", signoff_template_ar=f"توقيع{name}", signoff_template_en=f"signoff{name}english")


@pytest.fixture
def newsroom(site):
    """A house with something hidden in every way a piece can be hidden, and enough around it to show it by mistake."""
    open_column = make_column("زاوية مفتوحة")
    photo = make_photo(caption_ar="تعليق ظاهر")
    hidden = ["مسودة", "منتظر", "مسحوب"]
    columns = {name: signed_column(name) for name in hidden}
    for turn in range(3):
        make_live(column=open_column, title=f"ظاهر {turn}", photo=photo, at=timezone.now() - timedelta(days=turn * 200))
    make_draft(**marked("مسودة", column=columns["مسودة"], tags=["وسممسودة"]))
    make_draft(**marked("مسودة", column=open_column, number=20))
    make_draft(**marked("مسودة"))
    make_scheduled(**marked("منتظر", column=columns["منتظر"], tags=["وسممنتظر"], released=("ar", "en")))
    make_scheduled(**marked("منتظر", column=open_column, number=21), authors=[make_author("كاتبمنتظر")])
    make_withdrawn(**marked("مسحوب", column=columns["مسحوب"], released=("ar", "en")))
    gone = make_live(**marked("مسحوب", column=open_column, number=22, released=("ar", "en")))
    correct(gone, number=23, signoffs={"ar": "توقيعمسحوب"}, version=gone.version, by=None, now=timezone.now())
    withdraw(gone, version=gone.version, by=None, now=timezone.now())
    # Names, notes and places on the front page that only hidden pieces bear.
    waiting = Article.objects.scheduled(now=timezone.now()).first()
    for name, piece in (("منتظر", waiting), ("مسحوب", gone)):
        piece.topics.add(make_topic(f"موضوع{name}", name_en=f"topic{name}english", published=False))
        Correction.objects.create(article=piece, note_ar=f"تصويب{name}", note_en=f"note{name}english")
    front = FrontPage(lead=waiting)
    front.save()
    front.places.create(article=gone, position=1)
    # A live piece between the hidden ones, whose translation is half done and whose next text is not published.
    shown = marked("ترجمة") | {"title": "عنوان ظاهر", "standfirst": "مقدمة ظاهرة", "body": "<p>نص ظاهر.</p>"}
    live = make_live(**shown, column=open_column)
    redraft(live, title={"ar": "عنوانهتغيير", "en": "titleتغييرenglish"}, body={"ar": "<p>نصهتغيير</p>", "en": ""})
    copy = make_content(title="عنوانهعابر", body="<p>نصهعابر</p>").to_json()
    WorkingCopy.objects.create(article=live, user=make_editor(), content=copy)
    # What was public once, in words since replaced.
    old = make_live(column=open_column, title="عنوان ظاهر أخير", body="<p>نصهقديم</p>")
    content = content_of(old).with_(body={"ar": "<p>نص جديد ظاهر.</p>", "en": ""})
    publish(old, content=content, version=old.version, by=None, now=timezone.now())
    # Everything hidden has been shown to somebody by a link, which nobody else can guess.
    for piece in Article.objects.all():
        previews.share(piece, language="ar", lasts=timedelta(days=7), by=make_editor(), now=timezone.now())
    return site


@pytest.mark.slow
def test_no_public_address_says_a_word_of_what_is_hidden(newsroom):
    seen = everything_public(newsroom)
    # A search repeats its own question and says nothing else: the same to every word of what is hidden.
    asked = {path: unquote(path.split("?q=")[1]) for path in seen if "/search/?q=" in path}
    for path, word in asked.items():
        seen[path] = seen[path].replace(word, "…").replace(quote(word), "…")
    for prefix in ("/search/", "/en/search/"):
        pages = [seen[path] for path, word in asked.items() if path.startswith(prefix) and word in HIDDEN_WORDS]
        # The header of its length counts the letters of the question.
        assert len({page.split("<!doctype", 1)[1] for page in pages}) == 1
    leaks = {
        (path, word)
        for path, text in seen.items()
        for word in HIDDEN_WORDS
        for spelling in (word, quote(word))
        if spelling in text
    }
    assert leaks == set()
    # The crawl was worth something: what is public was found, and nothing broke.
    assert len(seen) > 700
    assert {text[:3] for text in seen.values()} == {"200", "301", "302", "404"}
    found = "".join(seen.values())
    assert [word for word in ("ظاهر 0", "ظاهر 2", "نص ظاهر.", "نص جديد ظاهر.", "تعليق ظاهر") if word not in found] == []


@pytest.mark.slow
def test_the_way_we_say_no_is_the_same_for_hidden_and_missing(newsroom):
    client = Client()
    missing = {prefix: client.get(f"{prefix}{MISSING}") for prefix in ("", "/en")}
    for piece in Article.objects.exclude(pk__in=Article.objects.published("ar")):
        name = quote(piece.slug_ar or "أي-عنوان")
        addresses = [f"/articles/{piece.pk}{end}" for end in ("", "/", f"-{name}", f"-{name}/", f"/{name}/")]
        addresses += [f"/s/{piece.code}", f"/s/{piece.code}/"]
        if piece.number:
            addresses.append(f"/columns/{quote(piece.column.slug)}/{piece.number}/")
        for prefix, expected in missing.items():
            for address in addresses:
                answer = client.get(f"{prefix}{address}")
                assert (address, answer.status_code, answer.headers) == (address, 404, expected.headers)
                assert answer.content == expected.content


@pytest.mark.slow
def test_an_empty_column_is_the_same_page_whatever_waits_in_it(client):
    column = make_column()
    addresses = [
        column.get_absolute_url(),
        f"{column.get_absolute_url()}latest/",
        f"{column.get_absolute_url()}archive/2026/",
    ]
    before = [client.get(address) for address in addresses]
    make_draft(column=column)
    make_scheduled(column=column)
    make_withdrawn(column=column)
    after = [client.get(address) for address in addresses]
    assert [(answer.status_code, answer.content) for answer in after] == [
        (answer.status_code, answer.content) for answer in before
    ]
    assert [answer.status_code for answer in after] == [200, 404, 404]


# ---- the gate itself -------------------------------------------------------------------------------------------------


def test_the_gate_lets_nothing_else_pass():
    now = timezone.now()
    make_draft()
    make_scheduled(released=("ar", "en"), title_en="T", body_en="<p>B</p>")
    make_withdrawn()
    arabic, both = make_live(), make_live(released=("ar", "en"), title_en="T", body_en="<p>B</p>")
    assert set(Article.objects.published("ar")) == {arabic, both}
    assert set(Article.objects.published("en")) == {both}
    assert set(Article.objects.published("ar", now=now + timedelta(days=2))) == {
        arabic,
        both,
        *Article.objects.scheduled(now=now),
    }
    assert not Article.objects.published("ar", now=now - timedelta(days=1)).exists()


def test_a_translation_is_public_only_when_it_was_released(client):
    piece = make_live(title="عنوان", title_en="Half a title", body_en="<p>Half a text</p>")
    english = f"/en{piece.get_absolute_url()}"
    page = client.get(piece.get_absolute_url()).content.decode()
    assert (client.get(english).status_code, "hreflang" in page) == (404, False)
    content = content_of(piece).with_(released=("ar", "en"))
    publish(piece, content=content, version=piece.version, by=None, now=timezone.now())
    page = client.get(piece.get_absolute_url()).content.decode()
    answer = client.get(english, follow=True)
    assert answer.status_code == 200
    assert "Half a title" in answer.content.decode()
    assert page.count('rel="alternate" hreflang=') == 3
    taken_back = content_of(piece).with_(released=("ar",))
    publish(piece, content=taken_back, version=piece.version, by=None, now=timezone.now())
    assert client.get(english).status_code == 404


# ---- nobody is told apart --------------------------------------------------------------------------------------------


def test_public_answers_set_no_cookie_and_do_not_vary_by_one(desk):
    column = make_column()
    piece = make_live(column=column)
    stranger, base = Client(), column.get_absolute_url()
    addresses = ["/", "/en/", base, f"{base}latest/", f"{base}1/", f"{base}feed/", piece.get_absolute_url()]
    addresses += [f"{base}archive/{piece.publish_at.year}/", f"/articles/{piece.pk}/", piece.get_short_url(), MISSING]
    for address in addresses:
        signed_in, plain = desk.get(address), stranger.get(address)
        assert not plain.cookies
        assert not signed_in.cookies
        assert "Vary" not in plain.headers or "Cookie" not in plain.headers["Vary"]
        assert (signed_in.status_code, signed_in.headers, signed_in.content) == (
            plain.status_code,
            plain.headers,
            plain.content,
        )
        assert b"csrf" not in plain.content


def test_a_page_is_the_same_whatever_language_the_browser_asks_for(client):
    piece = make_live()
    answers = [client.get(piece.get_absolute_url(), headers={"accept-language": code}) for code in ("en", "ar", "fr")]
    assert len({answer.content for answer in answers}) == 1
    assert {answer.headers["Content-Language"] for answer in answers} == {"ar"}


def test_the_title_of_a_hidden_piece_never_shows_in_a_redirect(client):
    piece = make_withdrawn(title="سرّ كبير")
    assert "سر" in unquote(piece.get_absolute_url())
    for address in (f"/articles/{piece.pk}", f"/articles/{piece.pk}-x/", piece.get_short_url()):
        answer = client.get(address)
        assert (answer.status_code, "Location" in answer.headers) == (404, False)
