"""Two dossiers of the demo newsroom: common knowledge in our own sentences. Plain data, written for the demo."""

from typing import Any

Texts = dict[str, str]


def _event(date: str, ar: str, en: str, source: str = "") -> dict[str, Any]:
    """One event, as exact as its date, Arabic first."""
    return {"date": date, "text": {"ar": ar, "en": en}, "source": source}


DOSSIERS: dict[str, dict[str, Any]] = {
    "russia_north_korea": {
        "people": ("kim",),
        "pins": ("russia-north-korea",),
        "picture": "steppe-railway",
        "background": {
            "ar": "<p>ورثت موسكو عن الاتحاد السوفييتي جارًا لا يشبه جيرانها الآخرين: حدود قصيرة عند مصبّ نهر تومين، "
            "وجسر واحد للقطار، وتاريخ طويل من الحاجة المتبادلة. اعترف الاتحاد السوفييتي بالدولة الناشئة عام 1948، "
            "ثم ربطته بها معاهدة عام 1961، ثم انطفأت العلاقة حين انهار من وقّعها.</p>"
            "<h2>ما الذي يطلبه كل طرف</h2><p>تطلب بيونغ يانغ الغذاء والوقود والتقنية وصوتًا في مجلس الأمن. وتطلب "
            "موسكو، منذ حربها في أوكرانيا، الذخيرة واليد العاملة وشريكًا لا يسأل عن العقوبات.</p>"
            "<h2>من يراقب</h2><p>تبقى بكين الشريك الأكبر لكوريا الشمالية في التجارة، ولا ترتاح إلى جارٍ يجد بابًا "
            'ثانيًا.<sup class="footnote">لجنة مجلس الأمن المنشأة عملًا بالقرار 1718 لعام 2006.</sup> ومن هنا يُقرأ '
            "كل تقارب بين العاصمتين بعين على الثالثة.</p>",
            "en": "<p>From the Soviet Union Moscow inherited a neighbour unlike the others: a short border at the "
            "mouth of the Tumen, one railway bridge, and a long history of mutual need. Moscow recognised the young "
            "state in 1948, bound itself to it by treaty in 1961, and let the tie fade as it fell apart.</p>"
            "<h2>What each side wants</h2><p>Pyongyang wants food, fuel, technology and a voice in the Security "
            "Council. Moscow, since its war in Ukraine, wants ammunition, labour and a partner that does not ask "
            "about sanctions.</p>"
            "<h2>Who watches</h2><p>Beijing remains by far the largest trading partner of North Korea, and is not at "
            'ease with a neighbour that finds a second door.<sup class="footnote">Security Council Committee '
            "established pursuant to resolution 1718 (2006).</sup></p>",
        },
        "events": (
            _event(
                "1948-10-12",
                "الاتحاد السوفييتي أول دولة تعترف بجمهورية كوريا الشعبية الديمقراطية.",
                "The Soviet Union is the first state to recognise the Democratic People's Republic of Korea.",
            ),
            _event(
                "1961-07-06",
                "توقيع معاهدة الصداقة والتعاون والمعونة المتبادلة في موسكو، وفيها بند للدفاع المشترك.",
                "The treaty of friendship, cooperation and mutual assistance is signed in Moscow, with a clause on "
                "common defence.",
            ),
            _event(
                "1996",
                "انقضاء معاهدة 1961 بعد أن أبلغت موسكو أنها لن تمدّدها.",
                "The treaty of 1961 lapses; Moscow had given notice that it would not extend it.",
            ),
            _event(
                "2000-07-19",
                "فلاديمير بوتين يزور بيونغ يانغ: أول زيارة لرئيس روسي أو سوفييتي.",
                "Vladimir Putin visits Pyongyang, the first Russian or Soviet head of state to do so.",
            ),
            _event(
                "2014-05",
                "روسيا تشطب معظم ديون كوريا الشمالية الموروثة من العهد السوفييتي.",
                "Russia writes off most of the debt that North Korea had inherited from Soviet times.",
            ),
            _event(
                "2019-04-25",
                "أول قمة بين كيم جونغ أون وبوتين، في فلاديفوستوك.",
                "The first summit of Kim Jong Un and Putin, in Vladivostok.",
            ),
            _event(
                "2020",
                "كوريا الشمالية تغلق حدودها بسبب الوباء، فيتوقف القطار بين البلدين.",
                "North Korea closes its border because of the pandemic, and the railway between the two stops.",
            ),
            _event(
                "2023-09-13",
                "لقاء كيم وبوتين في قاعدة فوستوتشني الفضائية في أقصى الشرق الروسي.",
                "Kim and Putin meet at the Vostochny cosmodrome in the Russian Far East.",
            ),
            _event(
                "2024-03-28",
                "روسيا تنقض التمديد لفريق الخبراء الذي يراقب العقوبات على كوريا الشمالية.",
                "Russia vetoes the renewal of the panel of experts that watched over the sanctions on North Korea.",
                "https://www.un.org/securitycouncil/sanctions/1718",
            ),
            _event(
                "2024-06-19",
                "توقيع معاهدة الشراكة الاستراتيجية الشاملة في بيونغ يانغ، وفيها مساعدة متبادلة عند العدوان.",
                "The treaty on comprehensive strategic partnership is signed in Pyongyang, with mutual assistance in "
                "case of aggression.",
            ),
            _event("2024-12-04", "دخول المعاهدة الجديدة حيّز النفاذ.", "The new treaty enters into force."),
        ),
    },
    "turkey_syria": {
        "people": (),
        "pins": ("euphrates-water",),
        "picture": "river-bridges",
        "background": {
            "ar": "<p>حدود تزيد على 900 كيلومتر، ونهر ينبع في بلد ويُروى به بلد آخر، وملايين عبروا الخط في الاتجاهين. "
            "تتقدّم العلاقة بين أنقرة ودمشق حين يُفصل الأمن عن الماء، وتتعثّر حين يُستعمل أحدهما في مفاوضة الآخر.</p>"
            "<h2>ثلاثة ملفات لا تُحل منفردة</h2><ul><li>الحدود: من اتفاق أنقرة عام 1921 إلى تفاهمات أضنة.</li>"
            "<li>الفرات: تعهّد مؤقت عام 1987 لم يصر اتفاقًا نهائيًا.</li><li>العودة: من يعود، وإلى أي بيت، "
            "وبأي ضمانة.</li></ul>",
            "en": "<p>A border of more than 900 kilometres, a river that rises in one country and waters the other, "
            "and millions who have crossed the line in both directions. The tie moves forward when security is kept "
            "apart from water, and stumbles when one is used to bargain over the other.</p>",
        },
        "events": (
            _event(
                "1921-10-20",
                "اتفاق أنقرة بين فرنسا وحكومة الجمعية الوطنية التركية يرسم معظم الحدود.",
                "The Ankara agreement between France and the Turkish national assembly draws most of the border.",
            ),
            _event("1939-07", "لواء الإسكندرون يُضم إلى تركيا.", "The sanjak of Alexandretta becomes part of Türkiye."),
            _event(
                "1987-07-17",
                "بروتوكول مؤقت تتعهّد فيه تركيا أن تمرّر من الفرات أكثر من 500 متر مكعب في الثانية وسطيًا.",
                "In a provisional protocol Türkiye undertakes to let more than 500 cubic metres a second of the "
                "Euphrates pass on average.",
            ),
            _event("1998-10-20", "توقيع اتفاق أضنة الأمني.", "The Adana security agreement is signed."),
            _event(
                "2007",
                "نفاذ اتفاق التجارة الحرة بين البلدين.",
                "The free trade agreement of the two countries takes effect.",
            ),
            _event("2012-03", "أنقرة تغلق سفارتها في دمشق.", "Ankara closes its embassy in Damascus."),
            _event(
                "2020-03-05",
                "اتفاق موسكو على وقف النار في إدلب.",
                "The Moscow agreement on a ceasefire in Idlib.",
            ),
            _event(
                "2023-02-06",
                "زلزالان يضربان جنوب تركيا وشمال سوريا.",
                "Two earthquakes strike the south of Türkiye and the north of Syria.",
            ),
            _event("2024-12-14", "إعادة فتح السفارة التركية في دمشق.", "The Turkish embassy in Damascus opens again."),
        ),
        # Waits as a draft, so that the desk shows one.
        "draft": _event("1957", "أزمة حشود عسكرية على الحدود بين البلدين.", ""),
    },
}
