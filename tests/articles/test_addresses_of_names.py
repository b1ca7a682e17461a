"""Addresses of names: any spelling, any name it ever had, leads to the page in one step, or tells nothing."""

from typing import Any
from urllib.parse import quote, unquote

import pytest
from django.test import Client
from django.utils import timezone

from articles import merging, naming, undoing
from articles.models import Merge, Tag, Topic
from newsroom import redirects
from newsroom.redirects import Redirect
from tests.factories import make_live

pytestmark = pytest.mark.django_db
KIM = "كيم جونغ أون"


def leads(path: str) -> list[str]:
    """Where a reader is sent, hop by hop; the last one answered, unless it ends in "404"."""
    client, hops = Client(), []
    answer = client.get(quote(path))
    while answer.status_code in {301, 302, 307, 308} and len(hops) < 9:
        hops.append(unquote(answer.headers["Location"]))
        answer = client.get(answer.headers["Location"])
    return hops if answer.status_code == 200 else [*hops, str(answer.status_code)]


def named(name: str, *aliases: str, **facts: Any) -> Topic:
    topic = Topic.objects.create(name_ar=name, **facts)
    naming.set_aliases(topic, aliases, by=None, now=timezone.now())
    return topic


def rename(row: Topic | Tag, name: str) -> None:
    naming.rename(row, {"ar": name}, by=None, now=timezone.now())


def merge(source: Topic | Tag, into: Topic | Tag) -> Merge:
    return merging.merge(source, into=into, by=None, now=timezone.now())


# ---- spellings -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spelled",
    [
        "Kim-Jong-un",
        "kim-jong-un",
        "KIM-JONG-UN",
        "Kim_Jong_Un",
        "Kim Jong un",
        "كيم-جونغ-اون",
        "كيم_جونغ_أون",
        "كيم-يونغ-أون",
    ],
)
def test_any_spelling_of_a_topic_or_tag_leads_to_its_page_at_once(spelled):
    topic = named(KIM, "Kim Jong-un", "كيم يونغ أون")
    make_live(topics=[topic], tags=[KIM])
    naming.set_aliases(Tag.objects.get(), ["Kim Jong-un", "كيم يونغ أون"], by=None, now=timezone.now())
    for room in ("topics", "tags"):
        for path in (f"/{room}/{spelled}/", f"/{room}/{spelled}"):
            assert leads(path) == [f"/{room}/كيم-جونغ-أون/"]
    for below in ("feed/", "feed/rss/"):
        assert leads(f"/topics/{spelled}/{below}") == [f"/topics/كيم-جونغ-أون/{below}"]


def test_a_redirect_is_kept_for_an_hour_and_drops_the_query(client):
    named(KIM, "Kim Jong-un")
    answer = client.get("/topics/kim-jong-un/?utm_source=x")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (301, "max-age=3600")
    assert unquote(answer.headers["Location"]) == "/topics/كيم-جونغ-أون/"


def test_a_language_before_the_address_stays():
    topic = named(KIM, "Kim Jong-un")
    assert leads("/en/topics/kim-jong-un/") == ["404"]
    make_live(title_en="Kim", body_en="<p>Kim.</p>", released=("ar", "en"), topics=[topic])
    assert leads("/en/topics/kim-jong-un/") == ["/en/topics/كيم-جونغ-أون/"]
    assert leads("/en/topics/Kim-Jong-un/feed/") == ["/en/topics/كيم-جونغ-أون/feed/"]


def test_a_page_that_is_there_wins_over_a_spelling():
    other = named("روسيا", "kim")
    page = named(KIM, slug="kim")
    assert leads("/topics/kim/") == []
    assert leads("/topics/KIM/") == [f"/topics/{other.slug}/"]
    assert leads("/topics/كيم-جونغ-اون/") == [f"/topics/{page.slug}/"]


def test_other_addresses_and_nonsense_lead_nowhere():
    named(KIM, "Kim Jong-un")
    for path in ("/kim-jong-un/", "/topics/", "/topics/kim/", "/authors/kim-jong-un/", "/topics/---/", "/topics/%00/"):
        assert leads(path)[-1] == "404"
    assert leads("/topics/kim-jong-un/feed/more/") == ["404"]
    assert leads("/tags/" + "ن" * 400 + "/") == ["404"]


# ---- what a name was -------------------------------------------------------------------------------------------------


def test_renamed_twice_the_first_address_leads_to_the_last_in_one_step():
    topic = named("تويتر")
    rename(topic, "إكس")
    rename(topic, "منصة إكس")
    for path in ("تويتر", "إكس", "اكس", "تويتر/feed"):
        name, _slash, below = path.partition("/")
        assert leads(f"/topics/{name}/{below}") == [f"/topics/منصة-إكس/{below + '/' if below else ''}"]


def test_merged_once_and_again_and_renamed_everything_leads_on():
    first, second, third = named("بوتين", "Putin"), named("فلاديمير بوتين", "VVP"), named("الكرملين")
    merge(first, second)
    assert [leads(f"/topics/{path}/") for path in ("بوتين", "putin", "بُوتين")] == [["/topics/فلاديمير-بوتين/"]] * 3
    merge(second, third)
    rename(third, "الرئاسة الروسية")
    old = ["بوتين", "Putin", "VVP", "فلاديمير-بوتين", "فلاديمير_بوتين", "الكرملين"]
    assert [leads(f"/topics/{path}/") for path in old] == [["/topics/الرئاسة-الروسية/"]] * len(old)
    assert leads("/topics/putin/feed/") == ["/topics/الرئاسة-الروسية/feed/"]


