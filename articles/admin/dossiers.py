"""The desk's screens of a topic's dossier: its form, its preview, its revisions and what brings one back."""

from collections.abc import Sequence
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from js_asset import Media

from articles import dossier_page, dossiers
from articles.admin.front import PieceBox, PieceField
from articles.admin.revisions import LONGEST_ID, PAGE, Listed
from articles.admin.sent import version_in, who
from articles.dossier_comparing import changes, choices, label_of
from articles.dossier_forms import DossierForm
from articles.dossier_snapshot import FIELDS, MOST_EVENTS, TRANSLATED, Dossier
from articles.dossiers import Conflict, Gone
from articles.lists import PIECES_PER_PAGE
from articles.models import Merge, Pick, Revision, Topic
from articles.models.names import TopicKind
from articles.writing.view import UNANSWERED
from articles.writing.words import editor_words
from newsroom import prose
from newsroom.paging import number_of, slice_of
from newsroom.refusals import Refused
from newsroom.rooms import labelled

# Far more than the longest list: a preview remembers nothing.
MOST_PREVIEWED = 100_000
ACTS = {"save": dossiers.save_draft, "publish": dossiers.publish}


class Dossiers(admin.ModelAdmin):
    """The addresses of dossiers; who may only translate writes the other languages, as a draft."""

    # -- who may what -------------------------------------------------------------------------------------------------

    def may_publish_dossier(self, request: HttpRequest) -> bool:
        """Return whether the account writes every field of a dossier and puts it before readers."""
        return request.user.has_perm("articles.change_topic")

    def may_open_dossier(self, request: HttpRequest) -> bool:
        """Return whether the form of a dossier opens for the account."""
        return self.may_publish_dossier(request) or request.user.has_perm("articles.translate_article")

    def topic_to_write(self, request: HttpRequest, pk: int) -> Topic:
        """Return the topic whose dossier the account may open; raises PermissionDenied or Http404."""
        if not self.may_open_dossier(request):
            raise PermissionDenied
        if pk >= 2**63:
            raise Http404
        rows = Topic.objects.select_related("picture", "draft_revision", "live_revision")
        topic: Topic = get_object_or_404(rows, pk=pk)
        return topic

    # -- the doors ----------------------------------------------------------------------------------------------------

    def dossier_urls(self, wrap: Any) -> list:
        """Return our addresses, each behind ``wrap``, the desk's door."""
        form = require_http_methods(["GET", "HEAD", "POST"])
        revisions = "<int:pk>/dossier/revisions/"
        return [
            path("dossier-paste/", wrap(require_POST(self.dossier_paste)), name="articles_topic_paste"),
            path("<int:pk>/dossier/", wrap(form(self.dossier)), name="articles_topic_dossier"),
            path(
                "<int:pk>/dossier/preview/<str:language>/",
                wrap(require_safe(self.dossier_preview)),
                name="articles_topic_dossier_preview",
            ),
            path(revisions, wrap(require_safe(self.dossier_revisions)), name="articles_topic_revisions"),
            path(f"{revisions}compare/", wrap(require_safe(self.dossier_compare)), name="articles_topic_compare"),
            path(
                f"{revisions}<int:revision>/restore/",
                wrap(require_POST(self.dossier_restore)),
                name="articles_topic_restore",
            ),
        ]

    def doors(self, request: HttpRequest, pk: int) -> list[tuple[str, Any]]:
        """Return where one may go from a topic's page: first to its dossier."""
        led: list[tuple[str, Any]] = super().doors(request, pk)  # type: ignore[misc]
        if not self.may_open_dossier(request):
            return led
        return [(reverse("admin:articles_topic_dossier", args=[pk]), _("The dossier")), *led]

    def get_list_display(self, request: HttpRequest) -> Any:
        """Return the columns, with the way to each dossier for those to whom it opens."""
        columns = super().get_list_display(request)
        return (*columns, "dossier_of") if self.may_open_dossier(request) else columns

    @admin.display(description=gettext_lazy("dossier"))
    def dossier_of(self, topic: Topic) -> str:
        """Return the way to the dossier, in words for how it stands."""
        address = reverse("admin:articles_topic_dossier", args=[topic.pk])
        said = format_html('<span class="unseen">: <bdi>{}</bdi></span>', str(topic))
        led = format_html('<a href="{}">{}{}</a>', address, dossiers.standing_in_words(topic), said)
        return labelled(_("dossier"), led)

    # -- the form -----------------------------------------------------------------------------------------------------

    @method_decorator(csp_replace({"script-src": settings.WRITING_FORM_SCRIPT_SRC}))
    def dossier(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Open the dossier, or save, publish or discard what was typed."""
        try:
            topic = self.topic_to_write(request, pk)
        except Http404:
            if request.method != "POST":
                raise
            return self._dossier_gone(request, pk)
        if request.method != "POST":
            return self._dossier_page(request, topic, self._dossier_form(request, topic))
        name = request.POST.get("act", "save")
        if name != "save" and not self.may_publish_dossier(request):
            raise PermissionDenied
        if name == "discard":
            return self._dossier_discarded(request, topic)
        form = self._dossier_form(request, topic, data=request.POST)
        if not form.is_valid():
            return self._dossier_page(request, topic, form, status=422)
        return self._dossier_saved(request, topic, form, act=name if name in ACTS else "save")

    def _dossier_saved(self, request: HttpRequest, topic: Topic, form: DossierForm, *, act: str) -> HttpResponse:
        """Run the act with what was typed, and with theirs where it was chosen; nothing typed is lost."""
        content, version = form.content(), form.cleaned_data["version"] or 0
        if "seen" in request.POST:
            version = version_in(request, "seen")
            theirs = [name for name in FIELDS if request.POST.get(f"choice-{name}") == "theirs"]
            content = content.taking(dossiers.content_of(topic), theirs)
        try:
            ACTS[act](topic, content=content, version=version, **who(request))
        except Conflict:
            return self._dossier_both(request, self.topic_to_write(request, topic.pk), form, act=act)
        except Refused as refused:
            for message in refused.messages:
                form.add_error(None, message)
            return self._dossier_page(request, self._dossier_again(topic), form, status=422)
        except OperationalError:
            form.add_error(None, str(UNANSWERED))
            return self._dossier_page(request, self._dossier_again(topic), form, status=503)
        for notice in form.notices:
            messages.info(request, notice)
        if act == "publish":
            messages.success(request, _("Readers see the dossier as it stands here."))
        else:
            messages.success(request, _("The draft of the dossier is saved. Readers see nothing of it."))
        return HttpResponseRedirect(reverse("admin:articles_topic_dossier", args=[topic.pk]))

    def _dossier_discarded(self, request: HttpRequest, topic: Topic) -> HttpResponse:
        """Let the draft go."""
        try:
            dossiers.discard_draft(topic, version=version_in(request), **who(request))
        except Refused as refused:
            topic = self._dossier_again(topic)
            form = self._dossier_form(request, topic)
            for message in _told(refused):
                messages.error(request, message)
            return self._dossier_page(request, topic, form, status=409 if isinstance(refused, Conflict) else 422)
        messages.success(
            request, _("The draft is discarded. It stands among the revisions, from where you bring it back.")
        )
        return HttpResponseRedirect(reverse("admin:articles_topic_dossier", args=[topic.pk]))

    def _dossier_both(self, request: HttpRequest, topic: Topic, form: DossierForm, *, act: str) -> HttpResponse:
        """Show what somebody saved meanwhile beside what was typed, field by field."""
        base = topic.revisions.filter(pk=form.cleaned_data["base"] or 0).first()
        common = dossiers.content_in(base) if base else None
        theirs = dossiers.content_of(topic)
        form.opened = theirs
        met = choices(form.content(), theirs, common, request.POST if "seen" in request.POST else {})
        last = topic.revisions.select_related("created_by").first()
        more = {"choices": met, "last": last, "not_done": act == "publish", "met": True}
        return self._dossier_page(request, topic, form, status=409, **more)

    def _dossier_gone(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show everything that was typed into the dossier of a topic that is not there any more."""
        kind = TopicKind.RELATION if "parties" in request.POST else TopicKind.THEME
        merged = Merge.objects.filter(kind=Merge.Kind.TOPIC, old_id=pk).first()
        topic = Topic(pk=pk, kind=kind, name_ar=merged.old_name if merged else "—")
        form = self._dossier_form(request, topic, data=request.POST, content=Dossier())
        form.is_valid()
        for message in Gone().messages:
            form.add_error(None, message)
        return self._dossier_page(request, topic, form, status=409, is_gone=True)

    def _dossier_form(
        self, request: HttpRequest, topic: Topic, *, data: Any = None, content: Dossier | None = None
    ) -> DossierForm:
        newest = topic.draft_revision or topic.live_revision
        return DossierForm(
            data,
            topic=topic,
            content=dossiers.content_of(topic) if content is None else content,
            translating=not self.may_publish_dossier(request),
            pin_field=_pin_field,
            initial={"version": topic.version, "base": newest.pk if newest else None},
        )

    def _dossier_page(
        self, request: HttpRequest, topic: Topic, form: DossierForm, *, status: int = 200, **more: Any
    ) -> HttpResponse:
        context = self._dossier_context(request, topic) | {
            "form": form,
            "media": Media.from_media(form.media, nonce=str(request.csp_nonce)),
            "words": editor_words() | {"photo": _("Photo")},
            "languages": settings.LANGUAGES,
            "row_words": {
                "leave": _("What you typed is not saved yet."),
                "event": _("Event %s"),
                "most": MOST_EVENTS,
            },
            **more,
        }
        return render(request, "admin/articles/dossier/form.html", context, status=status)

    def _dossier_again(self, topic: Topic) -> Topic:
        """Return the topic as it stands: a refused verb has left its traces in memory."""
        return Topic.objects.select_related("picture", "draft_revision", "live_revision").get(pk=topic.pk)

    def dossier_paste(self, request: HttpRequest) -> JsonResponse:
        """Answer a pasted fragment with clean HTML for the editor, and notices in words."""
        if not self.may_open_dossier(request):
            raise PermissionDenied
        html, text = request.POST.get("html", ""), request.POST.get("text", "")
        try:
            cleaned = prose.clean(html or text, plain=not html, pasted=True)
        except ValueError:
            return JsonResponse({"error": _("This text is too long for one piece.")}, status=413)
        notices = [str(notice) for notice in cleaned.notices]
        return JsonResponse({"html": prose.for_editor(cleaned.html), "notices": notices})

    # -- as readers will see it ---------------------------------------------------------------------------------------

    def dossier_preview(self, request: HttpRequest, pk: int, language: str) -> HttpResponse:
        """Show the public page with the newest draft, for the desk alone."""
        topic = self.topic_to_write(request, pk)
        if language not in dict(settings.LANGUAGES):
            raise Http404
        content, now = dossiers.content_of(topic), timezone.now()
        dossiers.inscribe(topic, content)
        with translation.override(language):
            said = _("Preview of the draft: readers see nothing of it until it is published.")
            if topic.draft_revision is None:
                said = _("Preview: there is no draft, the dossier stands as readers see it.")
            pieces = topic.articles.published(language, now=now)
            page, _more = slice_of(
                pieces.newest_first(),
                number_of(request.GET.getlist("page")),
                size=PIECES_PER_PAGE,
                most=MOST_PREVIEWED,
                dress=lambda rows: rows.for_cards(),
            )
            stands = dossier_page.standing(topic, content, pieces=pieces, size=PIECES_PER_PAGE, now=now)
            context = dossier_page.context_of(topic, page, stands) | {
                "page": page,
                "here": page.address(topic.get_absolute_url()),
                "alternates": [],
                "previewing": {"said": said},
            }
            response = render(request, "articles/topic.html", context)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    # -- revisions ----------------------------------------------------------------------------------------------------

    def dossier_revisions(self, request: HttpRequest, pk: int) -> HttpResponse:
        """List who saved what and when, newest first; ``?before=`` goes on below a revision."""
        topic = self.topic_to_write(request, pk)
        rows = topic.revisions.select_related("created_by").order_by("-pk")
        if "before" in request.GET:
            rows = rows.filter(pk__lt=_number(request.GET["before"]))
        found = list(rows[: PAGE + 1])
        contents = dossiers.followed([Dossier.from_json(row.content) for row in found])
        listed = [
            Listed(row, older, [label_of(name) for name in content.differing(other)] if other else [])
            for row, older, content, other in zip(
                found, [*found[1:], None], contents, [*contents[1:], None], strict=True
            )
        ][:PAGE]
        context = self._dossier_context(request, topic) | {
            "listed": listed,
            "older": listed[-1].revision.pk if len(found) > PAGE else None,
            "is_first": "before" not in request.GET,
        }
        return render(request, "admin/articles/dossier/revisions.html", context)

    def dossier_compare(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what differs between the revisions ``?a=`` and ``?b=``, the older one first."""
        topic = self.topic_to_write(request, pk)
        numbers = sorted(_number(request.GET.get(name, "")) for name in ("a", "b"))
        older, newer = (_revision(topic, number) for number in numbers)
        return self._dossier_comparison(request, topic, older, newer)

    def dossier_restore(self, request: HttpRequest, pk: int, revision: int) -> HttpResponse:
        """Make a revision, or its one ``field``, the newest draft; readers see nothing of it."""
        topic = self.topic_to_write(request, pk)
        old, field = _revision(topic, revision), request.POST.get("field", "")
        may = self._dossier_restorable(request)
        if (field and field not in may) or (not field and may != FIELDS):
            raise PermissionDenied
        try:
            dossiers.restore(
                topic, revision=old, fields=[field] if field else None, version=version_in(request), **who(request)
            )
        except Refused as refused:
            status = 409 if isinstance(refused, Conflict) else 422
            newer = _revision(topic, _number(request.POST.get("against", str(revision))))
            fresh = self.topic_to_write(request, pk)
            return self._dossier_comparison(request, fresh, old, newer, said=_told(refused), status=status)
        messages.success(request, _("Restored as the newest draft. Readers see nothing of it until it is published."))
        return HttpResponseRedirect(reverse("admin:articles_topic_dossier", args=[pk]))

    def _dossier_comparison(
        self,
        request: HttpRequest,
        topic: Topic,
        older: Revision,
        newer: Revision,
        *,
        said: Sequence[str] = (),
        status: int = 200,
    ) -> HttpResponse:
        before, after = dossiers.followed([Dossier.from_json(row.content) for row in (older, newer)])
        may = self._dossier_restorable(request)
        context = self._dossier_context(request, topic) | {
            "older": older,
            "newer": newer,
            "changes": changes(before, after),
            "restorable": may,
            "may_restore_all": may == FIELDS,
            "said": said,
        }
        return render(request, "admin/articles/dossier/compare.html", context, status=status)

    def _dossier_restorable(self, request: HttpRequest) -> tuple[str, ...]:
        return FIELDS if self.may_publish_dossier(request) else TRANSLATED

    def _dossier_context(self, request: HttpRequest, topic: Topic) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": Topic._meta,
            "title": _("Dossier"),
            "topic": topic,
            "stands": dossiers.standing_in_words(topic),
            "may_publish": self.may_publish_dossier(request),
        }


def _pin_field(pieces: QuerySet, label: str) -> PieceField:
    """Return the search box of one pinned piece."""
    field = PieceField(pieces, required=False, label=label)
    field.widget = PieceBox(Pick._meta.get_field("article"), admin.site, attrs={"data-theme": "admin-autocomplete"})
    field.widget.choices = field.choices
    return field


def _told(refused: Refused) -> list[str]:
    """Return why not, for a screen that has no two texts to show."""
    if isinstance(refused, Conflict):
        return [_("Somebody saved this dossier meanwhile. Open it again and look first.")]
    return [str(message) for message in refused.messages]


def _number(text: str) -> int:
    if not (text.isdecimal() and len(text) <= LONGEST_ID):
        raise Http404
    return int(text)


def _revision(topic: Topic, number: int) -> Revision:
    if number >= 2**63:
        raise Http404
    row: Revision = get_object_or_404(topic.revisions.select_related("created_by"), pk=number)
    return row
