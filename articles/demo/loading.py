"""Puts the demo newsroom into an empty house, through the same verbs that the desk uses."""

import re
from datetime import datetime, time, timedelta
from io import BytesIO
from typing import Any

from django.db import transaction

from articles import arranging, correcting, dossiers, publishing, revisions, tagging, translating
from articles.chronicle import Event, in_order
from articles.demo import drawing, facts, standing
from articles.demo.dossiers import DOSSIERS
from articles.demo.pieces import Piece, read_pieces
from articles.models import Article, Topic
from articles.models.article import LANGUAGES
from articles.snapshots import TRANSLATIONS, Ref, Snapshot
from columns.models import Author, Column
from columns.slots import next_slot
from newsroom import images, prose
from newsroom.accounts import User
from newsroom.images import Photo
from newsroom.outlet import SiteSettings

REF = "demo/"
_FIGURE = re.compile(r'data-photo="([a-z_-]+)"')


def is_loaded() -> bool:
    """Return whether the demo newsroom was put here before; whatever was done with it since stays."""
    return Article.objects.filter(import_ref__startswith=REF).exists()


@transaction.atomic
def load(*, by: User, now: datetime) -> int:
    """Fill an empty house with the demo newsroom, signed by ``by``; return how many pieces it has."""
    _outlet()
    photos = {name: _photo(name, words) for name, words in facts.PHOTOS.items()}
    authors = {key: _author(key, words) for key, words in facts.AUTHORS.items()}
    Author.objects.filter(pk=authors[facts.COLUMN["writer"]].pk).update(account=by)
    column = _column(authors)
    topics = _topics()
    pieces = read_pieces()
    # The oldest first, so that numbers rise with time.
    brought = {}
    for piece in reversed(pieces):
        content = _content(piece, column=column, photos=photos, authors=authors, topics=topics)
        moment = _moment(piece, pieces, column, now=now)
        brought[piece.ref] = _bring(piece, content, moment=moment, by=by, now=now)
    _dossiers(topics, brought, photos, by=by, now=now)
    picks = [brought[ref] for ref in standing.PICKS if brought[ref].is_live(now=now)]
    arranging.arrange(lead=None, until=None, picks=picks, by=by, now=now)
    if brought[standing.CORRECTED].is_live(now=now):
        _correct(brought[standing.CORRECTED], by=by, now=now)
    return len(pieces)


def _correct(article: Article, *, by: User, now: datetime) -> None:
    """Put right what stood in ``article`` since it was published, and tell readers what changed."""
    wrong = revisions.content_of(article)
    # Mended in both languages at once.
    right = translating.settled(wrong, _mended(wrong), seen=None, renewed=TRANSLATIONS)
    publishing.publish(article, content=right, version=article.version, by=by, now=now)
    showing = correcting.steps(article, now=now)[0].after.pk
    correcting.announce(article, note=standing.CORRECTION, showing=showing, by=by, now=now)


def _mended(content: Snapshot, *, back: bool = False) -> Snapshot:
    """Return ``content`` with the date that the correction is about, or ``back`` with the wrong one."""
    body = dict(content.body)
    for code, (wrong, right) in standing.MENDED.items():
        body[code] = body[code].replace(*((right, wrong) if back else (wrong, right)))
    return content.with_(body=body)


def _texts(name: str, words: dict[str, str]) -> dict[str, str]:
    return {f"{name}_{code}": words.get(code, "") for code in LANGUAGES}


def _outlet() -> None:
    outlet = SiteSettings.load()
    for name in ("name", "tagline", "description"):
        for field, words in _texts(name, facts.OUTLET[name]).items():
            setattr(outlet, field, words)
    outlet.contact_email = facts.OUTLET["email"]
    for name, texts in standing.PAGES.items():
        for code, html in texts.items():
            setattr(outlet, f"{name}_{code}", prose.clean(html).html)
    outlet.telegram_url, outlet.whatsapp_url = facts.OUTLET["telegram"], facts.OUTLET["whatsapp"]
    outlet.save()


def _taken_in(picture: Any, **words: Any) -> Photo:
    """Return a drawn picture as a photo of the library, through the one intake."""
    buffer = BytesIO()
    picture.save(buffer, "PNG", compress_level=1)
    return images.take_in(buffer, **words)


def _photo(name: str, words: dict[str, Any]) -> Photo:
    x, y = words["focus"]
    credit = words["credit"]
    texts = _texts("alt", words["alt"]) | _texts("caption", words["caption"])
    texts |= _texts("credit", credit) if isinstance(credit, dict) else {"credit_ar": credit}
    return _taken_in(drawing.draw(name), focal_x=x, focal_y=y, **texts)


