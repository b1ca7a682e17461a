"""One address for every piece: all other spellings lead to it at once, and nonsense is answered with 404."""

from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import quote, unquote

import pytest
from django.utils import timezone

from articles.models.article import new_code
from articles.sharing import channel_post, share_links, short_link
from tests.factories import (
    make_author,
    make_column,
    make_content,
    make_live,
    make_photo,
    make_scheduled,
    make_topic,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def piece():
    return make_live(title="جسر فوق النهر", standfirst="مقدمة قصيرة", column=make_column())


def head_of(page: bytes) -> dict[str, str]:
    """What the page says of itself in its head: links by their rel, meta by name or property."""

    class Reader(HTMLParser):
        found: dict[str, str] = {}

        def handle_starttag(self, tag: str, attrs: list) -> None:
            facts = dict(attrs)
            if tag == "link" and "hreflang" in facts:
                self.found[facts["hreflang"]] = facts["href"]
            elif tag == "link":
                self.found[facts["rel"]] = facts["href"]
            elif tag == "meta":
                self.found[facts.get("name") or facts.get("property") or ""] = facts.get("content", "")

    reader = Reader()
    reader.found = {}
    reader.feed(page.decode())
    return reader.found


def test_the_canonical_address_has_the_id_and_the_first_words(piece):
    assert unquote(piece.get_absolute_url()) == f"/articles/{piece.pk}-جسر-فوق-النهر/"


VARIANTS = {
    "no slug": "/articles/{id}",
    "no slug, slash": "/articles/{id}/",
    "a hyphen and nothing": "/articles/{id}-/",
    "wrong slug": "/articles/{id}-" + quote("شيء-آخر") + "/",
    "a Latin slug": "/articles/{id}-bridge-over-the-river/",
    "a slug cut in a messenger": "/articles/{id}-" + quote("جسر-فوق"),
    "a slug cut inside a letter": "/articles/{id}-" + quote("جسر-فوق") + "-%D8%",
    "a broken letter": "/articles/{id}-%D8%AC%D8/",
    "Arabic digits": "/articles/{arabic_id}-" + quote("جسر-فوق-النهر") + "/",
    "Persian digits": "/articles/{persian_id}",
    "trailing punctuation": "/articles/{id}-" + quote("جسر-فوق-النهر") + quote("،"),
    "trailing bracket": "/articles/{id}-" + quote("جسر-فوق-النهر") + ")",
    "no slash": "/articles/{id}-" + quote("جسر-فوق-النهر"),
    "upper case": "/articles/{id}-BRIDGE/",
    "slash for hyphen": "/articles/{id}/" + quote("جسر-فوق-النهر") + "/",
    "leading zeros": "/articles/000{id}-x/",
    "a line break behind": "/articles/{id}-x%0A",
    "letters decomposed": "/articles/{id}-" + quote("جسر-فوق-النهر\u0640") + "/",
}


@pytest.mark.slow
@pytest.mark.parametrize("query", ["", "?fbclid=abc&utm_source=x"])
def test_any_other_spelling_leads_to_the_canonical_address_in_one_step(client, piece, query):
    digits = {
        "arabic_id": quote(str(piece.pk).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))),
        "persian_id": quote(str(piece.pk).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))),
    }
    answers = {name: client.get(path.format(id=piece.pk, **digits) + query) for name, path in VARIANTS.items()}
    led = {
        name: (answer.status_code, answer.headers.get("Location"), answer.headers.get("Cache-Control"))
        for name, answer in answers.items()
    }
    assert led == dict.fromkeys(VARIANTS, (301, piece.get_absolute_url(), "max-age=3600"))
    assert client.get(piece.get_absolute_url()).status_code == 200


def test_the_canonical_address_answers_itself_however_it_is_escaped(client, piece):
    canonical = piece.get_absolute_url()
    assert [client.get(each).status_code for each in (canonical, canonical.lower(), f"{canonical}?utm=x")] == [200] * 3


