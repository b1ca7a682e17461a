"""The writing form as the desk serves it: HTTP in, one verb, HTTP out.

Whatever goes wrong, the answer is the same form with everything that was typed, and a sentence that says what to do.
"""

from collections.abc import Sequence
from typing import Any

from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from js_asset import Media

from articles import copydesk, naming, presence, previews, reviewing, revisions, rights, working
from articles.forms import WritingForm
from articles.models import Article
from articles.models.article import State
from articles.name_fields import told_of_twins
from articles.revisions import Conflict
from articles.writing import conflicts, opening
from articles.writing.acts import ACTS, Act, differs, may_publish, say_typed
from articles.writing.conflicts import Meeting
from articles.writing.words import editor_words
from newsroom import outlet
from newsroom.refusals import Refused

UNANSWERED = gettext_lazy("The database did not answer in time. Nothing was saved: press the button again.")
SHUT = gettext_lazy("This piece is not yours to write any more. Your text is still here: saving makes a new piece.")


@method_decorator(csp_replace({"script-src": settings.WRITING_FORM_SCRIPT_SRC}), name="dispatch")
@method_decorator(csp_update({"frame-src": ["'self'"]}), name="dispatch")
class WritingView(View):
    """Begin, open, save, publish, schedule and withdraw one piece."""

    model_admin: Any = None
    # Into which language this screen translates, "" for the form of the whole piece.
    language = ""

    # -- open -----------------------------------------------------------------------------------------------------

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Open an old piece with its newest words, or a new one: ``?key=`` goes on with one that was never saved,
        ``?column=`` begins the next edition.
        """
        article = self._article(request, pk)
        now = timezone.now()
        if article is None and (begun := opening.begun_with(request)) is not None:
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[begun.pk]))
        opened = opening.open_form(request, article, now=now, language=self.language)
        return self._page(request, opened.form, article, recovered=opened.recovered)

    # -- send -----------------------------------------------------------------------------------------------------

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Do what the pressed button says with everything in the form."""
        try:
            article = self._article(request, pk)
        except Http404:
            # Deleted while it was being written: the words outlive the row.
            article = None
        except PermissionDenied:
            return self._shut(request, pk)
        form = self._sent(request, article, request.POST)
        if not form.is_valid():
            return self._page(request, form, article, status=422)
        name = request.POST.get("act", "")
        # Whatever else was pressed, nothing typed is lost.
        act = ACTS.get(name)
        if act is not None and not act.may(request.user, article):
            form.add_error(None, act.refusal)
            return self._page(request, form, article, status=403)
        if pk is not None and article is None:
            return self._refused(request, form, None, revisions.Gone())
        if article is not None and conflicts.from_page(request.POST):
            return self._choose(request, conflicts.meet(form, article))
        if article is not None and name == "compare":
            return self._compare(request, form, article)
        return self._done(request, form, article, act=act)

    def _done(
        self, request: HttpRequest, form: WritingForm, article: Article | None, *, act: Act | None
    ) -> HttpResponse:
        """Run the act in one transaction; what it began and could not end is rolled back, the words stay."""
        before = article
        try:
            with transaction.atomic():
                # Before a tag is made or a piece is locked: a merge takes them in this order too.
                naming.hold()
                article, version = self._kept(request, form, article, act=act)
                if act is not None and version is not None:
                    act.verb(article, form, version=version, by=request.user, now=timezone.now())
                self._settled(request, form, article)
        except Conflict as conflict:
            article = conflict.article
            if not conflicts.needless(form, article, act=request.POST.get("act", ""), by=request.user):
                return self._both(request, conflicts.meet(form, article), status=409)
            self._settled(request, form, article)
        except Refused as refused:
            return self._refused(request, form, None if isinstance(refused, revisions.Gone) else before, refused)
        except OperationalError:
            form.add_error(None, UNANSWERED)
            return self._page(request, form, before, status=503)
        for notice in form.notices:
            messages.info(request, str(notice))
        for warning in told_of_twins(form, by=request.user, now=timezone.now()):
            messages.warning(request, warning)
        return self._after(request, form, article, act=act)

    def _refused(
        self, request: HttpRequest, form: WritingForm, article: Article | None, refused: Refused, *, status: int = 422
    ) -> HttpResponse:
        """Say why not, over the form as it was sent."""
        for message in refused.messages:
            form.add_error(refused.field if refused.field in form.fields else None, message)
        return self._page(request, form, article, status=status)

    def _shut(self, request: HttpRequest, pk: int | None) -> HttpResponse:
        """Leave every word to a new piece when the old one, published meanwhile, is no longer its writer's to write.

        Raises PermissionDenied for everybody else, and for who may not begin a piece.
        """
        if pk is None or not rights.is_own(request.user, self.model_admin.piece_to_read(request, pk)):
            raise PermissionDenied
        self._article(request, None)
        form = opening.sent_form(request, None, data=request.POST)
        return self._refused(request, form, None, Refused([str(SHUT)]), status=403)

    def _kept(
        self, request: HttpRequest, form: WritingForm, article: Article | None, *, act: Act | None
    ) -> tuple[Article, int | None]:
        """Save what was typed, unless the act itself carries it.

        Return the piece and the version that the act may go on from: None when this form was sent before and its
        work is done.
        """
        who: dict[str, Any] = {"by": request.user, "now": timezone.now()}
        content = form.content()
        if article is None:
            article, made = revisions.begin(content=content, key=form.cleaned_data["key"], **who)
            if not made and not conflicts.same(form, article):
                # The browser's way back led to a form that was sent before, and it was written on.
                raise Conflict(article, revisions.newest(article))
            # Sent before with another button, and nothing was done to the piece since: this one is still to be done.
            untouched = article.version == Article._meta.get_field("version").default
            return article, article.version if made or untouched else None
        version = form.cleaned_data["version"] or 0
        if act is None or (not act.takes_text and differs(content, form.opened, but=act.fixes)):
            revisions.save_draft(article, content=content, version=version, **who)
            version = article.version
        return article, version

    def _settled(self, request: HttpRequest, form: WritingForm, article: Article) -> None:
        """Keep the note that was typed beside the piece; let go of the working copy that this save made needless."""
        data = form.cleaned_data
        say_typed(article, form, by=request.user, now=timezone.now())
        known = {name: data[name] for name in ("key", "window", "serial", "turn")}
        working.settle(by=request.user, article=article, **known)

    # -- answer ---------------------------------------------------------------------------------------------------

    def _after(
        self, request: HttpRequest, form: WritingForm, article: Article, *, act: Act | None, said: str = ""
    ) -> HttpResponse:
        """Lead on: to the screen of the published piece, or back to the form; the browser learns what was confirmed."""
        window = form.cleaned_data["window"]
        confirmed = f"?saved={window}" if window else ""
        if act is not None and act.publishes:
            return HttpResponseRedirect(reverse("admin:articles_article_published", args=[article.pk]) + confirmed)
        messages.success(request, said or (act.said if act is not None else _("The draft is saved.")))
        return HttpResponseRedirect(self._here(article) + confirmed)

    def _here(self, article: Article) -> str:
        """Return the address of this very screen."""
        return reverse("admin:articles_article_change", args=[article.pk])

    # -- two texts ------------------------------------------------------------------------------------------------

    def _compare(self, request: HttpRequest, form: WritingForm, article: Article) -> HttpResponse:
        """Show what somebody saved meanwhile beside what was typed, and save nothing."""
        if form.cleaned_data["version"] != article.version:
            return self._both(request, conflicts.meet(form, article), status=200)
        messages.info(request, _("Nobody has saved this piece since you opened it."))
        return self._page(request, form, article)

    def _choose(self, request: HttpRequest, meeting: Meeting) -> HttpResponse:
        """Save the chosen fields as a draft, or go on with them in the form; nothing here reaches readers."""
        article = meeting.article
        if not conflicts.is_current(request.POST, article):
            sent = self._sent(request, article, conflicts.as_answered(meeting.form, article))
            if not (sent.is_valid() and conflicts.same(sent, article)):
                return self._both(request, meeting, status=409)
            # A second press of the button: this very choice stands there.
            self._settled(request, sent, article)
            return self._after(request, sent, article, act=None)
        if meeting.undecided:
            return self._both(request, meeting, status=422, demanded=True)
        chosen = self._sent(request, article, meeting.merged())
        if not chosen.is_valid():
            faults = [f"{chosen[name].label}: {error}" for name, errors in chosen.errors.items() for error in errors]
            return self._both(request, meeting, status=422, said=faults)
        if request.POST.get("act") == "continue":
            messages.info(request, _("The form holds what you chose. Nothing of it is saved yet."))
            return self._page(request, chosen, article)
        return self._save_chosen(request, meeting, chosen)

    def _save_chosen(self, request: HttpRequest, meeting: Meeting, chosen: WritingForm) -> HttpResponse:
        """Save the chosen fields, unless they are what stands there already."""
        article = meeting.article
        try:
            with transaction.atomic():
                naming.hold()
                if not (theirs := conflicts.same(chosen, article)):
                    self._kept(request, chosen, article, act=None)
                self._settled(request, chosen, article)
        except Conflict as conflict:
            if not (theirs := conflicts.same(chosen, conflict.article)):
                return self._both(request, conflicts.meet(meeting.form, conflict.article), status=409)
            self._settled(request, chosen, conflict.article)
        except Refused as refused:
            return self._refused(request, meeting.form, None, refused)
        except OperationalError:
            return self._both(request, meeting, status=503, said=[UNANSWERED])
        said = _("The text stands as it was saved: nothing of yours was chosen.") if theirs else ""
        return self._after(request, chosen, article, act=None, said=said)

    def _both(
        self,
        request: HttpRequest,
        meeting: Meeting,
        *,
        status: int,
        demanded: bool = False,
        said: Sequence[Any] = (),
    ) -> HttpResponse:
        """Return the page that shows both texts and asks, field by field, which shall stand.

        ``demanded`` says at its field what was not chosen yet, ``said`` what else stood in the way.
        """
        context = {
            **self.model_admin.admin_site.each_context(request),
            "title": _("Two texts of one piece"),
            "opts": Article._meta,
            "article": meeting.article,
            "here": self._here(meeting.article),
            "meeting": meeting,
            "demanded": demanded,
            "said": said,
            # Answered once, and somebody saved again before the answer came.
            "again": conflicts.from_page(request.POST) and status == 409,
        }
        return render(request, "admin/articles/article/conflict.html", context, status=status)

    # -- the page -------------------------------------------------------------------------------------------------

    def _article(self, request: HttpRequest, pk: int | None) -> Article | None:
        """Return the piece to write, None for a new one; raises PermissionDenied or Http404."""
        return self.model_admin.may_begin(request) if pk is None else self.model_admin.piece_to_write(request, pk)

    def _sent(self, request: HttpRequest, article: Article | None, data: QueryDict) -> WritingForm:
        """Return this screen's form with what the browser sent."""
        return opening.sent_form(request, article, data=data, language=self.language)

    def _page(
        self,
        request: HttpRequest,
        form: WritingForm,
        article: Article | None,
        *,
        status: int = 200,
        recovered: Any = None,
    ) -> HttpResponse:
        """Return the form's page."""
        context = self._context(request, form, article, recovered=recovered)
        return render(request, "admin/articles/article/write.html", context, status=status)

    def _context(
        self, request: HttpRequest, form: WritingForm, article: Article | None, *, recovered: Any
    ) -> dict[str, Any]:
        """Return what the form's page shows."""
        piece = article if article is not None and article.pk is not None else None
        content = previews.typed(form)[0] if form.is_bound else form.opened
        return {
            **self.model_admin.admin_site.each_context(request),
            "title": str(article) if article else _("New piece"),
            "opts": Article._meta,
            "form": form,
            "article": article,
            "state": piece.state() if piece else None,
            "states": State,
            "media": Media.from_media(form.media, nonce=str(request.csp_nonce)),
            "may_publish": may_publish(request.user, article),
            "may_discard": piece is not None and rights.may_discard(request.user, piece),
            "may_correct": piece is not None and rights.may_write(request.user, piece),
            "may_take_back": piece is not None and rights.may_take_back(request.user, piece),
            "typed_note": form.data.get("note", ""),
            "notes": reviewing.thread(piece),
            "copydesk": copydesk.report(content, outlet=outlet.current(), closed=form.closed),
            "recovered": recovered,
            "unsaved": [] if piece else opening.never_saved(request, form),
            "others": presence.others(piece, than=request.user, now=timezone.now()) if piece else [],
            "zone": settings.TIME_ZONE,
            "words": editor_words(),
        }
