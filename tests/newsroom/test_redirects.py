"""Old addresses: kept in one form, followed to a page that is there, never a circle, never a leak."""

import unicodedata
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsroom import redirects
from newsroom.redirects import Reason, Redirect
from newsroom.refusals import Refused
from tests.factories import make_column, make_draft, make_live, make_topic, make_withdrawn

pytestmark = pytest.mark.django_db
LONG = "/" + "/".join(["كلمة-طويلة-جدًا"] * 8)


def pairs() -> dict[str, str]:
    return dict(Redirect.objects.values_list("old_path", "new_path"))


# ---- one form --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/old", "/old"),
        ("old/", "/old"),
        (" /old/?a=1#x ", "/old"),
        ("//old///page//", "/old/page"),
        ("https://shubbak.example/old/?utm=1", "/old"),
        ("/en/old/", "/old"),
        ("/english/", "/english"),
        ("/", "/"),
        ("", "/"),
        ("/en/", "/"),
        ("/%D9%86%D9%87%D8%B1/", "/نهر"),
        ("/%d9%86%d9%87%d8%b1/", "/نهر"),
        (unicodedata.normalize("NFD", "/قرآن/"), unicodedata.normalize("NFC", "/قرآن")),
        ("/a%20b/", "/a b"),
        ("/%FF/", "/\ufffd"),
        (LONG, LONG),
    ],
)
def test_an_address_is_kept_in_one_form(address, kept):
    assert redirects.normal(address) == kept


def test_every_spelling_of_a_long_arabic_address_leads_on(client):
    topic = make_topic("روسيا")
    assert len(LONG.encode()) > 200
    redirects.lead(LONG, topic.get_absolute_url())
    encoded = quote(LONG)
    spellings = [
        encoded,
        encoded + "/",
        encoded.lower(),
        encoded + "?utm_source=x",
        quote(unicodedata.normalize("NFD", LONG)),
    ]
    answers = [client.get(path) for path in spellings]
    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [
        (301, topic.get_absolute_url())
    ] * len(spellings)
    assert answers[0].headers["Cache-Control"] == "max-age=3600"


def test_a_language_before_the_old_address_stays_before_the_new_one(client):
    piece = make_live(title_en="River", body_en="<p>River.</p>", released=("ar", "en"))
    redirects.lead("/old/", piece.get_absolute_url())
    answer = client.get("/en/old/")
    assert (answer.status_code, answer.headers["Location"].startswith(f"/en/articles/{piece.pk}")) == (301, True)
    assert client.get("/en/old/", follow=True).status_code == 200


def test_everything_below_an_address_is_carried_over(client):
    column = make_column("النافذة", slug="window")
    redirects.lead("/columns/old", column.get_absolute_url(), below=True)
    redirects.lead("/alone", column.get_absolute_url())
    assert client.get("/columns/old/").headers["Location"] == "/columns/window/"
    assert redirects.target_of("/columns/old/3/4") == "/columns/window/3/4/"
    assert (client.get("/columns/older/").status_code, client.get("/alone/3/").status_code) == (404, 404)


# ---- chains and circles ----------------------------------------------------------------------------------------------


def test_chains_are_flattened_whichever_end_came_first():
    redirects.lead("/a", "/b")
    redirects.lead("/b", "/c")
    redirects.lead("/z", "/a")
    assert pairs() == {"/a": "/c/", "/b": "/c/", "/z": "/c/"}


@pytest.mark.parametrize(
    ("old", "new", "below"), [("/c", "/a", False), ("/c", "/c", False), ("/c", "/c/d", True), ("/x", "/en/x", False)]
)
def test_a_circle_made_by_hand_is_refused(desk, old, new, below):
    redirects.lead("/a", "/b")
    redirects.lead("/b", "/c")
    before = pairs()
    with pytest.raises(Refused):
        redirects.lead(old, new, below=below)
    answer = desk.post(
        "/admin/newsroom/redirect/add/", {"old_path": old, "new_path": new, "below": "on" if below else ""}
    )
    assert (answer.status_code, bool(answer.context["adminform"].errors), pairs()) == (200, True, before)


@pytest.mark.parametrize(
    "old", ["/", "/en/", "/admin/", "/admin/articles", "/static/x", "/media", "/health", "/x" * 260]
)
def test_our_own_addresses_lead_nowhere_else(desk, old):
    assert desk.post("/admin/newsroom/redirect/add/", {"old_path": old, "new_path": "/about/"}).status_code == 200
    assert pairs() == {}


