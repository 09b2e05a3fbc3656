"""A made log of searches and tickets with planted gaps: questions of our own readers, typos, small talk, private things."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Per language what nobody answers, each in some wordings; what our own site answers is in its titles and keywords.
GAPS = {
    "en": [
        [
            "dark mode",
            "dark theme mode",
            "enable dark mode",
            "how do I switch to dark mode",
            "is there a dark mode for the dashboard",
        ],
        ["student discount", "discount for students", "do you offer a student discount", "student pricing discount"],
        ["fingerprint login", "login by fingerprint", "fingerprint reader login fails", "use my fingerprint"],
        ["delete my account", "how to delete account", "close and delete account permanently", "account deletion"],
        ["kubernetes operator", "deploy with kubernetes", "kubernetes helm chart", "helm chart for kubernetes"],
        ["video embedding", "embed a vimeo video", "vimeo video in article", "embedding vimeo"],
        ["export to pdf", "article as pdf download", "download pdf manual", "generate pdf of all articles"],
        ["crowdin integration", "crowdin sync", "connect crowdin", "how to sync crowdin project"],
        ["bluesky posting", "post to bluesky automatically", "bluesky announcement", "bluesky"],
        ["refund policy", "how do I get a refund", "refund for annual plan", "money back refund"],
        ["sso saml login", "saml okta", "okta saml single sign on", "configure saml"],
        ["heatmap analytics", "matomo analytics", "add matomo tracking", "matomo"],
    ],
    "de": [
        [
            "geschenkgutschein",
            "geschenkgutschein einlösen",
            "wie löse ich einen geschenkgutschein ein",
            "geschenkgutscheine kaufen",
        ],
        ["rechnung stornieren", "rechnung storno", "wie storniere ich eine rechnung", "stornierung der rechnung"],
        ["studentenrabatt", "rabatt für studenten", "gibt es studentenrabatt"],
    ],
    "ar": [
        ["قسيمة هدية", "استخدام قسيمة هدية", "هل توجد قسائم هدايا"],
        ["استرداد المبلغ", "كيف أسترد المبلغ", "طلب استرداد المبلغ"],
    ],
    "ja": [
        ["ギフト券", "ギフト券を使う", "ギフト券はありますか"],
        ["返金してほしい", "返金の方法", "返金を申し込む"],
        ["二段階認証", "二段階認証の設定", "二段階認証をオンにしたい"],
    ],
}
PRIVATE = [
    "ana.lopez{n}@customer.example", "+49 (0)30 9018{n:04d}", "(555) 01{n:02d}-7788", "order #A-{n:05d}", "DE89 3704 0044 0532 01{n:02d} 00",
    "https://app.example/reset?token=k{n:06d}x", "0{n:03d}-555-1212", "bob (at) mail{n} (dot) example", "4111 1111 1111 {n:04d}", "٠٥٠١٢٣٤{n:03d}",
]  # fmt: skip
#: Per language how letters begin, what they tell besides, and subjects that say nothing.
TALK = {
    "en": (
        ["Hi team,", "Hello,", "Dear support,", "Hey there!", "Good morning,"],
        [
            "We have been using your product for a while now and love it.", "My colleague told me to write to you.",
            "I looked everywhere and could not find it.", "This is quite urgent for us before the weekend.",
            "Our grandmother uses it too.", "Yesterday the weather was nice and I finally had time for this.",
            "We are a small bakery in Lisbon.",
        ],
        ["Question", "Help needed", "Urgent", "Hello", "Problem with my account", "Need assistance"],
    ),
    "de": (
        ["Hallo,", "Guten Tag,", "Liebes Team,"],
        ["Wir sind eine kleine Bäckerei in Bremen.", "Meine Kollegin hat mir geraten, euch zu schreiben.", "Ich habe überall gesucht."],
        ["Frage", "Dringend", "Hilfe", "Problem"],
    ),
    "ar": (["مرحبا،", "السلام عليكم،"], ["نحن شركة صغيرة في عمّان.", "بحثت في كل مكان ولم أجد شيئا.", "الأمر عاجل جدا."], ["سؤال", "عاجل", "مساعدة"]),
    "ja": (["こんにちは。", "お世話になっております。"], ["小さなパン屋を営んでいます。", "同僚に勧められて書いています。", "急いでいます。"], ["質問", "至急", "お問い合わせ"]),
}  # fmt: skip


@dataclass(frozen=True)
class Log:
    """The files, and what was planted."""

    signals: str
    tickets: str
    gaps: dict[str, list[list[str]]]


def make_log(answered: dict[str, Sequence[str]], seed: int = 7, searches: int = 5000, tickets: int = 2000) -> Log:
    """Searches and tickets; `answered` has per language wordings that articles answer."""
    chance = random.Random(seed)
    lines = [json.dumps(_signal(chance, answered), ensure_ascii=False) for _ in range(searches)]
    rows = [_ticket(chance, answered, number) for number in range(tickets)]
    return Log("\n".join(lines) + "\n", "\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n", GAPS)


def _language(chance: random.Random) -> str:
    return chance.choices(["en", "de", "ar", "ja"], [70, 14, 6, 10])[0]


def _question(chance: random.Random, answered: dict[str, Sequence[str]], language: str) -> str:
    kind = chance.random()
    if kind < 0.22:
        place = min(int(chance.expovariate(0.35)), 10**6) % len(GAPS[language])
        return chance.choice(GAPS[language][place] if kind < 0.18 else chance.choice(GAPS[language]))
    if kind < 0.9:
        words = chance.choice(answered[language]).split()
        if len(words) > 3 and chance.random() < 0.3:
            words.pop(chance.randrange(len(words)))
        return " ".join(words)
    return " ".join(
        "".join(chance.choices("abcdefghiklmnoprstuvw", k=chance.randint(4, 9))) for _ in range(chance.randint(1, 3))
    )


def _typed(chance: random.Random, text: str) -> str:
    if chance.random() < 0.08 and len(text) > 6 and text.isascii():
        place = chance.randrange(1, len(text) - 2)
        text = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    if chance.random() < 0.03:
        text += " " + _private(chance)
    return text


def _private(chance: random.Random) -> str:
    return chance.choice(PRIVATE).format(n=chance.randrange(100, 999))


def _signal(chance: random.Random, answered: dict[str, Sequence[str]]) -> dict[str, object]:
    language = _language(chance)
    text = _typed(chance, _question(chance, answered, language))
    return {"version": 1, "signal": "search", "language": language, "from": "site", "query": text}


def _ticket(chance: random.Random, answered: dict[str, Sequence[str]], number: int) -> dict[str, object]:
    language = _language(chance)
    question = _question(chance, answered, language)
    is_plain = chance.random() < 0.35
    openers, stories, subjects = TALK[language]
    body = f"{chance.choice(openers)}\n\n{chance.choice(stories)} {question[0].upper()}{question[1:]}? {chance.choice(stories)}\nCall me at {_private(chance)} or {_private(chance)}.\n\nBest regards,\nAna Lopez"
    return {
        "id": number,
        "subject": chance.choice(subjects) if is_plain else _typed(chance, question),
        "description": body,
        "requester": {"name": "Ana Lopez", "email": f"ana{number}@customer.example", "locale": language},
        "created_at": "2026-11-20T10:00:00Z",
    }
