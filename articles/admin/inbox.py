"""The inbox of names: one page, worked by keyboard alone, where every question about a name is settled."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from articles import decisions, inbox, merging, offering, twins
from articles.admin.sent import who
from articles.inbox import Question, Suspect
from articles.merging import Name, Plan
from articles.models import NameKind, Tag, Topic
from articles.models.authority import kind_of
from articles.name_fields import NamesField
from newsroom.accounts import User
from newsroom.refusals import Refused

# How many names are compared while somebody waits for the page; the work beside the server does the others.
COMPARED_AT_OPENING = 5
# How many other spellings a line names.
ALIASES_TOLD = 3
REASONS = {
    inbox.Reason.TWIN: gettext_lazy("Suspected twin"),
    inbox.Reason.NEW: gettext_lazy("New this week"),
    inbox.Reason.UNUSED: gettext_lazy("Unused"),
    inbox.Reason.SUMMARY: gettext_lazy("Without a summary"),
    inbox.Reason.TRANSLATION: gettext_lazy("Without a translation"),
}


@dataclass
class Key:
    """A key that does something on this page: where it lies, and what stands on it in Latin and Arabic letters."""

    code: str
    latin: str
    arabic: str

    @cached_property
    def shown(self) -> str:
        """Return what is drawn on a button; what is read aloud stands in its aria-keyshortcuts."""
        letters = dict.fromkeys((self.latin, self.arabic))
        drawn = format_html_join("", "<kbd>{}</kbd>", ((letter,) for letter in letters))
        return format_html('<span class="key" aria-hidden="true">{}</span>', drawn)


# The place on the keyboard decides, so that the page is worked alike with either letters.
KEYS = {
    "merge": Key("KeyM", "M", "ة"),
    "turn": Key("KeyS", "S", "س"),
    "alias": Key("KeyA", "A", "ش"),
    "not_same": Key("KeyN", "N", "ى"),
    "keep": Key("KeyG", "G", "ل"),
    "promote": Key("KeyP", "P", "ح"),
    "remove": Key("KeyX", "X", "ء"),
    "open": Key("KeyO", "O", "خ"),
    "undo": Key("KeyU", "U", "ع"),
}


class OtherNameForm(forms.Form):
    """The name of which another one is to be a spelling."""

    topic = NamesField(kind=NameKind.TOPIC, required=False, label=gettext_lazy("Topic"), help_text="")
    tag = NamesField(kind=NameKind.TAG, required=False, label=gettext_lazy("Tag"), help_text="")

    def __init__(self, *args: Any, row: Name, **kwargs: Any) -> None:
        kwargs["auto_id"] = "other-%s"
        super().__init__(*args, **kwargs)
        if isinstance(row, Topic):
            del self.fields["tag"]
        else:
            self.order_fields(["tag", "topic"])

    def clean(self) -> dict[str, Any]:
        """Refuse none and several."""
        if not self.errors and len(self._chosen()) != 1:
            raise forms.ValidationError(_("Choose the one name of which this is another spelling."))
        return self.cleaned_data

    def _chosen(self) -> list[Name]:
        return [row for name in self.fields for row in self.cleaned_data.get(name) or ()]

    def told(self) -> list[str]:
        """Return what is wrong, in words."""
        return [str(message) for messages_of in self.errors.values() for message in messages_of]

    def other(self) -> Name:
        """Return the name chosen; of a valid form."""
        return self._chosen()[0]


class Unclear(Refused):
    """What was sent is no decision of this page."""


class NameInbox(admin.ModelAdmin):
    """The address of the inbox: for whoever may change topics and tags."""

    def get_urls(self) -> list:
        """Return our address before Django's."""
        wrap: Any = self.admin_site.admin_view
        page = require_http_methods(["GET", "HEAD", "POST"])(self.inbox)
        return [path("inbox/", wrap(page), name="articles_inbox"), *super().get_urls()]

    def inbox(self, request: HttpRequest) -> HttpResponse:
        """Show what needs a decision, and take one; the answer to it leads to the next card."""
        if not inbox.may_settle(request.user):
            raise PermissionDenied
        if request.method != "POST":
            twins.compare_new(COMPARED_AT_OPENING)
            return self._inbox_page(request)
        try:
            card = _decide(request)
        except Refused as refused:
            status = 422 if isinstance(refused, Unclear) else 409
            return self._inbox_page(request, errors=refused.messages, status=status)
        return HttpResponseRedirect(f"{_address(_chosen(request))}#name-{card}")

    def _inbox_page(self, request: HttpRequest, *, errors: list[str] | None = None, status: int = 200) -> HttpResponse:
        now, chosen = timezone.now(), _chosen(request)
        asked = inbox.questions(user=request.user, now=now, reason=chosen)
        keys = [question.key for question in asked.questions]
        cards = [_card(request, question, place, keys) for place, question in enumerate(asked.questions)]
        current = _key_in(request.POST.get("name", "") or request.GET.get("box", ""))
        context = {
            **self.admin_site.each_context(request),
            "opts": Topic._meta,
            "title": _("Inbox of names"),
            "asked": asked,
            "left": max(0, asked.chosen - len(keys)),
            "cards": cards,
            "boxed": any(card["box"] for card in cards),
            "current": current if current in keys else next(iter(keys), ""),
            "chosen": chosen,
            "filters": [(reason, REASONS[reason], asked.counts[reason]) for reason in REASONS],
            "uncompared": twins.uncompared(),
            "decision": decisions.latest(cast(User, request.user), now=now),
            "keys": KEYS,
            "errors": errors,
        }
        return render(request, "admin/articles/names/inbox.html", context, status=status)


# ---- deciding --------------------------------------------------------------------------------------------------------


