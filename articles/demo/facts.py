"""Who and what the demo newsroom is made of: the outlet, its column, its people, topics and pictures. Plain data."""

from typing import Any

Texts = dict[str, str]

OUTLET: dict[str, Any] = {
    "name": {"ar": "شُبّاك", "en": "Shubbak"},
    "tagline": {"ar": "تحليل سياسي هادئ من بلاد الشام", "en": "Unhurried political analysis from the Levant"},
    "description": {
        "ar": "شُبّاك منبر عربي مستقل للتحليل السياسي، يقرأ الحدث في سياقه ويشرح ما وراءه بلغة واضحة.",
        "en": "Shubbak is an independent Arabic outlet of political analysis that reads events in their context and "
        "explains what lies behind them in plain language.",
    },
    "email": "desk@shubbak.example",
    "telegram": "https://telegram.shubbak.example/shubbak",
    "whatsapp": "https://whatsapp.shubbak.example/shubbak",
}

COLUMN: dict[str, Any] = {
    "key": "bi-omq",
    "name": {"ar": "بعمق", "en": "In Depth"},
    "slug": {"ar": "بعمق", "en": "in-depth"},
    "genre": {"ar": "سياسية تحليلية", "en": "political analysis"},
    "description": {
        "ar": "زاوية أسبوعية تأخذ حدثاً واحداً وتقرأ جذوره ومصالح أطرافه وما قد يليه.",
        "en": "A weekly column that takes one event and reads its roots, the interests behind it and what may follow.",
    },
    "cadence": "weekly",
    "weekday": 3,  # Thursday, as datetime.date.weekday() counts
    "weekday_name": "Thursday",
    "hour": 18,
    "zone": "Asia/Damascus",
    "writer": "malek",
    "first_number": 40,
    "telegram": "https://telegram.shubbak.example/bi-omq",
    "whatsapp": "https://whatsapp.shubbak.example/bi-omq",
}

AUTHORS: dict[str, dict[str, Texts]] = {
    "malek": {
        "name": {"ar": "مالك الحافظ", "en": "Malek al-Hafez"},
        "role": {"ar": "رئيس التحرير", "en": "Editor-in-chief"},
        "biography": {"ar": "يكتب «بعمق».", "en": "Writes In Depth."},
        "slug": {"ar": "مالك-الحافظ", "en": "malek-al-hafez"},
    },
    "layan": {
        "name": {"ar": "ليان المرعي", "en": "Layan al-Mar'i"},
        "role": {"ar": "محرّرة الشؤون الاقتصادية", "en": "Economics editor"},
        "biography": {
            "ar": "كاتبة نموذجية متخيّلة، أُضيفت لعرض نظام التحرير.",
            "en": "An invented sample author, added to show the newsroom.",
        },
        "slug": {"ar": "ليان-المرعي", "en": "layan-al-mari"},
    },
    "yaman": {
        "name": {"ar": "يمان الصوفي", "en": "Yaman al-Sufi"},
        "role": {"ar": "محرّر شؤون الأمن والتقنية", "en": "Security and technology editor"},
        "biography": {
            "ar": "كاتب نموذجي متخيّل، أُضيف لعرض نظام التحرير.",
            "en": "An invented sample author, added to show the newsroom.",
        },
        "slug": {"ar": "يمان-الصوفي", "en": "yaman-al-sufi"},
    },
    "nawwar": {
        "name": {"ar": "نوّار شاهين", "en": "Nawwar Shahin"},
        "role": {"ar": "مترجم وباحث", "en": "Translator and researcher"},
        "biography": {
            "ar": "مترجم نموذجي متخيّل، أُضيف لعرض نظام التحرير.",
            "en": "An invented sample translator, added to show the newsroom.",
        },
        "slug": {"ar": "نوار-شاهين", "en": "nawwar-shahin"},
    },
}


def _topic(
    kind: str, names: tuple[str, str], slug: str, summaries: tuple[str, str], parties: tuple[str, ...] = ()
) -> dict[str, Any]:
    """One topic; names and summaries are given Arabic first, then English."""
    return {
        "kind": kind,
        "name": dict(zip(("ar", "en"), names, strict=True)),
        "slug": {"ar": slug},
        "summary": dict(zip(("ar", "en"), summaries, strict=True)),
        "parties": parties,
    }