def _author(key: str, words: dict[str, Any]) -> Author:
    portrait = _taken_in(drawing.draw_portrait(key), alt_ar="")
    texts = {field: text for name in ("name", "role", "biography") for field, text in _texts(name, words[name]).items()}
    return Author.objects.create(slug=words["slug"]["ar"], portrait=portrait, **texts)


def _column(authors: dict[str, Author]) -> Column:
    column = facts.COLUMN
    return Column.objects.create(
        slug=column["slug"]["ar"],
        cadence=column["cadence"],
        weekday=column["weekday"],
        slot_time=time(column["hour"]),
        zone=column["zone"],
        writer=authors[column["writer"]],
        first_number=column["first_number"],
        telegram_url=column["telegram"],
        whatsapp_url=column["whatsapp"],
        **_texts("title", column["name"]),
        **_texts("genre", column["genre"]),
        **_texts("description", column["description"]),
    )


def _topics() -> dict[str, Topic]:
    topics = {}
    for key, words in facts.TOPICS.items():
        texts = _texts("name", words["name"]) | _texts("summary", words["summary"])
        topics[key] = Topic.objects.create(slug=_slug(words["slug"]), kind=words["kind"], **texts)
    for key, words in facts.TOPICS.items():
        topics[key].parties.set(topics[party] for party in words.get("parties", ()))
    return topics


def _slug(words: dict[str, str] | str) -> str:
    return words["ar"] if isinstance(words, dict) else words


def _dossiers(
    topics: dict[str, Topic], brought: dict[str, Article], photos: dict[str, Photo], *, by: User, now: datetime
) -> None:
    """Give some topics a published dossier, and one of them a draft over it."""
    for key, words in DOSSIERS.items():
        topic = topics[key]
        content = dossiers.live_of(topic).with_(
            background=words["background"],
            picture=Ref.to(photos[words["picture"]]),
            people=tuple(Ref.to(topics[person]) for person in words["people"]),
            pins=tuple(Ref.to(brought[piece]) for piece in words["pins"]),
            events=tuple(Event(**event) for event in words["events"]),
        )
        dossiers.publish(topic, content=content, version=topic.version, by=by, now=now)
        if "draft" in words:
            more = content.with_(events=in_order([Event(**words["draft"]), *content.events]))
            dossiers.save_draft(topic, content=more, version=topic.version, by=by, now=now)


def _content(
    piece: Piece,
    *,
    column: Column,
    photos: dict[str, Photo],
    authors: dict[str, Author],
    topics: dict[str, Topic],
) -> Snapshot:
    """Return a sample piece as the desk would send it."""

    def body(html: str) -> str:
        return prose.clean(_FIGURE.sub(lambda match: f'data-photo="{photos[match[1]].pk}"', html)).html

    return Snapshot.empty().with_(
        title=dict.fromkeys(LANGUAGES, "") | piece.title,
        standfirst=dict.fromkeys(LANGUAGES, "") | piece.standfirst,
        body=dict.fromkeys(LANGUAGES, "") | {code: body(html) for code, html in piece.body.items()},
        released=piece.released,
        column=Ref.to(column) if piece.column else None,
        authors=tuple(Ref.to(authors[key]) for key in piece.authors),
        topics=tuple(Ref.to(topics[key]) for key in piece.topics),
        tags=tuple(Ref.to(tag) for tag in tagging.tags_for(list(piece.tags))),
        photo=Ref.to(photos[piece.photo]) if piece.photo else None,
    )


def _moment(piece: Piece, pieces: list[Piece], column: Column, *, now: datetime) -> datetime:
    """Return when the piece is public: editions in the column's own slots, week by week, others in the morning."""
    coming = next_slot(column, after=now)
    if piece.state == "scheduled":
        return coming
    if not piece.column:
        return (now - timedelta(days=piece.days_ago)).replace(hour=8, minute=0, second=0, microsecond=0)
    editions = [other.ref for other in pieces if other.column and other.state in {"published", "withdrawn"}]
    weeks = editions.index(piece.ref) + 1 if piece.ref in editions else 0
    return next_slot(column, after=coming - timedelta(days=7 * weeks, hours=2))


def _bring(piece: Piece, content: Snapshot, *, moment: datetime, by: User, now: datetime) -> Article:
    """Bring one piece to the state it shall show, by the verbs a desk would use, and return it."""
    if piece.ref == standing.CORRECTED and moment <= now:
        content = _mended(content, back=True)
    begun = min(moment - timedelta(days=2), now)
    article, _made = revisions.begin(content=content, by=by, now=begun, import_ref=f"{REF}{piece.ref}")
    if piece.state == "draft":
        return article
    acted = min(moment, now)
    publishing.publish(article, content=content, version=article.version, by=by, now=acted, at=moment)
    if piece.state == "withdrawn":
        publishing.withdraw(article, version=article.version, by=by, now=now)
    return article