def _decide(request: HttpRequest) -> str:
    """Do what was pressed; return the card to go on with. Raises Refused."""
    act = request.POST.get("act", "")
    if act == "undo":
        return _undo(request)
    verbs: dict[str, Callable[[HttpRequest, Name], None]] = {
        "merge": _merge,
        "alias": _alias,
        "not_same": _not_same,
        "keep": _keep,
        "promote": _promote,
        "remove": _remove,
    }
    if act not in verbs:
        raise Unclear([_("This request cannot be read. Open the page again.")])
    verbs[act](request, decisions.name_in(request.POST.get("name", "")))
    return _key_in(request.POST.get("next", ""))


def _merge(request: HttpRequest, row: Name) -> None:
    _merged(request, row, decisions.name_in(request.POST.get("other", "")))


def _merged(request: HttpRequest, row: Name, other: Name) -> None:
    """Merge the two on a card, the way that was chosen on it."""
    source, into = (other, row) if request.POST.get("stays") == "name" else (row, other)
    merging.merge(source, into=into, **who(request))


def _alias(request: HttpRequest, row: Name) -> None:
    """Let the name be another spelling of the one beside it, or of one chosen in the box: the same as a merge."""
    if "box" in request.POST:
        form = OtherNameForm(request.POST, row=row)
        if not form.is_valid():
            raise Unclear(form.told())
        other = form.other()
    else:
        other = decisions.name_in(request.POST.get("other", ""))
    if (type(other), other.pk) == (type(row), row.pk):
        raise Unclear([_("Choose another name.")])
    _merged(request, row, other)


def _not_same(request: HttpRequest, row: Name) -> None:
    inbox.not_same(row, decisions.name_in(request.POST.get("other", "")), **who(request))


def _keep(request: HttpRequest, row: Name) -> None:
    inbox.keep(row, request.POST.getlist("reason_kept"), **who(request))


def _promote(request: HttpRequest, row: Name) -> None:
    if not request.user.has_perm("articles.add_topic"):
        raise PermissionDenied
    if not isinstance(row, Tag):
        raise Unclear([_("This is a topic already.")])
    merging.promote(row, **who(request))


def _remove(request: HttpRequest, row: Name) -> None:
    if not _may_remove(request.user, row):
        raise PermissionDenied
    inbox.drop(row, **who(request))


def _undo(request: HttpRequest) -> str:
    decision, told = decisions.undo(request.POST.get("decision", ""), **who(request))
    messages.success(request, _("Undone."))
    for sentence in told:
        messages.warning(request, sentence)
    return decision.key


# ---- the page --------------------------------------------------------------------------------------------------------


def _card(request: HttpRequest, question: Question, place: int, keys: list[str]) -> dict[str, Any]:
    """Return what the template needs of one card."""
    row, suspects = question.row, question.suspects
    box = request.POST.get("name") if "box" in request.POST else request.GET.get("box")
    typed = request.POST if "box" in request.POST else None
    change = f"admin:articles_{question.kind.value}_change"
    neighbours = [*keys[place + 1 : place + 2], *reversed(keys[:place])]
    return {
        "asked": question,
        "key": question.key,
        "reasons": [REASONS[reason] for reason in question.reasons],
        "address": reverse(change, args=[row.pk]),
        "twin": _twin(suspects[0]) if suspects else None,
        "also": suspects[1:],
        "next": next(iter(neighbours), ""),
        "box": OtherNameForm(typed, row=row) if box == question.key and not suspects else None,
        "may_promote": isinstance(row, Tag) and request.user.has_perm("articles.add_topic"),
        "may_remove": inbox.Reason.UNUSED in question.reasons and _may_remove(request.user, row),
    }


def _may_remove(user: Any, row: Name) -> bool:
    return user.has_perm(f"articles.delete_{row._meta.model_name}")


def _address(reason: str = "") -> str:
    query = f"?{urlencode({'reason': reason})}" if reason else ""
    return reverse("admin:articles_inbox") + query


def _chosen(request: HttpRequest) -> str:
    """Return the reason by which the page is narrowed, if any."""
    reason = request.GET.get("reason", "")
    return reason if reason in set(inbox.Reason) else ""


def _key_in(sent: str) -> str:
    """Return a card's key as it was sent, or nothing for what is none."""
    kind, _dash, number = sent.partition("-")
    return f"{kind}-{int(number[:18])}" if kind in set(NameKind) and number.isdecimal() else ""


def _twin(suspect: Suspect) -> dict[str, Any]:
    """Return the other name of a card with each way to merge the two, the likelier first."""
    ways = [("other", suspect.there), ("name", suspect.back)]
    if suspect.back_first:
        ways.reverse()
    kind = kind_of(suspect.row)
    return {
        "suspect": suspect,
        "kind": kind.label,
        "key": f"{kind.value}-{suspect.row.pk}",
        "address": reverse(f"admin:articles_{kind.value}_change", args=[suspect.row.pk]),
        "why": offering.REASONS.get(suspect.why, ""),
        "ways": [(stays, plan.into, _told(plan), plan.aliases[:ALIASES_TOLD]) for stays, plan in ways if plan],
    }


def _told(plan: Plan) -> str:
    """Return in one line what a merge would change."""
    moved, both, bound = len(plan.pieces), len(plan.both), len(plan.relations)
    said = [ngettext("%(count)d piece moves", "%(count)d pieces move", moved) % {"count": moved}]
    if both:
        said.append(ngettext("%(count)d of them bears both", "%(count)d of them bear both", both) % {"count": both})
    if bound:
        said.append(ngettext("%(count)d relation moves", "%(count)d relations move", bound) % {"count": bound})
    if plan.has_dossier:
        said.append(_("its dossier goes"))
    return _(", ").join(said)