def test_what_was_merged_takes_its_name_back():
    first, second = named("بوتين"), named("فلاديمير بوتين")
    merge(first, second)
    # Into it was merged what it is now called itself.
    rename(second, "بوتين")
    assert leads("/topics/بوتين/") == []
    assert leads("/topics/فلاديمير-بوتين/") == ["/topics/بوتين/"]
    rename(second, "الرئيس")
    assert [leads(f"/topics/{path}/") for path in ("بوتين", "فلاديمير-بوتين")] == [["/topics/الرئيس/"]] * 2


def test_a_tag_merged_into_a_topic_or_made_one_takes_its_spellings_along():
    make_live(tags=["بوتن", "كيم"])
    tags = {str(tag): tag for tag in Tag.objects.all()}
    naming.set_aliases(tags["بوتن"], ["Putin"], by=None, now=timezone.now())
    naming.set_aliases(tags["كيم"], ["Kim"], by=None, now=timezone.now())
    topic = named("فلاديمير بوتين")
    merge(tags["بوتن"], topic)
    merging.promote(tags["كيم"], by=None, now=timezone.now())
    assert [leads(f"/tags/{path}/") for path in ("بوتن", "putin")] == [[f"/topics/{topic.slug}/"]] * 2
    assert [leads(f"/tags/{path}/") for path in ("كيم", "KIM")] == [["/topics/كيم/"]] * 2


def test_an_undo_gives_every_address_back():
    first, second = named("بوتين", "Putin"), named("فلاديمير بوتين")
    done = merge(first, second)
    undoing.undo(done.group, by=None, now=timezone.now())
    assert [leads("/topics/بوتين/"), leads("/topics/putin/")] == [[], ["/topics/بوتين/"]]


def test_a_removed_name_leads_nowhere_until_somebody_bears_it():
    topic = named("بوتين", "Putin")
    rename(topic, "الرئيس")
    merging.remove(topic, by=None, now=timezone.now())
    assert [leads(f"/topics/{path}/") for path in ("بوتين", "putin", "الرئيس")] == [["404"]] * 3
    # The table still knows where the first address led; there is nothing any more, but the name is borne again.
    other = named("فلاديمير", "بوتين", "الرئيس")
    assert [leads(f"/topics/{path}/") for path in ("بوتين", "الرئيس")] == [[f"/topics/{other.slug}/"]] * 2


# ---- what nobody may learn -------------------------------------------------------------------------------------------


def test_a_hidden_topic_tells_nothing_by_any_of_its_addresses():
    topic = named("سر مكتوم", "Hush")
    rename(topic, "سر آخر")
    merge(named("سر قديم"), topic)
    Topic.objects.update(published=False)
    tag = Tag.objects.create(name="وسم خفي")
    naming.set_aliases(tag, ["Hidden"], by=None, now=timezone.now())
    plain = Client().get("/topics/nobody/")
    for path in (
        "topics/سر-مكتوم",
        "topics/hush",
        "topics/سر-قديم",
        "topics/سر_آخر",
        "topics/hush/feed",
        "tags/hidden",
    ):
        answer = Client().get(quote(f"/{path}/"))
        assert (answer.status_code, answer.content, answer.headers.get("Location")) == (404, plain.content, None)
        assert dict(answer.headers) == dict(plain.headers)


# ---- no circles ------------------------------------------------------------------------------------------------------


def test_circles_end_and_long_ways_are_gone_by_the_server():
    topic = named(KIM, "kim")
    # Written past the verbs, which flatten every chain as it arises.
    for old, new in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "e"), ("e", "topics/kim")):
        Redirect.objects.create(old_path=f"/{old}", new_path=f"/{new}/")
    assert [leads(f"/{path}/") for path in "abc"] == [["404"]] * 3
    assert leads("/d/") == [f"/topics/{topic.slug}/"]
    for number in range(8):
        Redirect.objects.create(old_path=f"/far{number}", new_path=f"/far{number + 1}/")
    Redirect.objects.create(old_path="/far8", new_path="/topics/kim/")
    assert (leads("/far0/"), leads("/far6/")) == (["404"], [f"/topics/{topic.slug}/"])


def test_a_redirect_by_hand_comes_before_a_spelling():
    named(KIM, "kim")
    other = named("روسيا")
    redirects.lead("/topics/kim/", other.get_absolute_url())
    assert leads("/topics/kim/") == ["/topics/روسيا/"]
    assert leads("/topics/KIM/") == ["/topics/كيم-جونغ-أون/"]


def test_a_page_that_is_there_asks_for_no_spelling(client, django_assert_max_num_queries):
    topic = named(KIM, "kim")
    make_live(topics=[topic])
    client.get(topic.get_absolute_url())
    with django_assert_max_num_queries(30) as asked:
        client.get(topic.get_absolute_url())
    assert [query["sql"] for query in asked if "articles_spelling" in query["sql"]] == []
