"""What the copy desk mends, what it leaves alone, and what it only asks about."""

import pytest

from newsroom.arabic.typography import Finding, HouseStyle, Rule, applied, fix, is_residue, letters_of, lint

MENDED = [
    # Latin marks
    ("وصل الوفد, ثم غادر", "وصل الوفد، ثم غادر"),
    ("وصل الوفد; ثم غادر", "وصل الوفد؛ ثم غادر"),
    ("متى يعود الوفد?", "متى يعود الوفد؟"),
    ("وصل الوفد ,ثم غادر", "وصل الوفد، ثم غادر"),
    ("وصل الوفد,ثم غادر", "وصل الوفد، ثم غادر"),
    ("زار الوفد NATO, ثم غادر", "زار الوفد NATO، ثم غادر"),
    ("منذ عام 2019, تغيّر المشهد", "منذ عام 2019، تغيّر المشهد"),
    ("في الأعوام 2018, 2019, 2020", "في الأعوام 2018، 2019، 2020"),
    ("هل انضمت البلاد إلى NATO? لا", "هل انضمت البلاد إلى NATO؟ لا"),
    ("(بيروت), ثم دمشق", "(بيروت)، ثم دمشق"),
    ("وسم #لبنان, ثم غيره", "وسم #لبنان، ثم غيره"),
    ("راسلوا a@b.co, ثم انتظروا", "راسلوا a@b.co، ثم انتظروا"),
    ("اقرأ https://example.com/x?y=1,2;z, ثم عد", "اقرأ https://example.com/x?y=1,2;z، ثم عد"),
    ("أسعد من أمس‚ وأهدأ", "أسعد من أمس، وأهدأ"),
    ("أحقاً?!", "أحقاً؟!"),
    # repeated
    ("لماذا تأخر؟؟؟", "لماذا تأخر؟"),
    ("لماذا تأخر ؟ ؟", "لماذا تأخر؟"),
    ("لماذا تأخر???", "لماذا تأخر؟"),
    ("عاجل!!", "عاجل!"),
    ("بيروت،، ودمشق", "بيروت، ودمشق"),
    ("حقاً؟؟!!", "حقاً؟!"),
    ("انتظر....", "انتظر..."),
    ("انتظر…. ثم مضى", "انتظر… ثم مضى"),
    ("انتظر…… ثم مضى", "انتظر… ثم مضى"),
    # blanks
    ("بيروت ، ودمشق", "بيروت، ودمشق"),
    ("بيروت ،ودمشق", "بيروت، ودمشق"),
    ("بيروت،ودمشق", "بيروت، ودمشق"),
    ("بيروت ؛ ودمشق", "بيروت؛ ودمشق"),
    ("قال : نعم", "قال: نعم"),
    ("قال :نعم", "قال: نعم"),
    ("قال:نعم", "قال: نعم"),
    ("متى يعود ؟", "متى يعود؟"),
    ("متى يعود ?", "متى يعود؟"),
    ("يا له من خبر !", "يا له من خبر!"),
    ("متى يعود؟قريباً", "متى يعود؟ قريباً"),
    ("انتهى الاجتماع .", "انتهى الاجتماع."),
    ("انتهى الاجتماع .وغادر الجميع", "انتهى الاجتماع. وغادر الجميع"),
    ("انتهى الاجتماع.وغادر الجميع", "انتهى الاجتماع. وغادر الجميع"),
    ("انتهى عام 2019.وبدأ آخر", "انتهى عام 2019. وبدأ آخر"),
    ("وصل الوفد  إلى دمشق", "وصل الوفد إلى دمشق"),
    ("وصل الوفد     إلى العاصمة السورية دمشق", "وصل الوفد إلى العاصمة السورية دمشق"),
    ("وصل\u00a0الوفد", "وصل الوفد"),
    ("وصل \u00a0الوفد", "وصل الوفد"),
    ("وصل\u2009الوفد", "وصل الوفد"),
    ("سطر أول  \nسطر ثانٍ ", "سطر أول\nسطر ثانٍ"),
    # quotes and brackets
    ("قال « نعم » ثم صمت", "قال «نعم» ثم صمت"),
    ("قال “ نعم ” ثم صمت", "قال “نعم” ثم صمت"),
    ("قال ” نعم “ ثم صمت", "قال ”نعم“ ثم صمت"),
    ('قال " نعم " ثم صمت', 'قال "نعم" ثم صمت'),
    ("في العاصمة ( دمشق ) أمس", "في العاصمة (دمشق) أمس"),
    ("في العاصمة (دمشق ) أمس", "في العاصمة (دمشق) أمس"),
    ("في العاصمة ( NATO ) أمس", "في العاصمة (NATO) أمس"),
    ("قال «نعم» ، ثم صمت", "قال «نعم»، ثم صمت"),
    ('سألت "متى نعود؟" .', 'سألت "متى نعود؟".'),
    ("قال:«نعم»", "قال: «نعم»"),
    ('قال:"نعم"', 'قال: "نعم"'),
    ('قال :" نعم "', 'قال: "نعم"'),
    ("قال«نعم»ثم صمت", "قال «نعم» ثم صمت"),
    ("الحلف الأطلسي(الناتو)أمس", "الحلف الأطلسي (الناتو) أمس"),
    ("عاش «قديماً».هنا", "عاش «قديماً». هنا"),
    ('قال "نعم"، "لا"، و"ربما "', 'قال "نعم"، "لا"، و"ربما"'),
    ('قال "إن الوفد عاد ". " وغادر', 'قال "إن الوفد عاد". " وغادر'),
    # و
    ("روسيا و الصين", "روسيا والصين"),
    ("روسيا، و الصين", "روسيا، والصين"),
    ("روسيا،و الصين", "روسيا، والصين"),
    ("و قالت الوزيرة", "وقالت الوزيرة"),
    ("روسيا و NATO", "روسيا وNATO"),
    ("بين 10 و 20 يوماً", "بين 10 و20 يوماً"),
    ('الصحف و "رويترز"', 'الصحف و"رويترز"'),
    ("واشنطن و وارسو", "واشنطن ووارسو"),
    # letters
    ("شـــباك", "شباك"),
    ("الـعربية", "العربية"),
    ("مـحـمـد", "محمد"),
    ("المملکة", "المملكة"),
    ("سوریا", "سوريا"),
    ("فی دمشق", "في دمشق"),
    ("الرئیس اللبنانی", "الرئيس اللبناني"),
    ("ھذا خبر", "هذا خبر"),
    ("ﺷﺒﺎﻙ", "شباك"),
    ("ﻷن", "لأن"),
    # invisible
    ("\ufeffشباك", "شباك"),
    ("شب\u200bاك", "شباك"),
    ("شب\u00adاك", "شباك"),
    ("شباك\u2060", "شباك"),
    ("شب\x00اك", "شباك"),
    ("\u202eشباك", "شباك"),
    ("شباك\u2069", "شباك"),
    ("شباك\u200c وباب", "شباك وباب"),
    # all at once
    ("قالت الوزيرة , إن « السلام » قريب ؟؟ و غادرت", "قالت الوزيرة، إن «السلام» قريب؟ وغادرت"),
]