NONSENSE = [
    "/articles/0/",
    "/articles/-1/",
    "/articles/999999999999999999/",
    "/articles/9999999999999999999/",
    f"/articles/{'9' * 5000}/",
    f"/articles/{'1' * 18}-x/",
    "/articles/%00/",
    "/articles/0%00/",
    "/articles/0-%00/",
    "/articles/²/",
    "/articles/½-x/",
    "/articles/1e3/",
    "/articles/0x1/",
    "/articles/abc/",
    "/articles/ /",
    "/articles/",
    "/articles/%FF%FE/",
    "/articles/../",
    "/s/",
    "/s/%00",
    "/s/xxxxxx",
    f"/s/{'x' * 5000}",
    "/s/جسر",
    "/columns/%00/",
    "/columns/nothing/",
    f"/columns/{'x' * 5000}/",
    "/columns/%D8%A/",
    "/nothing",
    "/%00",
    "/en/nothing/",
    "/de/",
    "/media/",
    "/media/%00.jpg",
    "/media/../secret",
]
NO_NUMBERS = ["0/", "2147483648/", f"{'9' * 30}/", f"{'9' * 5000}/", "-1/", "1.5/", "٣/", "%00/", "x/"]
NO_PAGES = ["0", "-1", "2", "999999999999999999999", "1.5", "x", "", "%00", "١x", "9" * 5000, "1%20OR%201", "last"]
NO_YEARS = ["0", "1", "999", "1999", "2200", "9999", "10000", "9" * 20, "9" * 5000]


@pytest.mark.slow
def test_nonsense_is_answered_with_not_found(client, piece):
    column = piece.column.get_absolute_url()
    archive = f"{column}archive/{timezone.localtime(piece.publish_at).year}/"
    asked = [*NONSENSE, *(f"{column}{end}" for end in NO_NUMBERS), *(f"{archive}?page={page}" for page in NO_PAGES)]
    asked += [f"{column}archive/{year}/" for year in NO_YEARS]
    answers = {path[:80]: client.get(path, follow=True).status_code for path in asked}
    assert answers == dict.fromkeys(answers, 404)
    assert [client.get(path).status_code for path in (column, archive, f"{archive}?page=1")] == [200] * 3


@pytest.mark.slow
def test_public_pages_are_only_read(client, piece):
    addresses = ["/", piece.get_absolute_url(), piece.column.get_absolute_url(), piece.get_short_url()]
    for send in (client.post, client.put, client.patch, client.delete):
        assert [send(address).status_code for address in addresses] == [405] * 4


def test_a_head_request_is_answered_like_its_page_without_the_page(client, piece):
    answer = client.head(piece.get_absolute_url())
    assert (answer.status_code, answer.content) == (200, b"")


# ---- what the page says of its own address ---------------------------------------------------------------------------


def test_the_page_names_its_canonical_and_its_short_address(client, site):
    piece = make_live(title="جسر", standfirst="مقدمة", photo=make_photo(), column=make_column())
    head = head_of(client.get(piece.get_absolute_url(), {"utm": "x"}).content)
    address = f"{site}{piece.get_absolute_url()}"
    assert (head["canonical"], head["og:url"]) == (address, address)
    assert head["shortlink"] == f"{site}/s/{piece.code}"
    assert (head["og:title"], head["og:description"], head["description"]) == ("جسر", "مقدمة", "مقدمة")
    assert head["og:image"] == f"{site}{piece.lead_photo.file.url}"
    assert head["article:published_time"] == timezone.localtime(piece.publish_at).isoformat()


def test_addresses_come_from_the_settings_and_never_from_the_request(client, site, piece, settings):
    settings.ALLOWED_HOSTS = ["*"]
    page = client.get(piece.get_absolute_url(), headers={"host": "evil.example", "x-forwarded-host": "evil.example"})
    feed = client.get(f"{piece.column.get_absolute_url()}feed/", headers={"host": "evil.example"})
    assert b"evil" not in page.content + feed.content


def test_the_short_link_fits_into_forty_characters_and_leads_to_the_piece(client, site, piece):
    assert short_link(piece) == f"https://shubbak.example/s/{piece.code}"
    assert len(short_link(piece)) <= 40
    for end in ("", "/"):
        answer = client.get(f"/s/{piece.code}{end}")
        assert (answer.status_code, answer.headers["Location"]) == (301, piece.get_absolute_url())
        assert answer.headers["Cache-Control"] == "max-age=3600"


def test_a_code_has_no_letter_that_is_mistaken_for_another():
    codes = "".join(new_code() for _turn in range(20))
    assert set(codes).isdisjoint("01aeiouylO") and len(codes) == 120


