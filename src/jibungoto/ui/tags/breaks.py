"""Where a line may break in a heading or a note: a date stays whole, a long name breaks at a word.

Chromium breaks Japanese between phrases (word-break: auto-phrase), but a phrase wider than the line
anywhere: 推/進会議, （令和/6年度）.
"""

import re

from django.utils.safestring import SafeString, mark_safe

from .library import register, say

# 2026年（令和8年）10月9日 and （令和5年3月1日） in one piece; of 2024年度（令和6年度） the years in
# brackets.
_WHOLE = re.compile(
    r"\d{4}年(?:（[^（）]{2,5}年）)?\d+月\d+日|（[^（）\d]{2}\d+年\d+月\d+日）"
    r"|（[^（）]{2,4}年度?(?:[〜～][^（）]{2,4}年度?)?）"
)
_WORDS = re.compile(r"(?<=[地校住学]区)(?=まちづくり|[一-鿿]{2})|(?<=づくり)(?=[一-鿿]{2})")


@register.filter
def held(text: object) -> SafeString:
    """つつじ台地区まちづくり推進会議 with the places where it may break; dates in one piece."""
    said = _WHOLE.sub(r'<span class="ph">\g<0></span>', say(text))
    return mark_safe(_WORDS.sub("<wbr>", said))  # noqa: S308  escaped above
