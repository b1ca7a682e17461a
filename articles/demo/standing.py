"""The standing pages of the demo newsroom, its correction and its colleagues. Plain data, written for the demo."""

from newsroom.roles import Role

Texts = dict[str, str]

PAGES: dict[str, Texts] = {
    "about": {
        "ar": "<p>شُبّاك منبر عربي مستقل للتحليل السياسي. نكتب عن المشرق وجواره لمن يريد أن يفهم الحدث قبل أن يحكم "
        "عليه، ونقدّم السياق على السرعة.</p><h2>كيف نعمل</h2><ul><li>نميّز الخبر من الرأي، ونسمّي مصادرنا في آخر "
        "كل مادة.</li><li>يوقّع كل كاتب باسمه، ويقرأ محرّر ثانٍ كل مادة قبل نشرها.</li><li>نصحّح أخطاءنا علنًا "
        "وفي موضعها.</li></ul><h2>من يموّلنا</h2><p>هذه غرفة تحرير نموذجية: لا ممولين لها ولا إعلانات فيها، "
        "ومقالاتها كُتبت لعرض نظام التحرير.</p>",
        "en": "<p>Shubbak is an independent Arabic outlet of political analysis. We write about the Levant and its "
        "neighbours for readers who want to understand an event before they judge it.</p><h2>How we work</h2><ul>"
        "<li>We keep news and opinion apart and name our sources at the end of every piece.</li><li>Every writer "
        "signs, and a second editor reads each piece before it appears.</li><li>We correct our mistakes in public "
        "and in their place.</li></ul><h2>Who pays for it</h2><p>This is a sample newsroom without funders and "
        "without advertising; its pieces were written to show the system.</p>",
    },
    "contact": {
        "ar": '<p>تصلنا رسائلكم على <a href="mailto:desk@shubbak.example">desk@shubbak.example</a>، ونقرؤها كلها '
        "ونجيب عمّا يحتاج إلى جواب خلال أيام.</p><h2>إن كنت مصدرًا</h2><p>لا ترسل ما قد يعرّضك للخطر بالبريد "
        "العادي. اكتب أولًا أنك تريد طريقًا آمنًا، ولا تذكر التفاصيل.</p><h2>إن أردت الكتابة لنا</h2><p>أرسل فكرة "
        "المادة في فقرة واحدة، وما الجديد فيها، ومن أين تستقي معلوماتها.</p>",
        "en": '<p>Write to <a href="mailto:desk@shubbak.example">desk@shubbak.example</a>. We read everything and '
        "answer what needs an answer within days.</p><h2>If you are a source</h2><p>Do not send by ordinary mail "
        "what could put you in danger. Ask for a safe way first, without details.</p><h2>If you want to write for "
        "us</h2><p>Send the idea in one paragraph: what is new in it, and where its facts come from.</p>",
    },
    "privacy": {
        "ar": "<p>نقرأ كي نُقرأ، لا كي نراقب. لا يضع هذا الموقع أي ملف تعريف في متصفحك، ولا يحمّل شيئًا من موقع آخر، "
        "ولا يعدّ زياراتك باسمك.</p><h2>ما يُحفظ</h2><p>يحفظ الخادم سجلًّا قصيرًا للأعطال بلا عناوين كاملة وبلا "
        "كلمات بحث. أما من يراسلنا بالبريد فرسالته عندنا ما دامت الحاجة إليها قائمة.</p><h2>حقّك</h2><p>اكتب إلينا "
        "نخبرك بما نعرفه عنك، ونمحوه إن شئت.</p>",
        "en": "<p>We write to be read, not to watch. This site sets no cookie in your browser, loads nothing from "
        "elsewhere and counts no visits under your name.</p><h2>What is kept</h2><p>The server keeps a short record "
        "of faults, without full addresses and without search words. Letters to us are kept while they are needed."
        "</p><h2>Your right</h2><p>Write to us, and we tell you what we know of you, and delete it if you wish.</p>",
    },
    "corrections": {
        "ar": "<p>نخطئ كما يخطئ غيرنا، ونصحّح علنًا. إن كان الخطأ في معلومة أو اسم أو رقم أصلحنا النص ووضعنا تحته "
        "تصويبًا مؤرّخًا يقول ما كان وما صار، ثم أدرجناه في هذه الصفحة.</p><p>هفوات الطباعة نصلحها بلا إعلان. ولا "
        "نحذف مادة لأن أحدًا لم يرضَ عنها.</p><p>وجدت خطأ؟ اكتب إلى "
        '<a href="mailto:desk@shubbak.example">desk@shubbak.example</a>.</p>',
        "en": "<p>We make mistakes and correct them in public. Where a fact, a name or a figure was wrong we mend the "
        "text, put a dated correction under it that says what stood there and what is right, and list it here.</p>"
        "<p>Slips of the keyboard are mended without a note. No piece is removed because somebody dislikes it.</p>"
        '<p>Found a mistake? Write to <a href="mailto:desk@shubbak.example">desk@shubbak.example</a>.</p>',
    },
}

CORRECTED = "russia-north-korea"
CORRECTION: Texts = {
    "ar": "ذكرنا في نسخة سابقة أن معاهدة 1961 وُقّعت في حزيران، والصحيح أنها وُقّعت في 6 تموز من ذلك العام.",
    "en": "An earlier version said that the treaty of 1961 was signed in June; it was signed on 6 July of that year.",
}
# In each language what stood there, and what is right.
MENDED: dict[str, tuple[str, str]] = {
    "ar": ("في 6 حزيران 1961", "في 6 تموز 1961"),
    "en": ("on 6 June 1961", "on 6 July 1961"),
}
# What the editor put on the front page, behind the newest edition.
PICKS = ("remittances", "euphrates-water")

# One account for each role beside the editor-in-chief's: user name, first name, last name.
COLLEAGUES: dict[Role, tuple[str, str, str]] = {
    Role.EDITOR: ("muharrir", "ليان", "المرعي"),
    Role.WRITER: ("katib", "يمان", "الصوفي"),
    Role.TOPIC_MANAGER: ("mawduat", "هالة", "نجار"),
    Role.TRANSLATOR: ("mutarjim", "نوّار", "شاهين"),
}
