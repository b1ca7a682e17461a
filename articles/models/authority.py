"""The name authority: every spelling of every name, what became of names, and what was decided about them."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.names import Tag, TaggedArticle, Topic

LONGEST_SPELLING = 240


class NameKind(models.TextChoices):
    """The two kinds of names."""

    TOPIC = "topic", _("topic")
    TAG = "tag", _("tag")


MODELS: dict[str, type[Topic] | type[Tag]] = {NameKind.TOPIC: Topic, NameKind.TAG: Tag}


def kind_of(row: Topic | Tag) -> NameKind:
    """Return of which kind a name is."""
    return NameKind.TOPIC if isinstance(row, Topic) else NameKind.TAG


class Spelling(models.Model):
    """One way to write a topic or tag: its own name in one of its languages, or an alias.

    Of one kind no two fold alike: the database itself keeps it so.
    """

    kind = models.CharField(_("kind"), max_length=5, choices=NameKind.choices)
    topic = models.ForeignKey(Topic, models.CASCADE, null=True, blank=True, related_name="spellings")
    tag = models.ForeignKey(Tag, models.CASCADE, null=True, blank=True, related_name="spellings")
    name = models.CharField(_("name"), max_length=LONGEST_SPELLING)
    folded = models.CharField(max_length=LONGEST_SPELLING, db_index=True, editable=False)
    # The language of an own name; empty for an alias.
    language = models.CharField(max_length=5, blank=True)
    # Whether the finder has looked for names like it.
    compared = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("spelling")
        verbose_name_plural = _("spellings")
        ordering = ("folded",)
        constraints = (
            models.UniqueConstraint(fields=("kind", "folded"), name="one_spelling_per_kind"),
            models.CheckConstraint(
                condition=Q(kind="topic", topic__isnull=False, tag__isnull=True)
                | Q(kind="tag", tag__isnull=False, topic__isnull=True),
                name="spelling_of_its_kind",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def bearer(self) -> Topic | Tag:
        """Return the topic or tag that is written so."""
        return self.topic or self.tag  # type: ignore[return-value]

    @property
    def seen_by_readers(self) -> bool:
        """Return whether readers may see what is written so: a new tag is on no page."""
        return self.tag_id is None or TaggedArticle.objects.filter(tag=self.tag_id).exists()


class MergeQuerySet(models.QuerySet["Merge"]):
    """Merges in the desk's words."""

    def standing(self) -> "MergeQuerySet":
        """Return the merges that were not undone."""
        return self.filter(undone_at=None)


class Merge(models.Model):
    """A topic or tag that was merged into another, or removed: whoever knows it by its old id finds where it went."""

    Kind = NameKind

    kind = models.CharField(_("kind"), max_length=5, choices=NameKind.choices)
    old_id = models.BigIntegerField()
    old_name = models.CharField(_("name"), max_length=240)
    # Where it leads today; both empty: into nothing.
    topic = models.ForeignKey(Topic, models.CASCADE, null=True, blank=True, related_name="merged")
    tag = models.ForeignKey(Tag, models.CASCADE, null=True, blank=True, related_name="merged")
    # Into what it was merged at the time, and whether the merge made that name itself.
    new_kind = models.CharField(max_length=5, choices=NameKind.choices, blank=True)
    new_id = models.BigIntegerField(null=True)
    new_name = models.CharField(max_length=240, blank=True)
    promoted = models.BooleanField(default=False)
    # The newest revision of the house at the time: what came later was saved knowing of the merge.
    last_revision = models.BigIntegerField(default=0)
    # What was done by one press of a button is undone by one.
    group = models.UUIDField(default=uuid4, db_index=True)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey("newsroom.User", models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        "newsroom.User", models.SET_NULL, null=True, related_name="+", verbose_name=_("undone by")
    )

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "old_id"), condition=Q(undone_at=None), name="one_standing_merge_per_name"
            ),
        )

    def __str__(self) -> str:
        return f"{self.old_name} → {self.topic or self.tag or '∅'}"


class MergedRow(models.Model):
    """One row that a merge made, changed or deleted: what stood in its columns before and after."""

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="rows")
    model = models.CharField(max_length=60)
    row_id = models.BigIntegerField()
    # Column names and values; empty where there was, or is, no row.
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        verbose_name = _("merged row")
        verbose_name_plural = _("merged rows")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.model} {self.row_id}"


class Verdict(models.Model):
    """What somebody has decided about a name, so that the inbox never asks it again."""

    class Reason(models.TextChoices):
        """What the inbox had asked."""

        NEW = "new", _("new this week")
        TWIN = "twin", _("looks like another name")
        UNUSED = "unused", _("unused")
        SUMMARY = "summary", _("without a summary")
        TRANSLATION = "translation", _("without a translation")

    reason = models.CharField(max_length=11, choices=Reason.choices)
    kind = models.CharField(max_length=5, choices=NameKind.choices)
    row_id = models.BigIntegerField()
    # Of a pair that is not the same: the other name.
    other_kind = models.CharField(max_length=5, choices=NameKind.choices, blank=True)
    other_id = models.BigIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("newsroom.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("verdict")
        verbose_name_plural = _("verdicts")
        constraints = (
            models.UniqueConstraint(
                fields=("reason", "kind", "row_id", "other_kind", "other_id"), name="one_verdict_per_question"
            ),
        )

    def __str__(self) -> str:
        return f"{self.reason} {self.kind} {self.row_id}"


class Twin(models.Model):
    """Two names that the finder holds for spellings of one; derived, and only a warning.

    The pair stands once: by kind and id, the smaller first.
    """

    kind = models.CharField(max_length=5, choices=NameKind.choices)
    row_id = models.BigIntegerField()
    other_kind = models.CharField(max_length=5, choices=NameKind.choices)
    other_id = models.BigIntegerField()
    # What newsroom.arabic.names gives as its reason, and the two spellings in question.
    reason = models.CharField(max_length=20)
    name = models.CharField(max_length=LONGEST_SPELLING)
    other_name = models.CharField(max_length=LONGEST_SPELLING)
    cost = models.FloatField(default=0)

    class Meta:
        verbose_name = _("suspected twin")
        verbose_name_plural = _("suspected twins")
        constraints = (
            models.UniqueConstraint(fields=("kind", "row_id", "other_kind", "other_id"), name="one_twin_per_pair"),
        )

    def __str__(self) -> str:
        return f"{self.name} ~ {self.other_name}"