def test_both_languages_name_each_other_once_released(client, site):
    piece = make_live(title="جسر", title_en="A bridge", body_en="<p>Text.</p>", released=("ar", "en"))
    arabic, english = f"/articles/{piece.pk}-جسر/", f"/en/articles/{piece.pk}-a-bridge/"
    for here in (arabic, english):
        head = head_of(client.get(quote(here)).content)
        assert (unquote(head["canonical"]), unquote(head["og:url"])) == (f"{site}{here}", f"{site}{here}")
        assert (unquote(head["ar"]), unquote(head["en"])) == (f"{site}{arabic}", f"{site}{english}")
    answer = client.get(f"/en/s/{piece.code}")
    assert (answer.status_code, answer.headers["Location"]) == (301, english)


def test_an_english_page_is_english_and_runs_from_left_to_right(client):
    piece = make_live(title_en="A bridge", body_en="<p>Text.</p>", released=("ar", "en"))
    english = client.get(f"/en/articles/{piece.pk}-a-bridge/")
    arabic = client.get(piece.get_absolute_url())
    assert '<html lang="en" dir="ltr">' in english.content.decode()
    assert '<html lang="ar" dir="rtl">' in arabic.content.decode()
    assert "نهر" not in english.content.decode()


# ---- the way from one edition to the next ----------------------------------------------------------------------------


@pytest.mark.slow
def test_neighbours_go_by_the_moment_of_publication_and_know_only_public_editions(client):
    column, now = make_column(), timezone.now()
    first = make_live(column=column, number=9, at=now - timedelta(days=9))
    hidden = make_scheduled(column=column)
    third = make_live(column=column, number=2, at=now - timedelta(days=1))
    second = make_live(column=column, number=5, at=now - timedelta(days=5))
    make_live(column=make_column(), at=now - timedelta(days=3))
    chain = [client.get(piece.get_absolute_url()).context for piece in (first, second, third)]
    assert [(page["previous"], page["next"]) for page in chain] == [(None, second), (first, third), (second, None)]
    assert hidden.number == 10


@pytest.mark.slow
def test_two_editions_of_the_same_moment_are_neighbours_in_one_order(client):
    column, moment = make_column(), timezone.now() - timedelta(days=1)
    first, second = make_live(column=column, at=moment), make_live(column=column, at=moment)
    pages = [client.get(piece.get_absolute_url()).context for piece in (first, second)]
    assert [(page["previous"], page["next"]) for page in pages] == [(None, second), (first, None)]


# ---- sharing ---------------------------------------------------------------------------------------------------------


def test_every_share_link_carries_the_address_and_the_title(site):
    piece = make_live(title="سؤال & جواب: 100%؟ #وسم")
    link, title = quote(short_link(piece), safe=""), quote(piece.title, safe="")
    urls = {share.key: share.url for share in share_links(piece)}
    assert urls == {
        "whatsapp": f"https://wa.me/?text={link}%0A{title}",
        "telegram": f"https://t.me/share/url?url={link}&text={title}",
        "x": f"https://x.com/intent/post?url={link}&text={title}",
        "facebook": f"https://www.facebook.com/sharer/sharer.php?u={link}",
        "mail": f"mailto:?subject={title}&body={link}%0A%0A{title}",
    }


def test_the_channel_post_is_title_standfirst_and_short_link(site):
    full, bare = make_live(title="جسر", standfirst="مقدمة"), make_live(make_content(title="جسر"))
    assert channel_post(full) == f"جسر\n\nمقدمة\n\n{site}/s/{full.code}"
    assert channel_post(bare) == f"جسر\n\n{site}/s/{bare.code}"


@pytest.mark.slow
def test_the_article_page_costs_the_same_for_one_author_and_for_many(client, django_assert_max_num_queries):
    column = make_column()
    lean = make_live(column=column)
    rich = make_live(
        column=column,
        authors=[make_author(f"كاتب {turn}", portrait=make_photo()) for turn in range(12)],
        topics=[make_topic() for _turn in range(12)],
        tags=[f"وسم {turn}" for turn in range(12)],
    )
    counts = []
    for piece in (lean, rich):
        with django_assert_max_num_queries(14) as queries:
            assert client.get(piece.get_absolute_url()).status_code == 200
        counts.append(len(queries))
    # An author with a portrait is one query more, whether one author or twelve.
    assert counts[1] - counts[0] <= 1
