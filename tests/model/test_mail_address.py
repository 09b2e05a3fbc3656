"""Which signs in a text are somebody's address, and which only look like one."""

from __future__ import annotations

import pytest

from helploop.model.mail_address import find_addresses
from helploop.model.settings import Settings

SETTINGS = Settings(site_name="Help", contact_email="help@acme.org")


def found(text: str) -> list[str]:
    return [address.text for address in find_addresses(text, SETTINGS)]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("write to ana@acme.com.py today", "ana@acme.com.py"),
        ("ana@acme.md", "ana@acme.md"),
        ("ana@acme.zip, or", "ana@acme.zip"),
        ("ana@gov.map", "ana@gov.map"),
        ("in sales/ana@acme.org", "ana@acme.org"),
        ("redirect_from: /hc/ana@acme.org", "ana@acme.org"),
        ("ana@acme.org_2024", "ana@acme.org"),
        ("ana@acme.org-or-so", "ana@acme.org"),
        ("![](ana@acme.org.png)", "ana@acme.org.png"),
        ("ana@163.com", "ana@163.com"),
        ("mailto:ana%40acme.org", "ana@acme.org"),
        ("mailto:help@acme.org?cc=ana%40acme.org", "ana@acme.org"),
        ("mailto:?bcc=ana%40acme.org", "ana@acme.org"),
        ("https://acme.org/form?email=ana%40acme.org", "ana@acme.org"),
        ("![](ana@acme.de.png)", "ana@acme.de.png"),
        ("ana@1und1.de", "ana@1und1.de"),
        ("ana@3.14.design", "ana@3.14.design"),
        ("ana@1.2.acme.org", "ana@1.2.acme.org"),
        ("ana@office.local", "ana@office.local"),
        ("ana@beta-2.acme.org", "ana@beta-2.acme.org"),
        ("連絡先：ana＠acme.org", "ana@acme.org"),
        ("ａｎａ＠ａｃｍｅ．ｏｒｇ", "ana@acme.org"),
        ("ana﹫acme.org", "ana@acme.org"),
        (r'my $to = "ana\@acme.org";', "ana@acme.org"),
        (r"/ana\@acme\.org/", "ana@acme.org"),
        ("mailto:ana%40acme%2Eorg", "ana@acme.org"),
        ("ana@acme%2eorg", "ana@acme.org"),
        ("ana&#64;acme.org", "ana@acme.org"),
        ("ana&#x40;acme&#46;org", "ana@acme.org"),
        ("ana&commat;acme&period;org", "ana@acme.org"),
        ("ana\u200b@\u2060acme.org", "ana@acme.org"),
        ("ana@acme\u00ad.org", "ana@acme.org"),
        ("git@acme.org: hello", "git@acme.org"),
        ("Ask git@acme.org:", "git@acme.org"),
        ("https://ana@acme.org/", "ana@acme.org"),
        ("http://ana@acme.org", "ana@acme.org"),
        ("https://acme.org/people/ana@acme.org", "ana@acme.org"),
        ("https://acme.org/people/ana@acme.org/photo", "ana@acme.org"),
        ("https://acme.org/people/ana@acme.co", "ana@acme.co"),
        ("Mail:ana@acme.org", "ana@acme.org"),
        ("you@acme.org", "you@acme.org"),
        ("ana@yours.org", "ana@yours.org"),
    ],
)
def test_an_address_is_found(text: str, address: str) -> None:
    assert found(text) == [address]


@pytest.mark.parametrize(
    "text",
    [
        "help@acme.org",
        "/img/icon@2x.png",
        "icon@2x.min.js",
        "icon@3x.js.map",
        "notes@2024-11.md",
        "backup@v2.zip",
        "https://esm.sh/tool@2.0.beta",
        "npm install tool@2.0.rc-1",
        "https://packages.acme.org/tool/-/tool@2.0.1.tgz",
        "https://unpkg.com/tool@next.global.js",
        "ssh://git@acme.org/repository.git",
        "https://archive.acme.org/r/20180107181459.222909-1-letter@acme.org/",
        "timers.target.wants/backup@daily.timer",
        "https://git:word@acme.org/",
        "git@acme.org:team/repository.git",
        "git@acme.org/team/repository",
        "rsync site/ deploy@web1.acme.org:/srv/help",
        "name@domain.tld",
        "getty@tty1.service",
        "openvpn@client.conf",
        "icon@2x.bmp",
        "https://unpkg.com/@docs%40next/tool",
        "ana%40example.com",
        "https://social.acme.org/@ana@social.example.org",
        "ana@example.com",
        "uses: actions/checkout@v4",
        "uses: acme/help/.github/workflows/build.yml@release.stable",
        "this@MainActivity.finish()",
        "super@Main.onCreate()",
        "user:pass@db.acme.io",
        "https://user:pass@db.acme.io/x",
        "postgres://app@db.acme.io/help",
        "https://ana@code.acme.org/team/help.git",
        "https://username@acme.org/",
        "https://token@acme.org/api",
        "https://tool.acme.org/tool@next.global/start",
        "acct:ana@social.acme.org",
        "you@your-domain.com",
        "name@mail.yourcompany.co.uk",
        "ask ＠東京",
        "3個＠1.5円",
    ],
)
def test_what_only_looks_like_one_passes(text: str) -> None:
    assert found(text) == []
