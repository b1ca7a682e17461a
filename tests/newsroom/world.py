"""A newsroom full of pieces that not everybody may read: who is asked, what is there, which words would betray it."""

import html
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from articles import correcting, dossiers, merging, previews, reviewing, revisions, twins, working
from articles.models import Article, FrontPage, Tag
from articles.snapshots import Snapshot
from columns.models import Author, Column
from newsroom import audit, redirects
from newsroom.accounts import User
from newsroom.outlet import SiteSettings
from newsroom.roles import Role
from tests.factories import (
    make_author,
    make_column,
    make_content,
    make_draft,
    make_editor,
    make_live,
    make_member,
    make_photo,
    make_scheduled,
    make_topic,
    make_withdrawn,
    redraft,
)

# One letter for each account that is asked; two letters are an account in two roles.
LETTERS = {
    "E": (Role.EDITOR_IN_CHIEF,),
    "e": (Role.EDITOR,),
    "w": (Role.WRITER,),
    "t": (Role.TOPIC_MANAGER,),
    "r": (Role.TRANSLATOR,),
    "-": (),
    "wt": (Role.WRITER, Role.TOPIC_MANAGER),
}
READ_ALL = set("Eer")
MAKERS = {"draft": make_draft, "scheduled": make_scheduled, "withdrawn": make_withdrawn, "live": make_live}
_WRITES = re.compile(r'(INSERT INTO|UPDATE|DELETE FROM) "(articles|columns|newsroom|taggit|auth|otp|django_admin)_')
_DIGITS = str.maketrans("0123456789", "ابتثجحخدذر")


def secret(kind: str, number: int) -> str:
    """A word that stands nowhere else."""
    return f"خفي{kind}ق{str(number).translate(_DIGITS)}غ"


@dataclass
class World:
    """One account, everything there is, and the words that this account must never meet."""

    letter: str
    me: User
    client: Client = field(default_factory=Client)
    pieces: dict[str, Article] = field(default_factory=dict)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def hidden(self) -> list[str]:
        """The words of others' unpublished pieces that this account may not read: a topic manager reads titles."""
        if set(self.letter) & READ_ALL:
            return []
        return self.texts if "t" in self.letter else self.texts + self.titles


def build(letter: str) -> World:
    """A newsroom as the account ``letter`` finds it."""
    me, colleague = make_member(*LETTERS[letter], first_name="أنا"), make_member(Role.WRITER, first_name="زميلة")
    world = World(letter, me)
    world.client.force_login(me)
    signing = make_author("كاتبة الزميلة", account=colleague)
    column = make_column()
    for number, (kind, make) in enumerate(MAKERS.items()):
        world.pieces[f"own {kind}"] = make(make_content(authors=[signing]), by=me)
        world.pieces[f"other {kind}"] = _hidden(world, kind, number, colleague, authors=[signing], column=column)
    _keep_copies(world, colleague)
    _share(world, colleague)
    _say(world, colleague)
    live = world.pieces["other live"]
    correcting.announce(live, note={"ar": "تصحيح منشور"}, by=colleague, now=live.publish_at)
    world.rows = _rows(world, colleague, signing)
    # As the work beside the server leaves it: looking at the inbox of names has nothing left to compare.
    twins.compare_new()
    return world


def again(world: World) -> World:
    """The same newsroom for another test: its rows as they were, and a browser that nobody has used since."""
    fresh = deepcopy(replace(world, client=None))
    fresh.client = Client()
    fresh.client.cookies = deepcopy(world.client.cookies)
    return fresh


def _hidden(world: World, kind: str, number: int, by: User, **facts: Any) -> Article:
    """A colleague's piece with words in it that nobody has published."""
    title, text, english = (secret(part, number) for part in ("عنوان", "نص", "ترجمة"))
    world.titles += [title, f"Hidden{number}title"]
    world.texts += [text, english, f"hidden{number}text"]
    unreleased = {"title_en": f"Hidden{number}title", "body_en": f"<p>hidden{number}text {english}</p>"}
    if kind != "live":
        content = make_content(title=title, standfirst=text, body=f"<p>{text}</p>", **unreleased, **facts)
        return make_withdrawn(content) if kind == "withdrawn" else MAKERS[kind](content, by=by)
    piece = make_live(make_content(title="مادة حية منشورة", **unreleased, **facts), by=by)
    return redraft(piece, title={"ar": title, "en": ""}, body={"ar": f"<p>{text}</p>", "en": ""})


