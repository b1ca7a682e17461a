"""Tags as people type them, and names that are one however they are spelled."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from articles import tagging
from articles.models import Tag, Topic
from tests.factories import make_topic


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", []),
        ("   ", []),
        ("،؛, ;", []),
        ("روسيا", ["روسيا"]),
        ("كوريا الشمالية", ["كوريا الشمالية"]),
        ("كوريا الشمالية، روسيا", ["كوريا الشمالية", "روسيا"]),
        ("روسيا,الصين", ["روسيا", "الصين"]),
        ("روسيا؛الصين;إيران", ["روسيا", "الصين", "إيران"]),
        ("روسيا\nالصين\r\nإيران", ["روسيا", "الصين", "إيران"]),
        (" روسيا ،، ,  الصين ؛", ["روسيا", "الصين"]),
        ("كوريا \t  الشمالية", ["كوريا الشمالية"]),
        ("إيران، ايران، إِيران، ايـران", ["إيران"]),
        ("سوريا، سورية", ["سوريا", "سورية"]),
        ("مدرسة، مدرسه", ["مدرسة"]),
        ("NATO، nato، Nato", ["NATO"]),
        ("۱۹۶۱، ١٩٦١، 1961", ["۱۹۶۱"]),
        ("روسيا\x00\x07", ["روسيا"]),
        ("\u202eروسيا", ["روسيا"]),
        ("!!!، …، «»", []),
        ("سو-35", ["سو-35"]),
    ],
)
def test_names_are_parted_by_marks_and_lines_and_never_by_a_space(typed, names):
    assert tagging.parse(typed) == names


def test_ten_thousand_letters_are_one_tag_of_a_hundred():
    assert tagging.parse("ن" * 10_000) == ["ن" * 100]


def test_ten_thousand_tags_are_ten_thousand_tags():
    assert len(tagging.parse("،".join(f"وسم {number}" for number in range(10_000)))) == 10_000


@pytest.mark.django_db
class TestTags:
    def test_a_tag_is_found_in_any_spelling_and_keeps_its_first(self):
        first = tagging.tags_for(["إيران"])
        assert tagging.tags_for(["ايران"]) == tagging.tags_for(["إِيران"]) == first
        assert [tag.name for tag in Tag.objects.all()] == ["إيران"]

    def test_tags_keep_the_order_in_which_they_were_typed(self):
        names = ["ياء", "ألف", "ميم"]
        assert [tag.name for tag in tagging.tags_for(names)] == names
        assert [tag.name for tag in tagging.tags_for(names[::-1])] == names[::-1]

    @pytest.mark.parametrize("name", ["ن" * 100, "ﷺ" * 100, "ﬃ" * 100, "x" * 100, "㎒" * 100, "Ⅷ" * 100, "☃ x"])
    def test_any_name_that_parses_can_be_kept(self, name):
        tag = tagging.tags_for(tagging.parse(name))[0]
        tag.refresh_from_db()
        assert (tag.name, 0 < len(tag.slug) <= 100) == (name, True)

    def test_different_names_with_the_same_slug_get_two_addresses(self):
        words = "واحد اثنان ثلاثة أربعة خمسة ستة"
        first, second = tagging.tags_for([f"{words} سبعة ثمانية تسعة", f"{words} سبعة ثمانية عشرة"])
        assert (first.slug, second.slug) == (words.replace(" ", "-"), words.replace(" ", "-") + "-1")

    def test_thirty_known_tags_are_found_in_one_query(self, django_assert_num_queries):
        names = [f"وسم {number}" for number in range(30)]
        tagging.tags_for(names)
        with django_assert_num_queries(1):
            assert len(tagging.tags_for(names)) == 30

    def test_the_database_itself_keeps_folded_twins_out(self):
        tagging.tags_for(["إيران"])
        with pytest.raises(IntegrityError), transaction.atomic():
            Tag.objects.create(name="ايران", slug="آخر")


@pytest.mark.django_db
class TestTopics:
    def test_two_spellings_of_one_topic_are_refused_in_words(self):
        make_topic("العلاقات الروسية–الكورية", slug="أول")
        twin = Topic(name_ar="العلاقات الروسيه - الكوريّة", slug="ثان")
        with pytest.raises(ValidationError):
            twin.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save()
        assert Topic.objects.count() == 1

    def test_topics_stand_in_the_order_of_their_folded_names(self):
        for name in ("آخر", "أول", "ابن", "إبراهيم"):
            make_topic(name)
        assert [topic.name for topic in Topic.objects.all()] == ["إبراهيم", "ابن", "آخر", "أول"]

    def test_a_relation_knows_its_parties_and_a_party_its_relations(self):
        one, other = make_topic("روسيا"), make_topic("تركيا")
        relation = make_topic("العلاقات الروسية–التركية", kind="relation")
        relation.parties.set([one, other])
        assert ([*relation.parties.all()], [*one.relations.all()], [*one.parties.all()]) == (
            [other, one],
            [relation],
            [],
        )
