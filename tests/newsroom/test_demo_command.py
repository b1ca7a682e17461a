"""``manage.py demo``: a whole newsroom once, and never again over what was done with it since."""

import io
import json

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from articles.models import Article, Correction, Topic
from articles.models.article import State
from articles.revisions import content_of
from columns import signoff
from columns.models import Author, Column
from newsroom.accounts import User
from newsroom.images import Photo
from newsroom.outlet import SiteSettings
from newsroom.prose import clean, plain_text
from newsroom.roles import Role, roles_of
from tests.factories import republish

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FACTS = settings.VAR_DIR / "demo.json"


@pytest.fixture(scope="module")
def newsroom(django_db_setup, django_db_blocker):
    """The demo newsroom, set up once for all tests of this module: drawing its pictures takes seconds."""
    with django_db_blocker.unblock(), transaction.atomic():
        FACTS.unlink(missing_ok=True)
        yield demo(), FACTS.read_bytes()
        transaction.set_rollback(True)
    FACTS.unlink(missing_ok=True)


@pytest.fixture
def said(newsroom, db) -> str:
    """What the first run printed; whatever a test did with the house and its file is undone."""
    FACTS.unlink(missing_ok=True)
    FACTS.touch(mode=0o600)
    FACTS.write_bytes(newsroom[1])
    return newsroom[0]


def demo(**options) -> str:
    out = io.StringIO()
    call_command("demo", stdout=out, **options)
    return out.getvalue()


def kept() -> dict:
    return json.loads(FACTS.read_text(encoding="utf-8"))


def counts() -> dict[str, int]:
    ours = [model for app in ("newsroom", "columns", "articles") for model in apps.get_app_config(app).get_models()]
    return {model.__name__: model._default_manager.count() for model in ours}


def test_the_demo_newsroom_has_everything_a_newsroom_shows(said):
    now = timezone.now()
    pieces = list(Article.objects.all())
    assert len(pieces) >= 13
    assert (Column.objects.count(), Author.objects.count() >= 3, Topic.objects.count() >= 6) == (1, True, True)
    states = [piece.state(now=now) for piece in pieces]
    assert [states.count(state) for state in (State.DRAFT, State.SCHEDULED, State.WITHDRAWN)] == [1, 1, 1]
    assert min(len(plain_text(piece.body_ar).split()) for piece in pieces) >= 350
    released = [piece for piece in pieces if piece.released_en]
    half_done = [piece for piece in pieces if piece.body_en and not piece.released_en]
    assert (len(released), len(half_done)) == (2, 1)
    relation = Topic.objects.get(name_ar="العلاقات الروسية–الكورية الشمالية")
    assert {party.name_ar for party in relation.parties.all()} == {"روسيا", "كوريا الشمالية"}
    assert set(Topic.objects.values_list("kind", flat=True)) >= {"relation", "country", "person", "theme"}


def test_the_demo_shows_the_words_that_its_correction_changed(said, client):
    notice = Correction.objects.get()
    for path, gone, new in (("", "حزيران", "تموز"), ("/en", "June", "July")):
        changes = client.get(f"{path}/corrections/{notice.pk}/").context["changes"]
        runs = [run for _label, change in changes for line in change.lines for run in line.runs if run.kind != "same"]
        assert [(run.kind.value, run.words) for run in runs] == [("gone", gone), ("new", new)]


def test_every_number_follows_its_moment_and_every_sign_off_is_the_houses(said):
    column = Column.objects.get()
    editions = list(column.articles.exclude(number=None).order_by("publish_at"))
    assert [edition.number for edition in editions] == list(
        range(column.first_number, column.first_number + len(editions))
    )
    lines = {edition.signoff_ar for edition in editions}
    assert lines == {signoff.build(column, outlet=SiteSettings.load(), language="ar")}
    local = [timezone.localtime(edition.publish_at) for edition in editions]
    assert {(moment.weekday(), moment.hour) for moment in local} == {(column.weekday, column.slot_time.hour)}
    assert len({moment.date() for moment in local}) == len(editions)


def test_every_sample_text_is_clean_and_its_pictures_exist(said):
    for piece in Article.objects.all():
        for body in (piece.body_ar, piece.body_en or ""):
            assert clean(body).html == body
        photos = piece.body_ar.split('data-photo="')[1:]
        assert all(Photo.objects.filter(pk=figure.split('"')[0]).exists() for figure in photos)


def test_every_public_page_of_the_demo_opens(said):
    client = Client()
    column = Column.objects.get()
    addresses = ["/", "/en/", column.get_absolute_url(), f"{column.get_absolute_url()}feed/"]
    addresses += [piece.get_absolute_url() for piece in Article.objects.published("ar")]
    assert [client.get(address).status_code for address in addresses] == [200] * len(addresses)
    hidden = Article.objects.exclude(pk__in=Article.objects.published("ar"))
    assert {client.get(f"/articles/{piece.pk}/").status_code for piece in hidden} == {404}


def test_the_account_opens_the_desk_and_nobody_else_reads_its_password(said):
    facts = kept()
    colleagues = facts.pop("colleagues")
    assert facts.keys() == {"base", "admin", "user", "password"}
    assert set(colleagues) == set(Role.values) - {Role.EDITOR_IN_CHIEF}
    for role, name in colleagues.items():
        account = User.objects.get(username=name)
        assert (roles_of(account), account.is_staff, account.is_superuser) == ([Role(role)], True, False)
        assert account.check_password(facts["password"])
    assert (facts["base"], facts["admin"]) == ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/admin/")
    assert [value in said for value in facts.values()] == [True] * 4
    assert FACTS.stat().st_mode & 0o777 == 0o600
    client = Client()
    assert client.login(username=facts["user"], password=facts["password"])
    assert client.get("/admin/").status_code == 200
    assert len(facts["password"]) >= 12


def test_a_second_run_duplicates_nothing_and_keeps_the_password(said):
    before, facts = counts(), kept()
    files = sorted(path for path in settings.MEDIA_ROOT.rglob("*"))
    again = demo(port=9000)
    assert (counts(), sorted(path for path in settings.MEDIA_ROOT.rglob("*"))) == (before, files)
    assert kept() == facts | {"base": "http://127.0.0.1:9000/", "admin": "http://127.0.0.1:9000/admin/"}
    assert facts["password"] in again
    assert FACTS.stat().st_mode & 0o777 == 0o600


def test_a_second_run_loses_nothing_that_was_done_in_between(said):
    piece = Article.objects.published("ar").newest_first().first()
    republish(piece, title=content_of(piece).title | {"ar": "عنوان كتبته بعد الإعداد"})
    column = Column.objects.get()
    column.title_ar = "اسم آخر"
    column.save()
    Article.objects.get(status="draft").delete()
    before = counts()
    demo()
    assert counts() == before
    assert (Article.objects.get(pk=piece.pk).title_ar, Column.objects.get().title_ar) == (
        "عنوان كتبته بعد الإعداد",
        "اسم آخر",
    )


def test_a_password_that_was_changed_is_replaced_by_one_that_works(said):
    user = User.objects.get(username=kept()["user"])
    user.set_password("شيء آخر تماماً")
    user.save()
    FACTS.write_text("{broken", encoding="utf-8")
    demo()
    assert User.objects.get(pk=user.pk).check_password(kept()["password"])


def test_the_demo_is_never_loaded_in_production(settings):
    settings.PRODUCTION = True
    before = counts()
    with pytest.raises(CommandError, match="never loaded in production"):
        demo()
    assert counts() == before