@pytest.mark.parametrize(("typed", "mended"), MENDED)
def test_mends(typed: str, mended: str) -> None:
    assert fix(typed) == mended
    assert letters_of(typed) == letters_of(mended)


KEPT = [
    # numbers
    "بنسبة 3.5 في المئة و3,5 نقاط",
    "قتل 1,234 شخصاً و1,234,567 جريحاً",
    "قتل ١٬٢٣٤ شخصاً بنسبة ٣٫٥ و٣,٥ و٥٪",
    "الساعة 10:30 مساءً",
    "فاز الفريق 3-2 أمس، وقبله 3 : 2",
    "يوم 5/3/2024 وبين 3–5 أيام",
    "زادت 5% ثم 5 %",
    "مسافة 10\u00a0كم",
    "السعر $1,234.50 اليوم",
    "3، و4 و5",
    "هاتف +963-11-123 للتواصل",
    'شاشة 15" جديدة',
    # addresses and code
    "زوروا https://example.com/a,b?c=1;d=2 الآن",
    "زوروا www.example.com الآن",
    "صفحة example.com/x?y=1,2 مفيدة",
    "راسلوا news.desk@example.org الآن",
    "وسم #لبنان_الآن عند @desk هنا",
    "لغتا C++ وC# مختلفتان",
    "الدالة f(x, y) تعيد `a, b; c?` هنا",
    "منصة .NET وملف report.v2.pdf جاهزان",
    "المفتاح {a: 1, b: 2} صحيح",
    "ابتسم :) ثم مضى",
    # words in other letters
    "قال “Hello, world?” ثم صمت",
    "يقول العنوان Hello, world; is it good? ثم يسكت",
    'أغنية "Don\'t Cry, Baby?" مشهورة',
    "بين مدن (Paris, Rome; Oslo?) فروق",
    "سافر إلى U.S. أمس",
    "The paper, he said; why ?  Because",
    # abbreviations and single letters
    "د. فلان وأ.د. فلانة",
    "وكالة أ.ف.ب وحركة و.م.أ وص.ب 12",
    "الأحرف أ و ب و ج",
    "النقطتان س و ص",
    "حرف و في أول الكلمة",
    "أ) الأول\n1) الثاني",
    "مات عام 1445 هـ، أو 1445هـ",
    # tatweel with a use
    'قالت لـ"رويترز" وبـ"لبنان"',
    "صوّت لـ5 نواب والـ11 وبـNATO",
    "الرحمـٰن",
    # marks with a use
    "قال… ثم سكت ... ثم عاد...",
    "لماذا؟! أحقاً!؟",
    "قال (؟) ثم (!) ثم (...) و[…]",
    "المكان ( ) فارغ",
    "قال ذلك.[1] ثم عاد[2]، وسكت.",
    "دمشق (أ ف ب) - قال المصدر «نعم»!",
    "موسم 2019/2020 والقرن الـ21 والـ 45 و24/7",
    "سعر الصرف 1$=15,000 ل.ل أي 1.5 د.إ.",
    "الخيل والليل والبيداء ... والسيف والرمح والقلم *** هنا",
    "قال تعالى: ﴿قل هو الله أحد﴾ [الإخلاص: 1]",
    "(انتهى.) «انتهى.» ثم",
    "«قال “نعم” ثم صمت»",
    "قال “نعم” ثم “لا”",
    "قال “إن تنظيم “داعش” انتهى” ثم قال “نعم”",
    "قال ”إن تنظيم ”داعش“ انتهى“ ثم قال ”نعم“",
    "قال ”نعم“ ثم ”لا“",
    "الموظف(ون) والمدير(ة/ات)",
    "و«الحياة» و(الشرق)",
    "«فقرة أولى\nوفقرة ثانية»",
    # apostrophes, transliteration, quotations within others, words in other letters
    "كتب Don't Look Back وقرأ O'Brien’s letters هنا",
    "قرأ ‘Homs’s Old City’ ثم صمت",
    "قرأ 'Hello, world' ثم ‘Homs’ ثم صمت",
    "كتاب teachers' guide وكتاب boss’ house في البيت",
    "اسمه ‘Abd al-Ra’uf ibn Rabi‘ في السجل",
    "اسمه ʿAbd al-Raʾūf في السجل",
    "جيسكار د'إستان وكوت د’إيفوار ول'أوريان لو جور",
    "قر'آن وسؤ’الهم كما نُقلا",
    "مواليد ’92 وطوله 6' و3''",
    "قال “إن تنظيم ‘داعش’ انتهى” ثم صمت",
    "قال «إن تنظيم 'داعش' انتهى» ثم صمت",
    "قال ”إن تنظيم ’داعش‘ انتهى“ ثم صمت",
    "صحيفتا ‘الحياة’ و‘النهار’ كما يكتبهما الكاتب",
    "صحيفتا 'الحياة' و'النهار' كما يكتبهما الكاتب",
    "قال 'نعم ثم صمت",
    "الحرف ' والحرف ’ وحدهما",
    # dashes with blanks on both sides, or that enclose what they touch
    "دمشق – العاصمة – تستعد",
    "دمشق - العاصمة - تستعد",
    "دمشق — العاصمة — تستعد",
    "دمشق -العاصمة السورية- تستعد",
    "دمشق –العاصمة–، ثم حلب —الشهباء—.",
    "قال (-نعم-) ثم «–لا–»",
    # dashes that are none, or whose place is a habit of its own
    "حرب روسيا–أوكرانيا وخط بيروت-دمشق",
    "جونغ-أون وسو-57 وما بعد-حداثي",
    "درجة الحرارة -5 والفرق –3 وبين 3 -5",
    "- نعم، قال.\n-لا، قالت.\n– ربما",
    "قال: -نعم. -حقاً؟ -حقاً. ثم صمت",
    "1- الأول\n2 - الثاني\nأ- الأول\nأولاً- البداية",
    "بيروت- قال المصدر نعم",
    "والبند ب- من القرار",
    "لم يكمل كلامه-\nثم صمت",
    "شركة General- Electric والأمر -rf هنا",
    "نسبة -5% ومدى 3– 5",
    "كلمة -- كلمة --- كلمة",
    # letters and signs with a use
    "شُبّاك تُعدّ حدثاً",
    "كوفيد-19، سو-57 وجونغ-أون",
    "ﷺ وﷲ",
    "\u200e-1,234 درجة",
    "زار \u2068NATO\u2069 أمس",
    "عام 1445 ه\u200d",
    "عائلة \U0001f468\u200d\U0001f469\u200d\U0001f467 سعيدة",
    # lines
    "سطر\n\n\nوسطر",
    "  مسافة في أول السطر",
    "عمود\tوعمود",
    "رويداً رويداً وجداً جداً",
    "قناة بي بي سي",
    "أكثر من مَن حضر",
    "و/أو",
    "",
]


