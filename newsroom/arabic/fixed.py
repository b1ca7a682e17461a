"""Words of fixed spelling: Arabic names and words, where one long vowel or one near letter makes another word.

Arabic words have an orthography; only foreign ones are written as each ear hears them. Two rules tell them: a list of
the commonest given names, family names and nouns that stand one cheap edit from another, and the shapes that Arabic
grammar makes of three root letters (فعل، فاعل، فعيل، مفعول …), which few foreign names have. Source: the measures of
the noun in any school grammar, and the names and words of the press.
"""

import re
from typing import Final

from newsroom.arabic.fold import fold

_NAMES: Final = """
    آدم إبراهيم إحسان أحمد إدريس أدهم أديب أسامة إسحاق أسعد إسلام إسماعيل أشرف أصيل أكرم إلياس أمجد أمل أمين أميرة
    أمير أنس أنور أيمن أيوب بدر بدران بدرية براء بسام باسم باسل بشار بشرى بشير بكر بلال بهاء بهجت تامر تميم توفيق
    تيسير ثامر ثائر جابر جاسم جبر جبران جعفر جلال جمال جمعة جميل جميلة جهاد جواد جوهر حاتم حارث حازم حافظ حامد حبيب
    حسام حسان حسن حسني حسنين حسين حفصة حكيم حليم حلمي حمد حمدان حمدي حمزة حمود حميد حنان حيدر خالد خديجة خضر خلدون
    خلف خلفان خليفة خليل خميس داود رائد رأفت راشد راغب رافع رامز رامي رانيا رباب ربيع رجاء رجب رحمن رحيم رزق رشاد
    رشدي رشيد رضا رضوان رفعت رفيق رقية رمزي رمضان رنا رؤوف رياض ريم زاهر زايد زكريا زكي زهير زهراء زياد زيد زيدان
    زين زينب سارة سالم سامر سامي سامية سعاد سعد سعدون سعود سعيد سلطان سلمان سلمى سلام سلامة سليم سليمان سمر سمير
    سميرة سناء سهى سهام سهيل سهل شادي شاكر شاهين شريف شعبان شفيق شكري شمس شهاب شوقي صابر صادق صالح صباح صبحي صبري
    صخر صدام صفاء صفوان صفوت صلاح صهيب ضياء طارق طالب طاهر طلال طلعت طه طيب ظافر عائشة عاشور عاصم عاطف عامر عايد عباس
    عبدو عبيد عبيدة عثمان عدلي عدنان عدي عرفات عزام عزت عزمي عزيز عصام عطا عطية عقيل علاء علوي علي عماد عمار عمر عمرو
    عمران عيسى غازي غالب غانم غسان غياث فاتن فاخر فادي فارس فاروق فاضل فاطمة فايز فتحي فتحية فخري فراس فرح فرج فريد
    فضل فهد فهمي فهيم فواز فؤاد فوزي فيصل قاسم قصي قيس كاظم كامل كرم كريم كريمة كمال لطفي لطيف لقمان لؤي ليلى ليث
    ماجد مازن مالك مأمون ماهر مبارك مجد مجدي مجيد محسن محمد محمود محيي مختار مراد مرسي مرعي مروان مروة مريم مسعود مسلم
    مشعل مصطفى مصعب مطر معاذ معتز معمر معن معين مفيد مقداد ملك ممدوح مناف منذر منصف منصور منى منير مهدي مهند موسى
    مؤمن مؤيد ناجي نادر نادية ناصر نافع نايف نبيل نجاة نجاح نجم نجيب نزار نسيم نصر نصري نصير نضال نعمان نعيم نعيمة
    نهاد نواف نور نوري نوال هادي هاشم هاني هدى هشام هلال هنية همام هيثم وائل واصف وجدي وجيه وحيد ورد وسام وسيم وفاء
    وليد ياسر ياسمين ياسين يحيى يزيد يسري يعقوب يوسف يونس
"""
_WORDS: Final = """
    أمان أمن أمل أمة أمم أمة إسلام سلام سلم اتفاق اتفاقية أسلحة اقتصاد اقتصادي انقلاب إعلام أعلام انتخاب بحر بحار بصرة
    بند بنود بيان بيت بلد بلاد ثروة ثورة جامع جامعة جماعة جدار جزائر جزيرة جسر جمهور جمهورية جنوب جهاد حاكم حجاب حاجب
    حدود حديد حديدة حرب حزب حصار حق حقوق حكم حكيم حكومة حلف حليف حوار حياة خبر خليج خليل دار دولة دول ديار دين ديون
    دستور دفاع رأس رئيس رئاسة رجل رجال رقابة رياضة زعيم سفارة سفير سفينة سكان سلاح سلطة سنة سوق سويداء سياحة ساحة
    سياسة سياسي شارع شرع شارقة شام شمال شرق شروق شريعة شرط شرطة شروط شعب شعوب شهيد شهداء شيخ شيعة شيوعي صاروخ صاحب
    صحافة صحيفة صدر صدور صين صفقة صندوق ضريبة طائرة طائفة طاقة طريق طرق عالم علم علوم عمل عمال عميل عدالة عدل عهد عام
    غاز غزو غزوة غرب غربي غريب مغرب فتح فتوح فقر فقير فساد فن فنون قانون قرار قصر قصير قضية قضاء قلب قوة قوات قدس قمة
    كاتب كتاب كتب كلمة لجنة لجوء مال مالية ماء مبدأ متحف مجتمع مجلس مجموعة محكمة مدينة مركز مسجد مسيح مصدر مصر مصير
    معاهدة معبر معرض معارض معارضة معركة مقاتل مقال مقاومة مكتب مكتبة ملف ملك ملكي مملكة مناخ موازنة موت مؤتمر مؤسسة
    نائب نار نظام نفط نفوذ نهر نهار نصرة نووي نيل هجرة هدنة هلال هيئة وحدة وطن وطني وزارة وزير يمن يمين
    تاريخ تجار تجارة تحالف تحرير تحقيق تدمر تدمير ترويج تصدير تطبيع تعليم تنظيم تنمية أخضر أحمر أسود أبيض
    إسرائيل طهران إيران عراق سودان لبنان أردن فلسطين سعودية كويت بحرين تونس أهرام هرم
    مهاجر مقاطع مقاطعة مناطق منطقة مدار مدير مدرسة مدارس محافظ محافظة
    برتقال
"""
GIVEN_NAMES: Final = frozenset(fold(word) for word in _NAMES.split())
"""Given names, folded: ال makes another name of them (حسن / الحسن)."""

