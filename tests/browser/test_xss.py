"""Hostile content in a real browser: no script of a content author runs, with and without a policy of the host."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bad_cases import Case, lay_out, load_cases
from test_bad_inputs import call

pytestmark = pytest.mark.browser

MXSS = [
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=__xss=1&gt;">',
    '<svg></p><style><a id="</style><img src=1 onerror=__xss=1>">',
    '<noscript><p title="</noscript><img src=x onerror=__xss=1>"></noscript>',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=__xss=1></style></mglyph></form>",
    "<svg><animate onbegin=__xss=1 attributeName=x dur=1s>",
    "<svg><set attributeName=href to=javascript:__xss=1 /></svg>",
    "<math href=javascript:__xss=1>click</math>",
    "<details open ontoggle=__xss=1><summary>x</summary></details>",
    "<video><source onerror=__xss=1></video>",
    "<audio src=x onerror=__xss=1></audio>",
    "<input autofocus onfocus=__xss=1>",
    "<select autofocus onfocus=__xss=1></select>",
    "<body onload=__xss=1>",
    "<iframe src=javascript:parent.__xss=1></iframe>",
    "<object data=javascript:__xss=1></object>",
    "<embed src=javascript:__xss=1>",
    '<a href="java\tscript:__xss=1" id=link>x</a>',
    '<a href="&#106;avascript:__xss=1">x</a>',
    "<img src=x onerror&#61;__xss=1 onerror=__xss=1>",
    "<img/src/onerror=__xss=1>",
    "<x onclick=__xss=1 tabindex=1 id=x>y</x>",
    "<style>@import 'javascript:__xss=1';</style>",
    "<link rel=stylesheet href=javascript:__xss=1>",
    "<script/src=data:,__xss=1></script>",
    "<<script>__xss=1//<</script>",
    "<template><script>__xss=1</script></template>",
    '<div style="background:url(javascript:__xss=1)">x</div>',
    "<img name=getElementById id=body src=x>",
]
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'"
)
ACTIVE = """() => [...document.querySelectorAll('*')].flatMap(element => [
    ...[...element.attributes].filter(a => /^on/i.test(a.name) || /^\\s*(javascript|vbscript):/i.test(a.value))
        .map(a => element.tagName + ' ' + a.name),
    ...(['IFRAME', 'OBJECT', 'EMBED', 'BASE', 'MATH'].includes(element.tagName) ? [element.tagName] : []),
])"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One site with every hostile case in it, and a page for each trick."""
    root = tmp_path_factory.mktemp("xss")
    files: dict[str, str] = {}
    for case in load_cases():
        if case.id in {"A14", "A14docs", "A16", "A17", "C17", "C18", "C19"}:
            renamed = {
                path.replace("articles/a.md", f"articles/{case.id}.md"): text for path, text in case.files.items()
            }
            files |= renamed
    for number, trick in enumerate(MXSS):
        title = re.sub(r"\s", " ", trick).replace("'", "''")
        files[f"articles/trick-{number}.md"] = f"---\ntitle: '{title}'\n---\nBefore.\n\n{trick}\n\nAfter.\n"
    lay_out(Case(id="xss", about="", files=files, exit=0), root)
    code, printed = call(root, ("build", "--keep-going"))  # the tricks name images that do not exist
    assert code == 1, printed
    return root / "site"


@pytest.mark.parametrize("policy", ["", POLICY], ids=["no-policy", "strict-policy"])
def test_no_script_of_an_author_runs(site: Path, chromium, serve, policy: str) -> None:
    address = serve(site, policy)
    context = chromium.new_context()
    page = context.new_page()
    violations: list[str] = []
    page.on(
        "console",
        lambda message: violations.append(message.text) if "Content Security Policy" in message.text else None,
    )
    page.on("dialog", lambda dialog: violations.append(dialog.message) or dialog.dismiss())
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("index.html") if path.parts[-3:][0] != "de")
    for path in pages:
        page.goto(f"{address}/{path}")
        assert page.evaluate("window.__xss") is None, path
        assert page.evaluate(ACTIVE) == [], path
    context.close()
    assert violations == []
