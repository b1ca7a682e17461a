"""Everything a test needs to exist, made by the verbs that the desk uses. Each call makes something new."""

import itertools
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from PIL import Image

from articles import publishing, revisions, tagging
from articles.models import Article, Topic
from articles.snapshots import Ref, Snapshot
from columns.models import Author, Column
from newsroom import images
from newsroom.accounts import User
from newsroom.arabic.slug import slug
from newsroom.images import Photo
from newsroom.roles import Role

_counter = itertools.count(1)
BODY = "<p>يمشي النهر على مهل بين ضفتيه، ولا يسأل عن اسم القرية التي تشرب منه.</p>"


def make_user(*permissions: str, **facts: Any) -> User:
    """A staff account with exactly these permissions, each written ``app.codename``."""
    user = User.objects.create_user(username=f"account-{next(_counter)}", is_staff=True, **facts)
    for permission in permissions:
        app, codename = permission.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return user


def make_editor(**facts: Any) -> User:
    """The editor-in-chief: may do everything."""
    return User.objects.create_superuser(username=f"editor-{next(_counter)}", **facts)


def make_member(*roles: Role, **facts: Any) -> User:
    """A staff account in these roles of the newsroom, and with no other right."""
    user = make_user(**facts)
    user.groups.set(Group.objects.filter(name__in=[role.value for role in roles]))
    return user


def make_writer(**facts: Any) -> User:
    """A writer: writes his own drafts, and may not publish."""
    return make_member(Role.WRITER, **facts)


def make_author(name: str = "سلمى العلي", **facts: Any) -> Author:
    """A person who signs."""
    facts = {"name_ar": name, "role_ar": "كاتبة", "slug": f"{slug(name)}-{next(_counter)}"} | facts
    return Author.objects.create(**facts)


def make_column(title: str = "على الضفة", **facts: Any) -> Column:
    """A weekly column with a writer."""
    if "writer" not in facts:
        facts["writer"] = make_author()
    facts = {"title_ar": title, "genre_ar": "أدبية", "slug": f"{slug(title)}-{next(_counter)}"} | facts
    return Column.objects.create(**facts)


def make_topic(name: str = "", **facts: Any) -> Topic:
    """A topic with a name of its own."""
    number = next(_counter)
    return Topic.objects.create(**({"name_ar": name or f"موضوع {number}", "slug": f"موضوع-{number}"} | facts))


def make_picture(size: tuple[int, int] = (64, 48), kind: str = "JPEG", **options: Any) -> BytesIO:
    """A picture file of one colour, as somebody would upload it."""
    upload = BytesIO()
    Image.new("RGB", size, options.pop("colour", (40, 90, 120))).save(upload, kind, **options)
    upload.seek(0)
    upload.name = f"picture.{kind.lower()}"
    return upload


def make_photo(size: tuple[int, int] = (64, 48), **facts: Any) -> Photo:
    """A photo of the library."""
    return images.take_in(make_picture(size), **({"alt_ar": "نهر وضفتان"} | facts))


def make_content(**facts: Any) -> Snapshot:
    """What a writer sends: ``title``, ``standfirst``, ``body`` and their ``_en`` twins, rows, names of tags."""
    texts = {
        name: {"ar": facts.pop(name, default), "en": facts.pop(f"{name}_en", "")}
        for name, default in (("title", f"مادة عن النهر {next(_counter)}"), ("standfirst", ""), ("body", BODY))
    }
    authors = facts.pop("authors") if "authors" in facts else [_somebody()]
    column, photo = facts.pop("column", None), facts.pop("photo", None)
    return Snapshot(
        **texts,
        column=Ref.to(column) if column else None,
        photo=Ref.to(photo) if photo else None,
        authors=tuple(Ref.to(author) for author in authors),
        topics=tuple(Ref.to(topic) for topic in facts.pop("topics", ())),
        tags=tuple(Ref.to(tag) for tag in tagging.tags_for(list(facts.pop("tags", ())))),
        **facts,
    )


def make_draft(content: Snapshot | None = None, *, by: User | None = None, **facts: Any) -> Article:
    """A piece that was saved once and never published."""
    content = content or make_content(**facts)
    article, _made = revisions.begin(content=content, by=by, now=timezone.now())
    return article


def make_live(
    content: Snapshot | None = None, *, at: datetime | None = None, by: User | None = None, **facts: Any
) -> Article:
    """A piece that readers see since ``at`` (an hour ago)."""
    now = timezone.now()
    return _published(content or make_content(**facts), at=at or now - timedelta(hours=1), by=by, now=now)


def make_scheduled(
    content: Snapshot | None = None, *, at: datetime | None = None, by: User | None = None, **facts: Any
) -> Article:
    """A piece that readers will see at ``at`` (tomorrow)."""
    now = timezone.now()
    return _published(content or make_content(**facts), at=at or now + timedelta(days=1), by=by, now=now)


def make_withdrawn(content: Snapshot | None = None, **facts: Any) -> Article:
    """A piece that was before readers and was taken back."""
    article = make_live(content, **facts)
    publishing.withdraw(article, version=article.version, by=facts.get("by"), now=timezone.now())
    return article


def redraft(article: Article, **changes: Any) -> Article:
    """Save a new draft of ``article`` in which some fields of its newest text are changed."""
    content = revisions.content_of(article).with_(**changes)
    revisions.save_draft(article, content=content, version=article.version, by=None, now=timezone.now())
    return article


def republish(article: Article, *, now: datetime | None = None, **changes: Any) -> Article:
    """Publish ``article`` anew with some fields of its newest text changed."""
    content = revisions.content_of(article).with_(**changes)
    publishing.publish(article, content=content, version=article.version, by=None, now=now or timezone.now())
    return article


def fresh(piece: Article) -> Article:
    """The piece as the database has it now."""
    return Article.objects.get(pk=piece.pk)


def arabic(text: str) -> dict[str, str]:
    """A text in Arabic alone, as a snapshot holds it."""
    return {"ar": text, "en": ""}


def form_data(content: Snapshot, **more: Any) -> dict[str, Any]:
    """The fields that a browser sends for ``content`` from the writing form."""
    data: dict[str, Any] = {
        f"{name}_{code}": getattr(content, name)[code]
        for name in ("title", "standfirst", "body")
        for code in ("ar", "en")
    }
    data |= {
        "column": content.column.id if content.column else "",
        "number": content.number or "",
        "authors": [ref.id for ref in content.authors],
        "topics": [ref.id for ref in content.topics],
        "tags": "، ".join(ref.name for ref in content.tags),
        "photo": content.photo.id if content.photo else "",
        "protection": content.protection,
        "publish_at": timezone.localtime(content.publish_at).strftime("%Y-%m-%dT%H:%M") if content.publish_at else "",
    }
    if "en" in content.released:
        data["released_en"] = "on"
    return data | more


def _somebody() -> Author:
    return Author.objects.first() or make_author()


def _published(content: Snapshot, *, at: datetime, by: User | None, now: datetime) -> Article:
    article, _made = revisions.begin(content=content, by=by, now=min(at, now))
    publishing.publish(article, content=content, version=article.version, by=by, now=min(at, now), at=at)
    return article
