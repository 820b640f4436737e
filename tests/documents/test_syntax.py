"""An author of templates is told in Chinese what Jinja2 cannot read."""

from __future__ import annotations

import pytest
from jinja2 import Environment, TemplateSyntaxError

from documents.narrative.syntax import in_chinese


def told(template: str) -> str:
    with pytest.raises(TemplateSyntaxError) as caught:
        Environment().from_string(template)
    return in_chinese(str(caught.value.message))


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("{{ so_far", "模板没有写完"),
        ("{{ so_far union }}", "可能少了 }}"),
        ("{% if a b %}{% endif %}", "可能少了 %}"),
        ("{% if a %}甲", "少了 {% endif %}，语句没有结束。"),
        ("{% endif %}", "没有“endif”这种语句，或它没有对应的开头。"),
        ("{% if a %}{% endfor %}", "不应有“endfor”，应先写 {% endif %}。"),
        ("{{ a | wan }}", "没有“wan”这个过滤器。"),
        ("{{ a is wan }}", "没有“wan”这个判断。"),
        ("{# 甲", "注释没有结束，少了 #}。"),
        ("{{ a ？ }}", "有不认识的字符“？”。"),
        ("{{ ) }}", "不应有“)”。"),
    ],
)
def test_a_fault_of_syntax_is_told_in_chinese(template, says):
    assert says in told(template)
    assert not any(word in told(template) for word in ("expected", "nexpected", "named", "tag"))


def test_what_is_not_known_is_told_as_it_is():
    assert in_chinese("odd") == "写法不对：odd"