def _keep_copies(world: World, colleague: User) -> None:
    """What each of the two has typed into a draft and not saved."""
    texts = {"own draft": (world.me, "كلام لم يُحفظ"), "other draft": (colleague, world.titles[0])}
    for name, (by, text) in texts.items():
        piece = world.pieces[name]
        fields = {"title_ar": [text], "body_ar": [f"<p>{text}</p>"]}
        place = {"article": piece, "key": None, "version": piece.version}
        working.keep(by=by, fields=fields, window=uuid4(), serial=0, now=timezone.now(), **place)


def _share(world: World, colleague: User) -> None:
    """The colleague shows every piece to somebody outside, by a link."""
    for piece in world.pieces.values():
        previews.share(piece, language="ar", lasts=timedelta(days=1), by=colleague, now=timezone.now())


def _say(world: World, colleague: User) -> None:
    """What the colleague says of a draft to those who may see it."""
    reviewing.say(world.pieces["other draft"], text=world.texts[0], by=colleague, now=timezone.now())


def _rows(world: World, colleague: User, signing: Author) -> dict[str, dict[str, Any]]:
    borne, free = make_topic("موضوع تحمله مادة"), make_topic("موضوع خالٍ")
    tagged = make_live(make_content(topics=[borne], tags=["وسم محمول"], authors=[signing]))
    for topic in (borne, free):
        for text in ("ملف الزميلة", "مسودة الملف"):
            content = dossiers.content_of(topic).with_(summary={"ar": text, "en": ""})
            verb = dossiers.save_draft if topic.live_revision_id else dossiers.publish
            verb(topic, content=content, version=topic.version, by=colleague, now=timezone.now())
    free_tag = Tag.objects.create(name="وسم خالٍ")
    merging.merge(Tag.objects.create(name="وسم مدموج"), into=free_tag, by=colleague, now=timezone.now())
    settings, front = SiteSettings.load(), FrontPage.load()
    settings.save()
    front.save()
    own_photo, other_photo = make_photo(by=world.me), make_photo(by=colleague)
    audit.record(free, by=colleague, act="Changed.")
    return {
        "articles.topic": {"borne": borne, "free": free},
        "articles.tag": {"borne": tagged.tagged.get().tag, "free": free_tag},
        "articles.frontpage": {"": front},
        "columns.column": {"borne": Column.objects.get(), "free": make_column("زاوية خالية", writer=None)},
        "columns.author": {"borne": signing, "free": make_author("كاتب بلا مواد")},
        "newsroom.photo": {"own": own_photo, "other": other_photo},
        "newsroom.user": {"other": colleague, "superuser": make_editor(), "self": world.me},
        "newsroom.redirect": {"": redirects.lead("/old/", "/about/")},
        "newsroom.sitesettings": {"": settings},
        "admin.logentry": {"": LogEntry.objects.filter(object_id=str(free.pk)).first()},
    }


def everything() -> dict[str, list]:
    """Every row of the house, of its history and of who is in which role; sessions and sign-ins apart."""
    models = [
        model for label in ("articles", "columns", "newsroom") for model in apps.get_app_config(label).get_models()
    ]
    models += [LogEntry, Group, User.groups.through, User.user_permissions.through, Group.permissions.through]
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list()) for model in dict.fromkeys(models)
    }


@contextmanager
def asking() -> Iterator[list[str]]:
    """The statements that reach the database meanwhile, without their values: drawing those up takes as long again."""
    statements: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield statements


def written(statements: list[str]) -> list[str]:
    """The statements among these that write into the house's own tables; sessions and sign-ins apart."""
    return [sql for sql in statements if _WRITES.match(sql)]


def told(answer: HttpResponse) -> str:
    """Everything that an answer tells: its text as a person reads it, and where it leads."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode("utf-8", "replace")
    if answer.headers.get("Content-Type", "").startswith("application/json"):
        text = json.dumps(json.loads(text), ensure_ascii=False)
    return unquote(html.unescape(text)) + unquote(answer.headers.get("Location", ""))


def betrayed(words: list[str], answer: HttpResponse) -> list[str]:
    """Those of ``words`` that an answer tells."""
    said = told(answer) if words else ""
    return [word for word in words if word in said]


def typed(piece: Article, **changes: Any) -> Snapshot:
    """What somebody sends who wants other words in ``piece``."""
    return revisions.content_of(piece).with_(title={"ar": "عنوان مزوّر", "en": "Forged"}, **changes)