@pytest.mark.parametrize("text", KEPT)
def test_leaves_alone_and_says_nothing(text: str) -> None:
    assert fix(text) == text
    assert lint(text) == []


ASKED = [
    ("قال الوزير “نعم وغادر", Rule.UNBALANCED, "“"),
    ('قال الوزير "نعم وغادر', Rule.UNBALANCED, '"'),
    ("قال الوزير «نعم وغادر", Rule.UNBALANCED, "«"),
    ("قال الوزير نعم» وغادر", Rule.UNBALANCED, "»"),
    ("قال الوزير (نعم وغادر", Rule.UNBALANCED, "("),
    ("قال الوزير نعم) وغادر", Rule.UNBALANCED, ")"),
    ("قال الوزير [نعم) وغادر", Rule.UNBALANCED, "["),
    ("ذهب إلى إلى المدرسة", Rule.DOUBLED_WORD, "إلى إلى"),
    ("ظنّ أنّ أنّ الخبر صحيح", Rule.DOUBLED_WORD, "أنّ أنّ"),
    ("انتظر الجميع.. ثم غادروا", Rule.ELLIPSIS, ".."),
    ("اكتب اسمك ............", Rule.ELLIPSIS, "............"),
    ("قال كلمته،. ومضى", Rule.REPEATED, "،."),
    ("هل قال كلمته؟. ومضى", Rule.REPEATED, "؟."),
    ("أحقاً؟!؟! نعم", Rule.REPEATED, "؟!؟!"),
    ("شاهدنا فيلم Why? أمس", Rule.QUESTION, "?"),
    ("طلب ???? ثم غادر", Rule.QUESTION, "????"),
    ("الرمز ’?‘ لاتيني", Rule.QUESTION, "?"),
    ('قال" نعم "ثم صمت', Rule.SPACE_OUTSIDE, '"'),
    ("علامة الاستفهام ? لاتينية", Rule.QUESTION, "?"),
    ("الرقم 3،4 غريب", Rule.SPACE_AFTER, "،"),
    ("وصل د.أحمد أمس", Rule.SPACE_AFTER, "."),
    ("«بوتين»ية جديدة", Rule.SPACE_OUTSIDE, "»"),
    ("الجهاز و (أو) البرنامج", Rule.DETACHED, "و "),
    ("قرأ ال كتاب كله", Rule.DETACHED, "ال "),
    ("صوّت لـداعش أحد", Rule.TATWEEL, "ـ"),
    ("بيروت ـ رويترز", Rule.TATWEEL, "ـ"),
    ("ــــــــ", Rule.TATWEEL, "ــــــــ"),
    ("نهاية\nــــــــ نهاية", Rule.TATWEEL, "ــــــــ"),
    ("قال علی نعم", Rule.KEYBOARD, "ی"),
    ("إلی المدرسة", Rule.KEYBOARD, "ی"),
    ("شركة گوگل", Rule.FOREIGN_LETTER, "گوگل"),
    ("سافر إلى ڤيينا", Rule.FOREIGN_LETTER, "ڤيينا"),
    ("قال «این کتاب را می‌خوانم» ثم صمت", Rule.FOREIGN_LETTER, "این کتاب را می‌خوانم"),
    ("النصّ ﺎﺒﺣﺮﻣ مقلوب", Rule.PRESENTATION, "ﺎﺒﺣﺮﻣ"),
    ("الرئيس\u200cالجديد", Rule.JOINER, "\u200c"),
    ("قال\u200fالرئيس", Rule.BIDI, "\u200f"),
    ("قال \u202eNATO\u202c نعم", Rule.BIDI, "\u202e"),
    ("صدر البيت الأول هنا      وعجز البيت بعده", Rule.DOUBLE_SPACE, "      "),
    ("قال «نعم» وقال «لا» وقال “ربما”", Rule.QUOTES, "“"),
    ('قال "نعم" وقال "لا" وقال “ربما”', Rule.QUOTES, "“"),
    ("قال “نعم” وقال “لا” وقال ”ربما“", Rule.QUOTES, "”"),
    ("قال “نعم“ ثم صمت", Rule.QUOTES, "“"),
    ("قال «نعم» وقال ‘لا’ ثم صمت", Rule.SINGLE_QUOTES, "‘"),
    ("قال «نعم» وقال ’لا‘ ثم صمت", Rule.SINGLE_QUOTES, "’"),
    ("قال «نعم» وقال 'لا' ثم صمت", Rule.SINGLE_QUOTES, "'"),
    ("قال «نعم» و'النهار' تقول", Rule.SINGLE_QUOTES, "'"),
    ("قال «نعم» عن لقاح ‘كوفيد-19’ أمس", Rule.SINGLE_QUOTES, "‘"),
    ("ل'أوريان و'النهار' و«الحياة»", Rule.SINGLE_QUOTES, "'"),
    ("قال ''نعم'' ثم صمت", Rule.SINGLE_QUOTES, "''"),
    ("قال ‘‘نعم’’ ثم صمت", Rule.SINGLE_QUOTES, "‘‘"),
    ("قال ‘نعم‘ ثم صمت", Rule.SINGLE_QUOTES, "‘"),
    ("قال ’نعم’ ثم صمت", Rule.SINGLE_QUOTES, "’"),
    ("قال ‘نعم' ثم صمت", Rule.SINGLE_QUOTES, "'"),
    ("قال «إن ‘داعش‘ انتهى» ثم صمت", Rule.SINGLE_QUOTES, "‘"),
    ("وصل إلى دمشق- العاصمة السورية", Rule.DASH, "-"),
    ("وصل إلى دمشق– العاصمة السورية", Rule.DASH, "–"),
    ("وصل إلى دمشق –العاصمة السورية", Rule.DASH, "–"),
    ("وصل إلى دمشق – العاصمة– أمس", Rule.DASH, "–"),
    ("وصل إلى دمشق -العاصمة - أمس", Rule.DASH, "-"),
    ("وصل إلى دمشق—العاصمة السورية", Rule.DASH, "—"),
    ("القدس (أ ف ب)- قال المصدر", Rule.DASH, "-"),
    ("قال «نعم»– ثم صمت", Rule.DASH, "–"),
    ("بين عامي 2019 و2020 و٢٠٢١", Rule.DIGITS, "٢٠٢١"),
    ("منذ عام ۲۰۲۱", Rule.DIGITS, "۲۰۲۱"),
    ("في آذار 2011 ثم نيسان 2012 ثم يونيو 2013", Rule.MONTHS, "يونيو"),
    ("كان حدثاً مهماً وكبيرًا", Rule.TANWIN, "\u064bا"),
    ("Spread the love", Rule.RESIDUE, "Spread the love"),
    ("نصّ\nشارك هذا الموضوع:\nنصّ", Rule.RESIDUE, "شارك هذا الموضوع:"),
    ('[caption id="a1" width="300"]صورة[/caption]', Rule.RESIDUE, '[caption id="a1" width="300"]'),
    ("قال&nbsp;الوزير", Rule.RESIDUE, "&nbsp;"),
]