TOPICS: dict[str, dict[str, Any]] = {
    "russia": _topic(
        "country",
        ("روسيا", "Russia"),
        "روسيا",
        (
            "سياسة موسكو في جوارها وفي المشرق، واقتصادها تحت العقوبات.",
            "Moscow's policy in its neighbourhood and the Levant, and its economy under sanctions.",
        ),
    ),
    "north_korea": _topic(
        "country",
        ("كوريا الشمالية", "North Korea"),
        "كوريا-الشمالية",
        (
            "بيونغ يانغ بين الجوار الصيني والعقوبات الدولية وبرامجها العسكرية.",
            "Pyongyang between its Chinese neighbour, international sanctions and its military programmes.",
        ),
    ),
    "turkey": _topic(
        "country",
        ("تركيا", "Türkiye"),
        "تركيا",
        (
            "أنقرة بين الحلف الأطلسي والجوار الروسي والمشرق العربي.",
            "Ankara between the Atlantic alliance, its Russian neighbour and the Arab east.",
        ),
    ),
    "syria": _topic(
        "country",
        ("سوريا", "Syria"),
        "سوريا",
        (
            "الاقتصاد والمجتمع والإعمار في سوريا بعد سنوات الحرب.",
            "Economy, society and reconstruction in Syria after the years of war.",
        ),
    ),
    "lebanon": _topic(
        "country",
        ("لبنان", "Lebanon"),
        "لبنان",
        ("الأزمة المالية وبناء الدولة في لبنان.", "The financial crisis and the making of the state in Lebanon."),
    ),
    "iran": _topic(
        "country",
        ("إيران", "Iran"),
        "إيران",
        (
            "طهران في إقليمها: الجوار والملف النووي والممرات.",
            "Tehran in its region: neighbours, the nuclear file and the waterways.",
        ),
    ),
    "saudi_arabia": _topic(
        "country",
        ("السعودية", "Saudi Arabia"),
        "السعودية",
        ("دبلوماسية الرياض واقتصادها في محيط متغير.", "Riyadh's diplomacy and economy in changing surroundings."),
    ),
    "russia_north_korea": _topic(
        "relation",
        ("العلاقات الروسية–الكورية الشمالية", "Russia–North Korea relations"),
        "العلاقات-الروسية-الكورية-الشمالية",
        (
            "من معاهدة 1961 إلى معاهدة 2024: سجل علاقة تحكمها الحاجة وتراقبها بكين.",
            "From the treaty of 1961 to that of 2024: the record of a relation ruled by need and watched by Beijing.",
        ),
        ("russia", "north_korea"),
    ),
    "turkey_syria": _topic(
        "relation",
        ("العلاقات التركية–السورية", "Turkish–Syrian relations"),
        "العلاقات-التركية-السورية",
        (
            "الماء والحدود والعودة بين بلدين تجمعهما أطول حدود لكل منهما.",
            "Water, borders and return between two countries that share the longest border of each.",
        ),
        ("turkey", "syria"),
    ),
    "iran_gulf": _topic(
        "relation",
        ("العلاقات الإيرانية–السعودية", "Iranian–Saudi relations"),
        "العلاقات-الإيرانية-السعودية",
        (
            "قواعد الخلاف والجوار بين ضفتي الخليج منذ بيان بكين عام 2023.",
            "The rules of disagreement between two shores of the Gulf since the Beijing statement of 2023.",
        ),
        ("iran", "saudi_arabia"),
    ),
    "kim": _topic(
        "person",
        ("كيم جونغ أون", "Kim Jong Un"),
        "كيم-جونغ-أون",
        ("الزعيم الأعلى لكوريا الشمالية منذ كانون الأول 2011.", "Supreme leader of North Korea since December 2011."),
    ),
    "un": _topic(
        "organisation",
        ("الأمم المتحدة", "United Nations"),
        "الأمم-المتحدة",
        (
            "قرارات مجلس الأمن والاتفاقيات الدولية وأثرها في أزمات المنطقة.",
            "Security Council resolutions, conventions and their mark on the crises of the region.",
        ),
    ),
    "nato": _topic(
        "organisation",
        ("حلف شمال الأطلسي", "NATO"),
        "حلف-شمال-الأطلسي",
        (
            "توسع الحلف وخلافاته الداخلية وصلته بأمن المشرق.",
            "The alliance's growth, its inner disputes and its bearing on the security of the Levant.",
        ),
    ),
    "caucasus": _topic(
        "theme",
        ("القوقاز", "The Caucasus"),
        "القوقاز",
        (
            "حدود وممرات وتسويات بين البحر الأسود وبحر قزوين.",
            "Borders, corridors and settlements between the Black Sea and the Caspian.",
        ),
    ),
    "water": _topic(
        "theme",
        ("المياه", "Water"),
        "المياه",
        (
            "الأنهار المشتركة والجفاف وسياسات الري في المشرق.",
            "Shared rivers, drought and the politics of irrigation in the Levant.",
        ),
    ),
    "shipping": _topic(
        "theme",
        ("الملاحة والمضائق", "Shipping and straits"),
        "الملاحة-والمضائق",
        (
            "الطرق البحرية والمضائق وما يحدث للأسعار حين يضيق الممر.",
            "Sea lanes and straits, and what happens to prices when a passage narrows.",
        ),
    ),
    "sanctions": _topic(
        "theme",
        ("العقوبات", "Sanctions"),
        "العقوبات",
        (
            "كيف تُفرض العقوبات وكيف تُرفع، ومن يدفع ثمنها بين الاثنين.",
            "How sanctions are imposed and lifted, and who pays in between.",
        ),
    ),
    "economy": _topic(
        "theme",
        ("الاقتصاد السياسي", "Political economy"),
        "الاقتصاد-السياسي",
        ("المال والغذاء والعمل حين تلتقي بالسياسة.", "Money, food and work where they meet politics."),
    ),
    "war_technology": _topic(
        "theme",
        ("تقنيات الحرب", "Technologies of war"),
        "تقنيات-الحرب",
        (
            "السلاح وصناعته وأثره في القانون وفي حياة المدنيين.",
            "Weapons, how they are made, and what they do to the law and to civilians.",
        ),
    ),
}


