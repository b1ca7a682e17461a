"""What the properties are tried on: any string at all, and strings dense in the signs that Arabic rules turn on."""

from hypothesis import settings
from hypothesis import strategies as st

tried = settings(max_examples=80, deadline=None)

_DENSE = (
    "ابتجحدرسشصعغفقكلمنهويأإآٱؤئءةىیېےکڪگچپڤہھەۀ"
    "ًٌٍَُِّْٰٕٓٔـ\u0301\u0323"
    "019٠٩۰۹ \t\n\u00a0-–_،؛؟.,!()«»“”\"'’"
    "aéEßİłC+#"
    "\u200c\u200d\u200e\u200f\u061c\u202a\u202c\u202e\u2066\u2068\u2069\ufeff"
    "\x00\x85\u2028\ufffe\ufdd0\ud800\udfff\ufefb\ufe76\ufdfa\u3164😀"
)
unicode_text = st.text(st.characters(exclude_categories=()), max_size=60)
dense_text = st.text(st.sampled_from(_DENSE), max_size=60)
any_text = unicode_text | dense_text