@pytest.mark.parametrize(("text", "rule", "where"), ASKED)
def test_asks_and_changes_nothing(text: str, rule: Rule, where: str) -> None:
    assert fix(text) == text
    assert [(each.rule, text[each.start : each.end]) for each in lint(text)][:1] == [(rule, where)]


@pytest.mark.parametrize(
    ("text", "rule", "proposal"),
    [
        ("ذهب إلى إلى المدرسة", Rule.DOUBLED_WORD, "إلى"),
        ("انتظر الجميع.. ثم غادروا", Rule.ELLIPSIS, "..."),
        ("إلی المدرسة", Rule.KEYBOARD, "ى"),
        ("بيروت ـ رويترز", Rule.TATWEEL, "–"),
        ("Spread the love", Rule.RESIDUE, ""),
        ("قال&nbsp;الوزير", Rule.RESIDUE, "\u00a0"),
        ("شركة گوگل", Rule.FOREIGN_LETTER, None),
        ("وصل إلى دمشق– العاصمة السورية", Rule.DASH, " –"),
        ("وصل إلى دمشق –العاصمة السورية", Rule.DASH, "– "),
        ("وصل إلى دمشق—العاصمة السورية", Rule.DASH, " — "),
        ("قال ‘نعم‘ ثم صمت", Rule.SINGLE_QUOTES, "’"),
        ("قال ’نعم’ ثم صمت", Rule.SINGLE_QUOTES, "‘"),
        ("قال ’نعم' ثم صمت", Rule.SINGLE_QUOTES, "‘"),
        ("قال الوزير «نعم وغادر", Rule.UNBALANCED, None),
    ],
)
def test_proposes_what_a_person_may_choose(text: str, rule: Rule, proposal: str | None) -> None:
    assert [each.proposal for each in lint(text) if each.rule is rule] == [proposal]


