"""The desk's room for the front page."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import arranging
from articles.models import Article, FrontPage, Pick
from articles.models.front import MOST_PICKS
from newsroom.accounts import User
from newsroom.refusals import Refused
from newsroom.widgets import LONGEST_ID


class PieceField(forms.ModelChoiceField):
    """A piece by its id; what is no id at all is refused like an unknown one."""

    def to_python(self, value: Any) -> Any:
        """Return the piece; SQLite fails on a number beyond its integers where PostgreSQL just finds nothing."""
        if value in self.empty_values or _is_id(value):
            return super().to_python(value)
        raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")


class PieceBox(AutocompleteSelect):
    """The search box of a piece, which shows again only what can be one."""

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> list:
        """Return the chosen piece as an option."""
        return super().optgroups(name, [each for each in value if not each or _is_id(each)], attr)


def _is_id(value: Any) -> bool:
    return str(value).isdecimal() and len(str(value)) <= LONGEST_ID


class FrontForm(forms.Form):
    """A lead with its end, and five places in their order."""

    lead = PieceField(Article.objects.none(), required=False, label=_("Lead piece"))
    lead_until = forms.DateTimeField(
        required=False,
        label=_("Leads until"),
        help_text=_("Empty: until another is chosen."),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        live = Article.objects.live(now=timezone.now()).defer("body_ar", "body_en")
        self.fields["lead"].queryset = live
        self.fields["lead"].widget = _search_box(
            FrontPage._meta.get_field("lead"), cast(forms.ModelChoiceField, self.fields["lead"])
        )
        for place in range(1, MOST_PICKS + 1):
            field = PieceField(live, required=False, label=_("Pick %(place)s") % {"place": place})
            field.widget = _search_box(Pick._meta.get_field("article"), field)
            self.fields[f"pick_{place}"] = field

    def picks(self) -> list[Article]:
        """Return the chosen picks in order, empty places closed up."""
        names = [f"pick_{place}" for place in range(1, MOST_PICKS + 1)]
        return [self.cleaned_data[name] for name in names if self.cleaned_data[name] is not None]


def _search_box(relation: Any, field: forms.ModelChoiceField) -> AutocompleteSelect:
    widget = PieceBox(relation, admin.site, attrs={"data-theme": "admin-autocomplete"})
    widget.choices = field.choices
    return widget


@admin.register(FrontPage)
class FrontPageAdmin(admin.ModelAdmin):
    """The front page by the editor's hand: one screen instead of rows."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the arrangement, or take a new one."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        front = FrontPage.load()
        form = FrontForm(request.POST if request.method == "POST" else None, initial=_initial(front))
        status = 200
        if request.method == "POST":
            if not self.has_change_permission(request):
                raise PermissionDenied
            if form.is_valid() and self._arranged(request, form):
                return HttpResponseRedirect(reverse("admin:articles_frontpage_changelist"))
            status = 422
        context = {
            **self.admin_site.each_context(request),
            "title": _("Front page"),
            "opts": self.opts,
            "form": form,
            "front": front,
            # Whoever is told of a colleague's arrangement has seen it by the next press.
            "over": arranging.standing(front),
            "media": self.media + form.media,
            "may_change": self.has_change_permission(request),
        }
        return render(request, "admin/articles/frontpage/arrange.html", context, status=status)

    def _arranged(self, request: HttpRequest, form: FrontForm) -> bool:
        """Arrange as the form says; a refusal stands over the form."""
        data = form.cleaned_data
        try:
            arranging.arrange(
                lead=data["lead"],
                until=data["lead_until"],
                picks=form.picks(),
                by=cast(User, request.user),
                now=timezone.now(),
                over=request.POST.get("over") or None,
            )
        except Refused as refused:
            for message in refused.messages:
                form.add_error(refused.field or None, message)
            return False
        messages.success(request, _("The front page stands so."))
        return True

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Lead to the one screen."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("admin:articles_frontpage_changelist"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds a second front page."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes the only one."""
        return False


def _initial(front: FrontPage) -> dict[str, Any]:
    """Return the stored arrangement as the form's values; what readers no longer see leaves its place empty."""
    picks = {f"pick_{pick.position}": pick.article_id for pick in front.places.all()} if front.pk else {}
    return {"lead": front.lead_id, "lead_until": front.lead_until, **picks}