FIXED: Final = GIVEN_NAMES | frozenset(fold(word) for word in _WORDS.split())
"""Every listed word, folded and without ال."""

ANOTHER_WITH_ARTICLE: Final = GIVEN_NAMES | frozenset(fold(word) for word in ["فتح", "أمل", "كاميرون", "بعث"])
"""Folded names of one word that mean something else with ال than without."""

# Spellings of one word that no rule gives, each word a line or between commas; folded already.
_ONE_WORD: Final = """
    سوريا سوريه، انطاكيا انطاكيه، كيليكيا كيليكيه، افريقيا افريقيه، كوسوفو كوسوفا، طهران تهران، كييف كيف، kiev kyiv
    اوروبا اوربا، اوروبي اوربي، اوروبيه اوربيه، اغسطس اوغسطس، ميغ ميج، تشي شي، تشات شات، جيه جي، كيه كي
    داود داوود، رحمن رحمان، اسحاق اسحق، اسماعيل اسمعيل، ابراهيم ابرهيم، ياسين يس، هارون هرون، طاووس طاوس
    بن ابن، ابو ابي ابا، سان سانت، دي دا دو، فون فن، رووف رءوف روف، ميه مايه، هييه هياه، بييه بياه
"""
ONE_WORD: Final = {
    word: number for number, line in enumerate(_ONE_WORD.replace("\n", "،").split("،")) for word in line.split()
}
"""Words of several spellings, folded, each with the number of its word."""

# R is a root letter, W a root letter that may be weak.
_MEASURES: Final = """
    R?RR RاRR RRيR RRوR RWاR RWيR RاWR RRاWR RواRR RياRR RRRان RRاR?ء RRRي اRRR اRRاR اRاR اRيR مRRR مRRوR مRاWR
    تRRيR تRاWR اRتRاR انRRاR استRRاR مRتRR متRRR RوR RيR RاR RاRي
"""
_SHAPE: Final = re.compile("|".join(_MEASURES.split()).replace("R", "[^اوي]").replace("W", "[^ا]"))
_HOLLOW: Final = re.compile("[^اوي][اوي][^اوي]ي?")  # too like any foreign syllable
_ONLY_ARABIC: Final = frozenset("عحضظ")
_ENDING: Final = re.compile(r"(?<=...)(?:يه|ات|ان|ون|ين|ه|ي)$")


def is_fixed(word: str) -> bool:
    """Tell whether a folded word without ال is on the list, or has an Arabic ending (صحراء)."""
    return word in FIXED or word.endswith("اء")


def is_arabic_shape(word: str) -> bool:
    """Tell whether a folded word without ال has letters of Arabic words only, or a shape of three root letters."""
    if not _ONLY_ARABIC.isdisjoint(word) or _SHAPE.fullmatch(word):
        return True
    stem = _ENDING.sub("", word)
    return _HOLLOW.fullmatch(stem) is None and _SHAPE.fullmatch(stem) is not None