@pytest.mark.parametrize(
    ("style", "typed", "chosen"),
    [
        (HouseStyle(quotes="guillemets"), "قال ‘نعم’ و'لا' ثم ''ربما'' ثم صمت", "قال «نعم» و«لا» ثم «ربما» ثم صمت"),
        (HouseStyle(quotes="curly"), "قال 'نعم' ثم «لا»", "قال “نعم” ثم “لا”"),
        (HouseStyle(quotes="straight"), "قال ‘نعم’ ثم صمت", 'قال "نعم" ثم صمت'),
        (HouseStyle(), "قال «نعم» ثم ‘لا’ ثم ‘‘ربما’’", "قال «نعم» ثم «لا» ثم «ربما»"),
        (HouseStyle(), "قال ''نعم'' ثم ‘‘لا’’", 'قال "نعم" ثم "لا"'),
        (HouseStyle(), "قال «إن ‘داعش‘ انتهى»", "قال «إن ‘داعش’ انتهى»"),
        (HouseStyle(quotes="curly"), "قال “إن ‘داعش’ انتهى”", "قال “إن ‘داعش’ انتهى”"),
        (HouseStyle(quotes="guillemets"), "قرأ ‘Homs’s Old City’ ثم صمت", "قرأ ‘Homs’s Old City’ ثم صمت"),
        (HouseStyle(quotes="guillemets"), "اسمه ‘Abd al-Ra’uf في السجل", "اسمه ‘Abd al-Ra’uf في السجل"),
        (HouseStyle(), "وصل – كما قيل– إلى دمشق -العاصمة أمس", "وصل – كما قيل – إلى دمشق - العاصمة أمس"),
    ],
)
def test_a_person_who_chooses_every_proposal_has_no_more_to_choose(style: HouseStyle, typed: str, chosen: str) -> None:
    asked = {Rule.SINGLE_QUOTES, Rule.QUOTES, Rule.DASH}
    put = applied(typed, [each for each in lint(typed, style=style) if each.rule in asked])
    assert put == chosen
    assert [each for each in lint(put, style=style) if each.rule in asked] == []
    assert (letters_of(put), fix(typed, style=style)) == (letters_of(typed), typed)


