"""What Jinja2 says of a template that it cannot read, in Chinese."""

from __future__ import annotations

import re

_SAID = (
    (r"expected token 'end of print statement', got (.+)", "到{0}处写法不对，可能少了 }}}}"),
    (r"expected token 'end of statement block', got (.+)", "到{0}处写法不对，可能少了 %}}"),
    (r"expected token (.+), got (.+)", "应有{0}，却是{1}"),
    (r"Unexpected end of template.*closed is '(\w+)'.*", "少了 {{% end{0} %}}，语句没有结束"),
    (r"[Uu]nexpected end of template.*", "模板没有写完，可能少了 }}}} 或 %}}"),
    (r"Encountered unknown tag '(\w+)'.*closed is '(\w+)'.*", "不应有“{0}”，应先写 {{% end{1} %}}"),
    (r"Encountered unknown tag '(\w+)'.*", "没有“{0}”这种语句，或它没有对应的开头"),
    (r"No filter named '(\w+)'.*", "没有“{0}”这个过滤器"),
    (r"No test named '(\w+)'.*", "没有“{0}”这个判断"),
    (r"Missing end of comment tag", "注释没有结束，少了 #}}"),
    (r"Missing end of raw directive", "少了 {{% endraw %}}"),
    (r"unexpected char (.+) at \d+", "有不认识的字符{0}"),
    (r"unexpected (.+)", "不应有{0}"),
)
_PATTERNS = tuple((re.compile(said, re.DOTALL), told) for said, told in _SAID)
_TOKENS = {"end of template": "模板的末尾", "end of print statement": "}}", "name": "名称"}


def in_chinese(message: str) -> str:
    """Return a message of Jinja2 in Chinese; what is not known as it is, after a word of ours."""
    for pattern, told in _PATTERNS:
        found = pattern.fullmatch(message.strip())
        if found:
            return told.format(*map(_quoted, found.groups())) + "。"
    return f"写法不对：{message}"


def _quoted(token: str) -> str:
    """Return a token as it stands in the template, in Chinese quotation marks if it is a sign."""
    bare = token.strip("'\"")
    bare = _TOKENS.get(bare, bare)
    return bare if bare.isidentifier() and bare.isascii() else f"“{bare}”"