def test_renaming_back_dissolves_the_circle(desk, client):
    topic = make_topic("نهر", slug="river")
    data = {"name_ar": "نهر", "kind": "theme", "published": "on"}
    for name in ("sea", "river", "brook"):
        assert desk.post(f"/admin/articles/topic/{topic.pk}/change/", data | {"slug": name}).status_code == 302
    assert pairs() == {"/topics/river": "/topics/brook/", "/topics/sea": "/topics/brook/"}
    assert set(Redirect.objects.values_list("reason", "below")) == {(Reason.RENAME, True)}
    assert desk.post(f"/admin/articles/topic/{topic.pk}/change/", data | {"slug": "river"}).status_code == 302
    assert pairs() == {"/topics/sea": "/topics/river/", "/topics/brook": "/topics/river/"}
    assert client.get("/topics/sea/").headers["Location"] == "/topics/river/"


def test_a_column_that_moves_takes_its_old_address_along(desk, client):
    column = make_column("النافذة", slug="window")
    form = desk.get(f"/admin/columns/column/{column.pk}/change/").context["adminform"].form
    data = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    data = {name: "" if value is None or value is False else value for name, value in data.items()} | {
        "slug": "balcony"
    }
    answer = desk.post(f"/admin/columns/column/{column.pk}/change/", data)
    assert (answer.status_code, answer.context and answer.context["adminform"].errors) == (302, None)
    assert client.get("/columns/window/").headers["Location"] == "/columns/balcony/"


# ---- what a reader meets ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [make_draft, make_withdrawn])
def test_a_redirect_tells_nothing_of_a_piece_that_is_not_public(client, make):
    piece = make(title="سر مكتوم")
    plain = client.get("/older/")
    redirects.lead("/old/", piece.get_absolute_url())
    answer = client.get("/old/")
    assert (answer.status_code, "Location" in answer.headers) == (404, False)
    assert answer.content.replace(b"/old/", b"/older/") == plain.content


def test_a_page_that_is_there_is_never_led_away(client):
    topic = make_topic("نهر", slug="river")
    Redirect.objects.create(old_path="/topics/river", new_path="/about/")
    assert client.get(topic.get_absolute_url()).status_code == 200


def test_head_is_answered_as_get_and_post_not_at_all(client):
    redirects.lead("/old/", make_topic("نهر", slug="river").get_absolute_url())
    assert [getattr(client, method)("/old/").status_code for method in ("get", "head", "post", "put")] == [
        301,
        301,
        405,
        405,
    ]


def test_a_missing_page_stays_byte_for_byte_what_it_was(client):
    before = client.get("/missing/")
    redirects.lead("/old/", "/about/")
    after = client.get("/missing/")
    assert (after.status_code, after.content) == (404, before.content)


def test_the_desk_is_never_led_away(desk):
    Redirect.objects.create(old_path="/admin/nothing", new_path="/topics/river/", below=True)
    make_topic("نهر", slug="river")
    assert desk.get("/admin/nothing/").status_code == 404


def test_a_redirect_leads_to_no_other_site(client, desk):
    for target in ("//evil.example/x", "https://evil.example/x", "/\\evil.example", "javascript:alert(1)"):
        desk.post("/admin/newsroom/redirect/add/", {"old_path": "/old/", "new_path": target})
        assert "evil.example" not in client.get("/old/").headers.get("Location", "").split("/")[:3]


def test_missing_pages_cost_one_query_more_however_many_redirects(client):
    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        return len(queries)

    redirects.lead("/old/0", "/about/")
    cost("/missing/here/")
    one = cost("/missing/here/")
    redirects.lead_many([(f"/old/{number}", "/about/") for number in range(1, 31)], reason=Reason.IMPORT)
    cost("/missing/here/")
    assert cost("/missing/here/") == one


# ---- the list of them ------------------------------------------------------------------------------------------------


def test_redirects_are_found_by_folded_and_by_pasted_words(desk):
    redirects.lead("/أخبار/الأُردن", "/about/")
    redirects.lead("/english", "/about/")
    encoded = quote("/أخبار/الأُردن/")

    def found(query: str) -> list:
        return [row.old_path for row in desk.get("/admin/newsroom/redirect/", {"q": query}).context["cl"].queryset]

    for query in ("اخبار الاردن", "الأردن", encoded, f"https://x.example{encoded}?a=1"):
        assert found(query) == ["/أخبار/الأُردن"]
    assert found("ليس هنا") == []


def test_an_old_path_written_again_leads_elsewhere_and_stays_one(desk):
    redirects.lead("/old", "/about/")
    row = Redirect.objects.get()
    assert desk.post("/admin/newsroom/redirect/add/", {"old_path": "/old/", "new_path": "/contact/"}).status_code == 302
    assert pairs() == {"/old": "/contact/"}
    change = f"/admin/newsroom/redirect/{row.pk}/change/"
    assert desk.post(change, {"old_path": "/older/", "new_path": "/contact/"}).status_code == 302
    assert pairs() == {"/older": "/contact/"}
