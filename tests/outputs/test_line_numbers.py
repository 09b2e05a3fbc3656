from __future__ import annotations

import re

from helploop.model.settings import Settings
from helploop.outputs.markdown import convert

SOURCE = """```python linenums="9" hl_lines="2"
first = 1
second = 2
```
"""


def test_numbers_of_lines_are_no_text_and_no_table() -> None:
    body, problems = convert(SOURCE, 1, "articles/a.md", Settings(site_name="Acme"))
    assert problems == []
    assert "<table" not in body.html
    assert [number.strip() for number in re.findall(r'data-linenos="([^"]*)"', body.html)] == ["9", "10"]
    assert re.sub(r"<[^>]*>", "", body.html).split() == "first = 1 second = 2".split()
