from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.arabic import same_name
from newsroom.arabic.fold import fold
from newsroom.arabic.names import (
    ARTICLE,
    JOINED,
    LETTERS,
    SAME_FOLDED,
    SCRIPT,
    VOWELS,
    Names,
    Twin,
    likeness,
)

from .names_gold import HALVES, all_names, measured, pairs, strangers
from .strategies import any_text, tried

# Names as people type them, so that the properties meet pairs that are nearly one.
typed = st.sampled_from(all_names()) | any_text
lists = st.lists(typed, max_size=8)


@pytest.mark.parametrize(
    ("one", "two", "reason"),
    [
        ("أنقرة", "انقره", SAME_FOLDED),
        ("كيم جونغ-أون", "كيم جونغ أون", SAME_FOLDED),
        ("عُمان", "عمّان", SAME_FOLDED),
        ("الكرملين", "كرملين", ARTICLE),
        ("جلال طالباني", "جلال الطالباني", ARTICLE),
        ("البوسنة والهرسك", "بوسنة وهرسك", ARTICLE),
        ("بيونغ يانغ", "بيونغيانغ", JOINED),
        ("عبد الله", "عبدالله", JOINED),
        ("فيس بوك", "فيسبوك", JOINED),
        ("ترامب", "ترمب", VOWELS),
        ("نتنياهو", "نتانياهو", VOWELS),
        ("ميدفيديف", "ميدفيدف", VOWELS),
        ("الاتحاد الأوروبي", "الاتحاد الأوربي", VOWELS),
        ("سوريا", "سورية", VOWELS),
        ("أميركا", "أمريكا", VOWELS),
        ("مسؤول", "مسئول", VOWELS),
        ("صنعاء", "صنعا", VOWELS),
        ("زيلينسكي", "زلنسكي", VOWELS),
        ("الإخوان المسلمون", "الإخوان المسلمين", VOWELS),
        ("غوتيريش", "غوتيريس", LETTERS),
        ("غوغل", "جوجل", LETTERS),
        ("غوغل", "قوقل", LETTERS),
        ("فاغنر", "واغنر", LETTERS),
        ("كيم جونغ أون", "كيم يونغ أون", LETTERS),
        ("سانت بطرسبرغ", "سان بطرسبورغ", VOWELS),
        ("بوتين", "Putin", SCRIPT),
        ("فلاديمير بوتين", "Vladimir Putin", SCRIPT),
        ("بي بي سي", "BBC", SCRIPT),
        ("إس-400", "S-400", SCRIPT),
        ("Zelensky", "Zelenskyy", LETTERS),
        ("Kim Jong-un", "Kim Jong Un", SAME_FOLDED),
        ("كوفيد-19", "كوفيد ١٩", SAME_FOLDED),
        ("كوفيد19", "كوفيد-19", JOINED),
    ],
)
def test_tells_why_two_spellings_are_one_name(one: str, two: str, reason: str) -> None:
    found = likeness(one, two)
    assert found is not None
    assert found.reason == reason
    assert (found.cost == 0) == (reason == SAME_FOLDED)
    assert likeness(two, one) == found


NEVER = """
    حسن / حسين
    سو-57 / سو-35
    جنيف 1 / جنيف 2
    اليمن / اليمين
    سوريا / روسيا
    عمر / عمرو
    عمار / عمر
    سعد / سعيد
    سعيد / مسعود
    سليم / سليمان
    سليم / سالم
    سليمان / سلمان
    خالد / خليل
    كريم / أكرم
    حمد / أحمد
    محمد / محمود
    حامد / حميد
    علي / علاء
    جمال / جميل
    جمال / كمال
    بشار / بشير
    ناصر / نصر
    عادل / عدلي
    رشيد / راشد
    رشاد / راشد
    صباح / صلاح
    حماة / حماس
    الصين / الصومال
    السودان / جنوب السودان
    غينيا / غانا
    غينيا / غيانا
    غينيا / كينيا
    النيجر / نيجيريا
    ليبيا / ليبيريا
    سلوفاكيا / سلوفينيا
    كوريا الشمالية / كوريا الجنوبية
    الكونغو / الكونغو الديمقراطية
    بايدن / بادن
    بوش / بوشهر
    جورج بوش الأب / جورج بوش الابن
    لافروف / لاروف
    حزب الله / حزب الأمة
    حلب / حلبجة
    إدلب / إربد
    وزارة الدفاع / وزارة الداخلية
    فتح / الفتح
    حركة أمل / حركة الأمل
    حسن / الحسن
    الاتحاد الأوروبي / الاتحاد الأفريقي
    عام 2011 / عام 2012
    G7 / G20
    روسيا / روسي
    روسيا / الروسية
    سوريا / السورية
    كاتب / كاتبة
    انتخاب / انتخابات
    مجلس / مجالس
    فلاديمير بوتين / بوتين
    أحمد الشرع / الشرع
    خامنئي / الخميني
    ماريا / ماريو
    مكسيكو / المكسيك
    آل سعود / السعيد
    فؤاد / فائد
    الشيوعية / الشيعية
    البرتغال / البرتقال
    Iran / Iraq
    Hassan / Hussein
    حسن / Hussein
    السودان / Sudanese
    إف-16 / F-35
"""


