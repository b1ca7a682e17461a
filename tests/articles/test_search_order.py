"""Gold questions to a small newsroom: for each the pieces that answer it, in their order, on both databases alike."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import naming, search
from articles.models import Article
from articles.search.entries import facet
from columns.models import Author, Column
from tests.articles.searching import searched
from tests.factories import make_author, make_column, make_draft, make_live, make_scheduled, make_topic, make_withdrawn

pytestmark = pytest.mark.django_db

# Name, title, standfirst, text; each a day older than the one before.
PIECES = [
    ("قمح", "موسم القمح في الجزيرة", "حصاد ضعيف بعد شتاء جاف", "يقول المزارعون إن المطر تأخر كثيرا."),
    ("سوريا", "سوريا وجيرانها", "", "حدود طويلة وأسواق قريبة."),
    ("وسوريا", "لبنان وسوريا بعد العاصفة", "", "طرق مقطوعة بالثلج."),
    ("بسوريا", "نازحون على الطريق", "يمرون بسوريا إلى الشمال", "خيام وبرد."),
    ("دمشق", "أسواق دمشق القديمة", "", "تجار من كل المدن السورية يبيعون الحرير."),
    ("علاقات", "موازين جديدة", "", "تغيرت نظرته للعلاقات مع الجوار، وبالعلاقات وحدها لا تبنى الدول."),
    ("علاقة", "علاقة معقدة", "", "بين الجار وجاره."),
    ("اليمن", "اليمن بين هدنتين", "", "ميناء وبحر وسفن."),
    ("اليمين", "صعود اليمين في أوروبا", "", "صناديق ووعود."),
    ("حسن", "حسن يروي حكايته", "", "نجار من حلب."),
    ("حسني", "رحيل الفنان حسني", "", "صوت من زمن آخر."),
    ("حسين", "حسين والنهر", "", "صياد على الضفة."),
    ("شباك", "شُبّاك على الحارة", "", "زجاج ملون وخشب."),
    ("وزراء", "الوزراء يجتمعون", "", "جلسة طويلة بلا قرار."),
    ("وزير", "استقالة وزير الري", "", "خلاف على سد."),
    ("فيسبوك", "حملة على فيسبوك", "", "حسابات وهمية."),
    ("فيس بوك", "أصدقاء فيس بوك القدامى", "", "صور ورسائل."),
    ("كيم", "كيم جونغ-أون في قطاره", "", "رحلة إلى الشرق."),
    ("سوخوي", "طائرة سو-57 تحلق", "", "معرض للطيران."),
    ("سو35", "طائرة سو-35 تهبط", "", "مدرج قصير ورقمه 57."),
    ("كوفيد", "عودة كوفيد-19", "", "لقاحات جديدة."),
    ("مستشفى", "مستشفى بلا كهرباء", "", "أطباء يعملون على ضوء الهواتف سنة 2023."),
    ("شؤون", "شؤون الناس الصغيرة", "", "ضوء خافت."),
    ("ضوء", "الوضوء على المسرح", "", "مسرحية قصيرة."),
    ("غوتيريش", "الأمين العام يغادر", "", "كلمة أخيرة في نيويورك."),
    ("elections", "Belarus after the elections", "", "Voters waited for a result."),
    ("قديم", "حصاد الشتاء", "", "قمح كثير وقمح قليل، والقمح في كل بيت."),
    ("الفرات", "نهر الفرات يجف", "", "صيادون بلا أسماك."),
]

QUESTIONS = {
    # As it is written, title before standfirst before text.
    "القمح": ["قمح", "قديم"],
    "موسم القمح": ["قمح"],
    "حصاد": ["قديم", "قمح"],
    "المطر تأخر": ["قمح"],
    # However a letter is typed.
    "اسواق": ["دمشق", "سوريا"],
    "شوون الناس": ["شؤون"],
    "شيون الناس": ["شؤون"],
    "مستشفي": ["مستشفى"],
    "مستشفى": ["مستشفى"],
    "مُسْتَشْفَى": ["مستشفى"],
    "مستشفـــى": ["مستشفى"],
    "مستشفی": ["مستشفى"],
    "ﻣﺴﺘﺸﻔﻰ": ["مستشفى"],
    "\u202bمستشفى\u202c": ["مستشفى"],
    "علاقه معقده": ["علاقة"],
    "ڪيم جونغ أون": ["كيم"],
    "٢٠٢٣": ["مستشفى"],
    "۲۰۲۳": ["مستشفى"],
    "2023": ["مستشفى"],
    # The brand, with its marks and without.
    "شباك": ["شباك"],
    "شبّاك": ["شباك"],
    "شُبّاك": ["شباك"],
    "الشباك": ["شباك"],
    "بشباك": ["شباك"],
    # Particles in the piece and in the question; as it is spelled comes first.
    "سوريا": ["سوريا", "وسوريا", "بسوريا", "دمشق"],
    "السورية": ["دمشق", "سوريا", "وسوريا", "بسوريا"],
    "بسوريا": ["بسوريا", "سوريا", "وسوريا", "دمشق"],
    "وفيسبوك": ["فيسبوك"],
    "بدمشق": ["دمشق"],
    "لدمشق": ["دمشق"],
    "كدمشق": ["دمشق"],
    "فدمشق": ["دمشق"],
    "ودمشق": ["دمشق"],
    "الدمشق": ["دمشق"],
    "جزيرة": ["قمح"],
    # Plural, dual, possessive.
    # The word itself, under article and particles, before its other inflections.
    "علاقات": ["علاقات", "علاقة"],
    "علاقاتها": ["علاقة", "علاقات"],
    "علاقتان": ["علاقة", "علاقات"],
    "علاقتنا": ["علاقة", "علاقات"],
    "وزرائها": ["وزراء"],
    "وزيرهم": ["وزير"],
    "المستشفيات": ["مستشفى"],
    # A hamza that nobody types, and a word that only begins or ends alike.
    "وزرا": ["وزراء"],
    "الوضو": ["ضوء"],
    "ضوء": ["مستشفى", "شؤون"],
    # Look-alikes.
    "اليمن": ["اليمن"],
    "اليمين": ["اليمين"],
    "حسن": ["حسن", "حسني"],
    "حسني": ["حسني", "حسن"],
    "حسين": ["حسين"],
    # One letter wrong.
    "الجزيره": ["قمح"],
    "القمخ": ["قمح", "قديم"],
    "معقذة": ["علاقة"],
    "العاصقة": ["وسوريا"],
    "نازجون على الطريق": ["بسوريا"],
    # One word or two.
    "فيس بوك": ["فيس بوك"],
    "فيسبوك": ["فيسبوك"],
    "جونغاون": ["كيم"],
    "كيم جونغ أون": ["كيم"],
    "كيم جونغ-أون": ["كيم"],
    # Types and years.
    "سو-57": ["سوخوي"],
    "سو57": ["سوخوي"],
    "سو-٥٧": ["سوخوي"],
    "سو-35": ["سو35"],
    "كوفيد-19": ["كوفيد"],
    "كوفيد 19": ["كوفيد"],
    "كوفيد19": ["كوفيد"],
    "كوفيد": ["كوفيد"],
    # A name by its other spellings, and what is filed under it.
    "غوتيريش": ["غوتيريش"],
    "غوتيريس": ["غوتيريش"],
    "Guterres": ["غوتيريش"],
    # Words that stand together, and words that are left out.
    '"نهر الفرات"': ["الفرات"],
    "«نهر الفرات»": ["الفرات"],
    '"الفرات نهر"': [],
    '"أسواق دمشق"': ["دمشق"],
    "طائرة": ["سوخوي", "سو35"],
    "طائرة -تهبط": ["سوخوي"],
    "طائرة -سو-35": ["سوخوي"],
    "طائرة -سو-57": ["سو35"],
    'طائرة -"طائرة سو"': [],
    'طائرة -"تهبط طائرة"': ["سوخوي", "سو35"],
    "سوريا -دمشق": ["سوريا", "وسوريا", "بسوريا"],
    "طائرة -لاشيء": ["سوخوي", "سو35"],
    # Nobody wrote anything like it.
    "زخرفجي": [],
    "طظ": [],
}


@pytest.fixture
def newsroom():
    now, ids = timezone.now(), {}
    filed = make_topic("أنطونيو غوتيريش")
    naming.set_aliases(filed, ["غوتيريش", "غوتيريس", "Guterres"], by=None, now=now)
    for day, (name, title, standfirst, body) in enumerate(PIECES, 1):
        facts = {"topics": [filed]} if name == "غوتيريش" else {}
        text = f"<p>{body}</p>"
        at = now - timedelta(days=day)
        ids[name] = make_live(title=title, standfirst=standfirst, body=text, at=at, **facts).pk
    return ids


def whole(query: str, language: str = "ar", facts: tuple[str, ...] = ()) -> list[int]:
    found = searched(query, language, facts=facts)
    return found.ids[: found.whole]


def test_each_question_is_answered_by_its_pieces_in_their_order(newsroom):
    names = {pk: name for name, pk in newsroom.items()}
    told = {query: [names[pk] for pk in whole(query)] for query in QUESTIONS}
    assert {query: answer for query, answer in told.items() if answer != QUESTIONS[query]} == {}


def mended(query: str) -> tuple[list[int], list[tuple[str, str]]]:
    found = searched(query)
    return found.ids[: found.whole], found.mended


@pytest.mark.parametrize(
    ("written", "typed", "said"),
    [
        ("حملة على فيسبوك", "فيس بوك", ("فيس بوك", "فيسبوك")),
        ("ليل بيونغ يانغ", "بيونغيانغ", ("بيونغيانغ", "بيونغ يانغ")),
        ("ليل بيونغ يانغ", "ليل بيونغيانغ", ("بيونغيانغ", "بيونغ يانغ")),
        ("أخبار تلغرام", "اخبار تلغ رام", ("تلغ رام", "تلغرام")),
        ("موسم الزيتون", "الزبتون", ("الزبتون", "الزيتون")),
        ("موسم الزيتون", "موسم الزبتون", ("الزبتون", "الزيتون")),
        ("برلمانيون في الشارع", "برلمتيون", ("برلمتيون", "برلمانيون")),
    ],
)
def test_a_word_that_nobody_wrote_is_mended_and_said(written, typed, said):
    piece = make_live(title=written, body="<p>نص.</p>")
    make_live(title="شيء آخر", body="<p>غير ذلك.</p>")
    assert mended(typed) == ([piece.pk], [said])


def test_a_mended_word_in_a_text_is_said_too_and_comes_behind_the_titles():
    now = timezone.now()
    titled = make_live(title="موسم الزيتون", body="<p>نص.</p>", at=now - timedelta(days=3))
    text = make_live(title="حقول", body="<p>قطفوا الزيتون وعصروا زيتونا.</p>", at=now - timedelta(days=1))
    assert mended("الزبتون") == ([titled.pk, text.pk], [("الزبتون", "الزيتون")])
    titled.delete()
    assert mended("الزبتون") == ([text.pk], [("الزبتون", "الزيتون")])


def test_a_loose_form_in_a_text_never_comes_before_the_same_in_a_title():
    now = timezone.now()
    titled = make_live(title="لبنان بعد العاصفة", body="<p>نص.</p>", at=now - timedelta(days=3))
    text = make_live(title="حقول", body="<p>قرية لبنانية.</p>", at=now - timedelta(days=1))
    assert whole("بلبنان") == [titled.pk, text.pk]


def test_a_word_in_use_is_never_mended_into_its_look_alike():
    yemen = make_live(title="اليمن بين هدنتين", body="<p>ميناء.</p>")
    right = make_live(title="اليمين يصعد", body="<p>وعود.</p>")
    hasan, husain = make_live(title="حسن يروي"), make_live(title="حسين والنهر")
    for query, piece in {"اليمن": yemen, "اليمين": right, "حسن": hasan, "حسين": husain, "باليمن": yemen}.items():
        assert mended(query) == ([piece.pk], [])
        assert search.find(query, pieces=Article.objects.all(), language=None).ids == [piece.pk]


def test_of_equals_the_newer_comes_first_and_a_change_of_moment_changes_the_order():
    now = timezone.now()
    pieces = [make_live(title="ضفة النهر", body="<p>نص.</p>", at=now - timedelta(days=day)) for day in (3, 1, 2)]
    assert whole("ضفة") == [pieces[1].pk, pieces[2].pk, pieces[0].pk]


def test_title_before_what_it_is_filed_under_before_standfirst_before_text():
    now = timezone.now()
    topic = make_topic("الهجرة")
    facts = {"standfirst": "مقدمة.", "body": "<p>نص طويل.</p>"}
    title = make_live(**facts | {"title": "الهجرة"}, at=now - timedelta(days=4))
    filed = make_live(**facts | {"title": "حقائب"}, topics=[topic], at=now - timedelta(days=3))
    standfirst = make_live(**facts | {"title": "قوارب", "standfirst": "عن الهجرة."}, at=now - timedelta(days=2))
    body = make_live(**facts | {"title": "موانئ", "body": "<p>عن الهجرة.</p>"}, at=now - timedelta(days=1))
    # Under one spelling alone: what is only filed comes last, for nobody wrote the word there.
    assert whole("الهجرة") == [title.pk, standfirst.pk, body.pk, filed.pk]
    make_live(title="حقائب على الطريق", at=now - timedelta(days=9))
    assert whole("حقائب الهجرة") == [filed.pk]


def test_english_is_found_by_its_own_stems():
    facts = {"title": "مادة", "released": ("ar", "en")}
    now = timezone.now()
    texts = [
        ("Belarus after the elections", "Voters waited."),
        ("Voting", "An election was held; people were hopeful."),
    ]
    pieces = [
        make_live(**facts, title_en=title, body_en=f"<p>{body}</p>", at=now - timedelta(days=day)).pk
        for day, (title, body) in enumerate(texts)
    ]
    for query, expected in {
        "elections": pieces,
        "election": [pieces[1], pieces[0]],
        "Elections'": pieces,
        "voter": [pieces[0]],
        "hopefully": [pieces[1]],
        "electons": pieces,
        '"the elections"': [pieces[0]],
        "elections -belarus": [pieces[1]],
    }.items():
        assert (query, whole(query, "en")) == (query, expected)
    assert whole("elections") == []


def test_facts_narrow_and_the_counts_are_of_what_was_found():
    now = timezone.now().replace(month=6)
    column, author, topic = make_column("نافذة"), make_author("هدى الزين"), make_topic("الماء")
    one = make_live(title="بئر", column=column, topics=[topic], at=now.replace(year=2020))
    two = make_live(title="بئر", authors=[author], tags=["جفاف"], at=now.replace(year=2021))
    make_live(title="نبع", column=column, at=now.replace(year=2020))
    tag = two.tagged.get().tag
    for fact, expected in [
        (facet("column", column.pk), [one.pk]),
        (facet("topic", topic.pk), [one.pk]),
        (facet("tag", tag.pk), [two.pk]),
        (facet("author", author.pk), [two.pk]),
        (facet("year", 2020), [one.pk]),
        (facet("year", 2021), [two.pk]),
        (facet("year", 1999), []),
        (facet("column", 10**9), []),
    ]:
        assert (fact, whole("بئر", facts=(fact,))) == (fact, expected)
    assert whole("بئر", facts=(facet("column", column.pk), facet("year", 2021))) == []
    assert (Column.objects.count(), Author.objects.filter(name_ar="هدى الزين").count()) == (1, 1)


def test_a_phrase_may_begin_under_particles_and_never_spans_what_stands_apart():
    together = make_live(title="خبر", body="<p>وقال «والنهر الكبير» يفيض.</p>")
    make_live(title="خبر آخر", body="<p>النهر عند الجسر الكبير.</p>")
    assert whole('"النهر الكبير"') == whole("“نهر الكبير”") == [together.pk]
    assert whole('خبر -"النهر الكبير"') != [together.pk]
    assert together.pk not in whole('خبر -"النهر الكبير"')
    assert len(whole('خبر -"النهر الكبير"')) == 1


def test_signs_and_marks_of_a_stored_text_are_no_words():
    piece = make_live(
        title="شركة", body="<p>قسم البحث R&amp;D في <strong>ال</strong>مدينة &lt;b&gt; و<a href='/x'>سوق</a>.</p>"
    )
    assert whole("amp") == whole("lt") == whole("strong") == []
    assert whole('"R&D في المدينة"') == whole("المدينة") == whole("وسوق") == [piece.pk]


def test_more_is_said_of_more_alone(monkeypatch):
    monkeypatch.setattr("articles.search.finding.MOST_FETCHED", 3)
    monkeypatch.setattr("articles.search.finding.MOST_FOUND", 3)
    monkeypatch.setattr("articles.search.finding.MOST_FOR_PHRASE", 3)
    now, ids = timezone.now(), []

    def told(query: str) -> tuple[list[int], bool]:
        found = search.find(query, pieces=Article.objects.published("ar", now=now), language="ar")
        return found.ids, found.more

    for day in range(1, 5):
        ids.append(make_live(title="سد النهر", body="<p>نص.</p>", at=now - timedelta(days=day)).pk)
        assert (day, told("سد")) == (day, (ids[:3], day > 3))
    # What only the text decides, and what is hidden from who asks, makes nothing more.
    for make in (make_draft, make_scheduled, make_withdrawn):
        for _turn in range(4):
            make(title="سد النهر", body="<p>نص.</p>")
    assert told("سد") == (ids[:3], True)
    Article.objects.filter(pk__in=ids[2:]).delete()
    assert told("سد") == told('"سد النهر"') == (ids[:2], False)
    for day in range(5):
        make_live(title="النهر سد", body="<p>نص.</p>", at=now - timedelta(hours=day + 1))
    assert told('"سد النهر"')[1] is False