def _photo(alt: tuple[str, str], caption: tuple[str, str], focus: tuple[float, float]) -> dict[str, Any]:
    """One picture; texts are given Arabic first, then English; the focal point runs from 0 to 1 from the upper left."""
    return {
        "alt": dict(zip(("ar", "en"), alt, strict=True)),
        "caption": dict(zip(("ar", "en"), caption, strict=True)),
        "credit": {"ar": "رسم: شُبّاك", "en": "Drawing: Shubbak"},
        "focus": focus,
    }


PHOTOS: dict[str, dict[str, Any]] = {
    "steppe-railway": _photo(
        (
            "رسم لسكة حديدية تمتد في السهوب نحو شمس غاربة، وقطار بضائع يعبر الأفق.",
            "A drawing of a railway through the steppe towards a setting sun, a goods train on the horizon.",
        ),
        (
            "السكة الطويلة إلى الشرق: حيث تُقاس المسافات بالأيام.",
            "The long line east, where distance is counted in days.",
        ),
        (0.32, 0.52),
    ),
    "container-strait": _photo(
        (
            "رسم من الأعلى لسفن حاويات تعبر مضيقاً بين ساحلين، على هيئة خريطة ملوّنة.",
            "A drawing from above of container ships passing a strait between two coasts, in the manner of a chart.",
        ),
        (
            "المضيق كما تراه غرفة القيادة: خطان متقابلان وهامش ضيق.",
            "The strait as the bridge sees it: two lanes and a narrow margin.",
        ),
        (0.5, 0.5),
    ),
    "harbour-dusk": _photo(
        (
            "رسم لمرفأ عند الغروب: رافعات على الرصيف وسفينة محمّلة أمام الشمس.",
            "A drawing of a harbour at dusk: cranes on the quay and a laden ship before the sun.",
        ),
        ("مرفأ عند الغروب، قبل أن تُقلع آخر سفينة.", "A harbour at dusk, before the last ship leaves."),
        (0.68, 0.6),
    ),
    "river-bridges": _photo(
        (
            "رسم لنهر عريض يعبر بين حقول مدرّجة وتحت جسرين حجريين.",
            "A drawing of a broad river that runs between terraced fields and under two stone bridges.",
        ),
        ("النهر بين ضفتيه: ماء واحد وحقول كثيرة.", "The river between its banks: one water, many fields."),
        (0.58, 0.58),
    ),
    "arctic-channel": _photo(
        (
            "رسم لكاسحة جليد تشق ممراً بين ألواح الجليد تحت شفق قطبي.",
            "A drawing of an icebreaker opening a channel between floes under the northern lights.",
        ),
        ("ممر يُفتح صيفاً ويُغلق شتاءً.", "A passage that opens in summer and closes in winter."),
        (0.59, 0.5),
    ),
    "mountain-pass": _photo(
        (
            "رسم لطريق جبلي يصعد نحو ممر بين قمم مثلجة، وأبراج حراسة قديمة على السفح.",
            "A drawing of a mountain road climbing to a pass between snowy peaks, old watch towers on the slope.",
        ),
        (
            "الطريق إلى الممر، وأبراج حرست العابرين قروناً.",
            "The road to the pass, and towers that watched over travellers for centuries.",
        ),
        (0.52, 0.5),
    ),
    "market-arches": _photo(
        (
            "رسم لسوق مسقوف تتوالى أقواسه حتى ضوء النهار، وعلى جانبيه دكاكين بمظلات مخططة.",
            "A drawing of a covered market, arch behind arch up to the daylight, with striped awnings on both sides.",
        ),
        (
            "السوق المسقوف: حيث تصل الحوالة قبل أن تصل الأخبار.",
            "The covered market, where the money order arrives before the news.",
        ),
        (0.5, 0.55),
    ),
    "old-city-night": _photo(
        (
            "رسم لأسطح مدينة قديمة ليلاً: قباب ومئذنة وبرج كنيسة ونوافذ مضاءة تحت هلال.",
            "A drawing of old-city roofs at night: domes, a minaret, a bell tower and lit windows under a crescent.",
        ),
        (
            "المدينة القديمة ليلاً: كل نافذة مضاءة قصة عودة أو انتظار.",
            "The old city at night: every lit window tells of a return or of waiting.",
        ),
        (0.55, 0.62),
    ),
}