@pytest.mark.parametrize("pair", [line.strip() for line in NEVER.strip().splitlines()])
def test_leaves_other_names_apart(pair: str) -> None:
    one, two = pair.split(" / ")
    assert likeness(one, two) is None
    assert likeness(two, one) is None


@pytest.mark.parametrize("half", HALVES)
def test_holds_its_figures_on_the_gold_list(half: str) -> None:
    found = measured(half, same_name)
    assert found.recall >= 0.9, found.missed
    assert found.precision >= 0.96, found.alarmed
    assert found.false_alarms <= 0.025, found.alarmed


def test_calls_hardly_any_two_of_the_listed_names_the_same() -> None:
    count, wrong = strangers()
    assert len(wrong) / count <= 0.03, wrong


def test_the_gold_list_is_large_and_says_nothing_twice() -> None:
    listed = [
        (frozenset(pair), half, verdict)
        for half in HALVES
        for verdict in ("same", "differ")
        for pair in pairs(half, verdict)
    ]
    assert len({pair for pair, _half, _verdict in listed}) == len(listed)
    assert sum(verdict == "same" for _pair, _half, verdict in listed) >= 300
    assert sum(verdict == "differ" for _pair, _half, verdict in listed) >= 400


@pytest.mark.parametrize("nothing", ["", "  ", "،؛", "\u200f", "ـــ", "+"])
def test_a_name_without_letters_is_no_name(nothing: str) -> None:
    assert not same_name(nothing, nothing)
    assert not same_name(nothing, "بوتين")
    assert Names([(1, nothing)]).like(nothing) == []


def test_a_long_name_costs_no_more_than_its_first_letters() -> None:
    long = "زيلينسكي " * 50_000
    assert same_name(long, long + "بوتين")
    assert not same_name("ا" * 100_000, "ا ب " * 50_000)


def test_a_decorated_name_is_itself_however_long_its_decoration() -> None:
    assert same_name("بوتين", "بو" + "ـ" * 1000 + "تين")


@tried
@given(typed, typed)
def test_is_total_and_symmetric(one: str, two: str) -> None:
    assert likeness(one, two) == likeness(two, one)
    assert same_name(one, two) == (likeness(one, two) is not None)


@tried
@given(typed)
def test_a_name_is_itself_and_its_folded_self(name: str) -> None:
    assert same_name(name, name) == bool(fold(name))
    assert same_name(name, fold(name)) == bool(fold(name))


@tried
@given(lists, typed)
def test_finds_what_asking_one_by_one_finds(names: list[str], name: str) -> None:
    found = Names(enumerate(names)).like(name)
    one_by_one = [Twin(key, each, same) for key, each in enumerate(names) if (same := likeness(name, each))]
    assert found == sorted(one_by_one, key=lambda twin: twin.likeness.cost)


@tried
@given(lists)
def test_pairs_what_asking_all_of_all_pairs(names: list[str]) -> None:
    found = sorted((pair.first[0], pair.second[0], pair.likeness) for pair in Names(enumerate(names)).pairs())
    one_by_one = [
        (first, second, same)
        for (first, one), (second, two) in combinations(enumerate(names), 2)
        if (same := likeness(one, two))
    ]
    assert found == one_by_one


def test_pairs_the_gold_list_as_asking_one_by_one_does() -> None:
    listed = [pair for half in HALVES for verdict in ("same", "differ") for pair in pairs(half, verdict)]
    for one, two in listed:
        assert [pair.likeness for pair in Names(enumerate((one, two))).pairs()] == [
            same for same in (likeness(one, two),) if same
        ]


def test_brings_the_likest_first_with_their_keys() -> None:
    names = Names([("topic", "زيلينسكي"), ("tag", "زلنسكي"), ("tag", "زيلينسكى"), ("other", "بوتين")])
    assert len(names) == 4
    assert [(twin.key, twin.name) for twin in names.like("زيلينسكي")] == [
        ("topic", "زيلينسكي"),
        ("tag", "زيلينسكى"),
        ("tag", "زلنسكي"),
    ]


def test_names_of_one_key_are_no_pair() -> None:
    names = Names([(1, "ترامب"), (1, "ترمب"), (2, "دونالد ترامب"), (3, "تـرامب")])
    assert [(pair.first, pair.second) for pair in names.pairs()] == [
        ((1, "ترامب"), (3, "تـرامب")),
        ((1, "ترمب"), (3, "تـرامب")),
    ]
