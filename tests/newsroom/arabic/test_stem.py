"""The light stem: one for all that a word becomes in a sentence, and two for words that readers keep apart."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.arabic.fold import fold
from newsroom.arabic.stem import LEAST, clitics, is_arabic, shapes, stem

from .strategies import any_text, tried

FAMILIES = [
    "علاقة العلاقة علاقات العلاقات علاقاتها علاقاته علاقاتهم علاقاتنا علاقتنا علاقتها علاقتهم علاقتهما علاقتان علاقتين "
    "للعلاقات والعلاقات بالعلاقات وبالعلاقات فالعلاقات كالعلاقات وللعلاقات",
    "سوريا سورية السورية سوري السوري سوريون السوريين سوريات السوريات والسوريون للسوريين",
    "وزير الوزير وزيرا وزيران وزيرين وزيره وزيرها وزيرهم للوزير والوزير بالوزير فالوزير وزيرة الوزيرات",
    "وزراء الوزراء وزرائها وزرائه وزرائهم وزرائنا والوزراء للوزراء",
    "خبراء الخبراء خبرائها خبرائه خبرائنا",
    "مدينة المدينة مدينتان مدينتين مدينتها مدينتهم مدينتنا مدينته بالمدينة وبالمدينة",
    "مستشفى المستشفى مستشفي مستشفيات المستشفيات مستشفاها",
    "صحفي صحفية صحفيون صحفيين صحفيات الصحفيون والصحفيات",
    "معلم معلمون معلمين معلمات المعلمات معلمنا معلمهم معلمها معلمه",
    "حكومة حكومتها حكومات الحكومتين حكومته حكومتنا وللحكومة",
    "سياسة سياسي سياسية السياسيين سياسات سياساتها سياسيا سياسيًا",
    "أزمة أزمات الأزمتين ازمه أزماتها",
    "انتخابات الانتخابات انتخاب انتخابي الانتخابية إنتخابات انتخاباتها",
    "اقتصاد اقتصادية الاقتصادي اقتصادها اقتصاديون",
    "تركيا تركي التركي التركية ترکیا",
    "ألمانيا الألماني ألمانية المانيا والألمان الألمانية",
    "لبنان لبناني اللبنانية اللبنانيين لبنانيات",
    "مصر مصري المصري مصريون مصرية",
    "شباك الشباك شُبّاك والشباك بالشباك شباكا شباكان شبــاك",
    "لقاء لقائه لقائها اللقاء",
    "رئيس رئيسا رئيسها الرئيس رئيسة رييس رئيسهم",
    "كاتب كاتبة الكاتب كاتبان كاتبات كاتبها",
    "مقاتلة مقاتلات المقاتلة مقاتلتان مقاتلتها مقاتلاتنا",
    "قرية القرية قريه",
    "دولة دول دولتان الدول دولتين دولتها",
    "حزب الحزب حزبان حزبين حزبها حزبي الحزبية",
    "جيش الجيش جيشا جيشه جيشها الجيشين",
    "نظام النظام نظامه نظاما نظامان نظامي",
]
"""Of each line every word is another shape of one."""

APART = [
    ("اليمن", "اليمين"),
    ("حسن", "حسين"),
    ("سوريا", "روسيا"),
    ("كاتب", "كتاب"),
    ("كاتب", "مكتب"),
    ("كتاب", "مكتب"),
    ("عرب", "غرب"),
    ("شرق", "شرقاط"),
    ("خبر", "خبراء"),
    ("خبر", "خبرائها"),
    ("علم", "علماء"),
    ("تفاهم", "تفاح"),
    ("دول", "دواء"),
    ("جنوب", "جنود"),
    ("شمال", "شمل"),
    ("ماء", "مال"),
    ("بوتين", "تين"),
    ("وزير", "زير"),
    ("فلسطين", "سطين"),
    ("بيت", "بيوت"),
    ("قمح", "قمة"),
]
"""Pairs that a reader never takes for one."""

STEMS = [
    ("السورية", "سور"),
    ("وبالعلاقات", "علاق"),
    ("وزراء", "وزرا"),
    ("وزرائها", "وزرا"),
    ("اليمن", "يمن"),
    ("اليمين", "يمين"),
    ("تفاهم", "تفاهم"),
    ("شيء", "شيء"),
    ("ماء", "ماء"),
    ("قراءة", "قراء"),
    ("كيم", "كيم"),
    ("ولد", "ولد"),
    ("وسوريا", "وسور"),
    ("ألمانيا", "مان"),
    ("الله", "الل"),
    ("ال", "ال"),
    ("في", "في"),
    ("2023", "2023"),
    ("nato", "nato"),
    ("الnato", "الnato"),
    ("سو57", "سو57"),
    ("", ""),
    ("한국", "한국"),
]

PARTICLES = [
    ("وسوريا", ("سور",)),
    ("بسوريا", ("سور",)),
    ("فسوريا", ("سور",)),
    ("لسوريا", ("سور",)),
    ("كسوريا", ("سور",)),
    ("وبسوريا", ("بسور", "سور")),
    ("ولسوريا", ("لسور", "سور")),
    ("وكسوريا", ("كسور", "سور")),
    ("فبسوريا", ("بسور", "سور")),
    ("سيكتب", ("يكتب",)),
    ("سنكتب", ("نكتب",)),
    ("وسيكتب", ("سيكتب", "يكتب")),
    ("بقمح", ("قمح",)),
    ("بشباك", ("شباك",)),
    ("وعلاقاتها", ("علاق",)),
    # No particle before what is too short, not س before a noun, not in another script.
    ("ولد", ()),
    ("بيت", ()),
    ("سوريا", ()),
    ("سقوط", ()),
    ("وnato", ()),
    ("nato", ()),
    ("2023", ()),
    ("و", ()),
    ("", ()),
]

words = st.text(st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهويء"), min_size=1, max_size=14)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.split()[0])
def test_every_shape_of_a_word_has_one_stem(family: str) -> None:
    stems = {word: stem(fold(word)) for word in family.split()}
    assert len(set(stems.values())) == 1, stems


@pytest.mark.parametrize(("one", "other"), APART)
def test_words_that_readers_keep_apart_have_two(one: str, other: str) -> None:
    assert stem(fold(one)) != stem(fold(other))


@pytest.mark.parametrize(("word", "expected"), STEMS)
def test_the_stem_of(word: str, expected: str) -> None:
    assert stem(fold(word)) == expected


@pytest.mark.parametrize(("word", "expected"), PARTICLES)
def test_what_a_word_may_be_under_particles(word: str, expected: tuple[str, ...]) -> None:
    assert clitics(fold(word)) == expected


@pytest.mark.parametrize("word", ["سوريا", "قمح", "شباك", "مدينة", "وزراء", "العلاقات", "نهر", "تركيا", "مستشفى"])
def test_a_particle_written_onto_a_word_leads_back_to_it(word: str) -> None:
    for particle in ("و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "فك"):
        written = fold(f"{particle}{word}")
        assert stem(fold(word)) in {stem(written), *clitics(written)}, written


@tried
@given(words)
def test_the_article_never_changes_a_stem(word: str) -> None:
    if len(word) >= LEAST:
        for article in ("ال", "وال", "بال", "فال", "كال", "وبال"):
            assert stem(f"{article}{word}") == stem(f"ال{word}")
        # Unless the word itself begins as if with one: بالون.
        if word.removeprefix("و").removeprefix("ف")[:2] not in {"ال", "لل"} and "ال" not in word[:4]:
            assert stem(f"ال{word}") == stem(word)


@tried
@given(words)
def test_a_stem_is_the_word_or_a_part_of_it_and_three_letters_stay(word: str) -> None:
    found = stem(word)
    assert found in word
    assert len(found) >= min(len(word), LEAST)


@tried
@given(words)
def test_what_may_stand_under_particles_is_shorter_and_never_the_own_stem(word: str) -> None:
    found = clitics(word)
    assert len(found) == len(set(found)) <= 2
    assert list(found) == sorted(found, key=len, reverse=True)
    assert all(LEAST <= len(each) < len(word) and each in word and each != stem(word) for each in found)


@tried
@given(any_text)
def test_both_take_any_string_and_answer_twice_alike(text: str) -> None:
    assert is_arabic(text) in {True, False}
    for word in (text, fold(text), *fold(text).split()):
        assert stem(word) == stem(word)
        assert len(stem(word)) <= len(word)
        assert clitics(word) == clitics(word)


def test_a_word_without_end_takes_no_time_to_speak_of() -> None:
    for word in ("ات" * 9_000, "ال" * 9_000, "و" * 100_000, "ين" * 9_000 + "ها"):
        assert len(stem(word)) >= LEAST
        assert len(clitics(word)) <= 2


def test_no_two_families_share_a_stem() -> None:
    stems = [stem(fold(family.split()[0])) for family in FAMILIES]
    alike = [(one, other) for one, other in itertools.combinations(range(len(stems)), 2) if stems[one] == stems[other]]
    assert alike == []


# ---- one word in one inflection --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "among", "never"),
    [
        ("اليمن", ["يمن", "اليمن", "واليمن", "لليمن", "باليمن", "بيمن"], ["يمني", "اليمين", "يمين"]),
        ("سوريا", ["سوريا", "وسوريا", "بسوريا", "ولسوريا"], ["سوريه", "سوري", "روسيا"]),
        ("علاقات", ["علاقات", "العلاقات", "وبالعلاقات", "للعلاقات"], ["علاقه", "علاقاتها"]),
    ],
)
def test_a_word_keeps_its_inflection_under_article_and_particles(word, among, never):
    found = shapes(word)
    assert [shape for shape in among if shape not in found] == []
    assert [shape for shape in never if shape in found] == []
    assert len(found) == len(set(found))


def test_a_word_that_is_not_arabic_stands_alone():
    assert (shapes("nato"), shapes("57"), shapes("سو57"), shapes("في")) == (("nato",), ("57",), ("سو57",), ("في",))


@given(any_text)
def test_every_string_has_shapes_and_is_among_them(word):
    assert word in shapes(word)