def test_a_quotation_keeps_its_own_marks() -> None:
    text = "قال: «نعم, سنذهب ؟؟ أنا و أخي» ثم صمت"
    found = {each.rule: each for each in lint(text)}
    assert fix(text) == "قال: «نعم, سنذهب؟؟ أنا و أخي» ثم صمت"
    assert {rule for rule, each in found.items() if each.quoted} == {
        Rule.COMMA,
        Rule.SPACE_BEFORE,
        Rule.REPEATED,
        Rule.DETACHED,
    }
    assert [rule for rule, each in found.items() if each.safe] == [Rule.SPACE_BEFORE]


def test_a_persian_letter_in_a_quotation_is_only_asked_about() -> None:
    assert fix("قال «الکتاب» ثم صمت") == "قال «الکتاب» ثم صمت"


def test_only_the_rules_asked_for_are_applied() -> None:
    text = "بيروت , ودمشق  و حلب"
    assert fix(text, [Rule.COMMA]) == "بيروت ، ودمشق  و حلب"
    assert fix(text, ["double-space", "detached"]) == "بيروت , ودمشق وحلب"
    assert fix(text, []) == text


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(ValueError, match="no such rule: kerning"):
        fix("بيروت", ["kerning"])


def test_findings_a_person_chose_are_applied_and_nothing_else() -> None:
    text = "ذهب إلى إلى بيروت , ودمشق"
    chosen = [each for each in lint(text) if each.rule is Rule.DOUBLED_WORD]
    assert applied(text, chosen) == "ذهب إلى بيروت , ودمشق"


