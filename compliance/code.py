"""What a message code is: a sentence and a mend in both languages, a wrong and a right example, a severity.

`{name}` stands for a value of the problem; a value that begins with @ is itself a word of `code_words`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Severity(str, Enum):
    """error: the input cannot be used. remark: it can; a person should look."""

    ERROR = "error"
    REMARK = "remark"


@dataclass(frozen=True)
class Code:
    zh: str
    en: str
    mend_zh: str
    mend_en: str
    wrong: str
    right: str
    severity: Severity = Severity.ERROR


REMARK = Severity.REMARK