def test_of_overlapping_findings_the_first_is_applied() -> None:
    one = Finding(rule=Rule.COMMA, start=0, end=2, message="", proposal="x")
    two = Finding(rule=Rule.COMMA, start=1, end=3, message="", proposal="y")
    none = Finding(rule=Rule.COMMA, start=3, end=4, message="")
    assert applied("abcd", [one, two, none]) == "xcd"


def test_a_finding_names_its_place() -> None:
    (found,) = lint("وصل الوفد, ثم غادر")
    assert found.span == (9, 10)
    assert (found.rule, found.proposal, found.safe, found.quoted) == (Rule.COMMA, "،", True, False)


def test_the_style_is_by_default_as_typed() -> None:
    assert lint("قال «نعم» في ١٢ آذار حدثًا", style=HouseStyle()) == []


@pytest.mark.parametrize(
    "line",
    [
        "Spread the love",
        "error: Content is protected !!",
        "Share this:",
        "Like this: Loading…".replace("this: ", ""),
        "Click to share on WhatsApp (Opens in new window)",
        "شارك هذا المقال",
        "معجب بهذه:",
        "خطأ: المحتوى محمي !!",
        "انقر للمشاركة على فيسبوك (فتح في نافذة جديدة)",
        "  SHARE THIS  ",
    ],
)
def test_residue(line: str) -> None:
    assert is_residue(line) is True


@pytest.mark.parametrize("line", ["", "شارك الوزير في هذا الاجتماع", "Spread the love of reading", "شارك", "x" * 5000])
def test_not_residue(line: str) -> None:
    assert is_residue(line) is False
