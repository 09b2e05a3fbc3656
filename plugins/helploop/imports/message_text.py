"""A customer's message without what was quoted, signed or said out of politeness, and the sentences in it that ask."""

from __future__ import annotations

import re
from html import unescape

#: So much of a message is read: who has not asked by then is telling a story.
LONGEST = 20_000
MOST_ASKED = 400
MOST_SENTENCES = 2

_GONE = re.compile(r"<(script|style|blockquote|head)\b.*?(?:</\1\s*>|\Z)|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/tr|/h\d)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_QUOTE = re.compile(
    r"^(?:>|-{2,}\s*$|_{5,}|-{3,}.*(?:original|urspr|mensaje|message|nachricht)|\*?(?:from|von|de|発信者|送信者|من)\*?:\s"
    r"|(?:on|am|le|el|il)\s.{4,120}(?:wrote|schrieb|écrit|escribió|scritto)\b.*:?\s*$"
    r"|(?:sent from|gesendet von|von meinem|envoyé de|enviado desde)\b)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"^(?:(?:best|kind|warm|many)?\s*regards|best(?: wishes)?|cheers|sincerely|yours|thanks(?: again)?|thank you|thx"
    r"|(?:mit )?(?:freundlichen|besten|viele|liebe|herzliche)\w* grüße\w*|mfg|vg|lg|danke\w*|cordialement|merci|saludos"
    r"|gracias|よろしくお願い\S*|以上|敬具|مع التحية|وشكرا|شكرا لكم)[\s,.!،。]*(?:in advance|im voraus)?[\s,.!]*$",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|hallo|guten (?:tag|morgen|abend)|moin|liebe\w*"
    r"|sehr geehrte\w*|bonjour|hola|ciao|こんにちは|お世話に\S*|مرحبا|السلام عليكم)\b[^.!?\n,،]{0,40}[,!.:،]?\s*$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?:[^.!?。！？؟\n]|\.(?=\w))+[.!?。！？؟]*")
_ASKING = re.compile(
    r"か[。]?\s*$|\b(?:how|can i|can you|where|why|what|is there|is it possible|i want to|i need|unable to|"
    r"can't|cannot|wie|wo|warum|kann ich|gibt es|ich möchte|ich kann|comment|pourquoi|où|cómo|dónde|por qué)\b"
    r"|كيف|هل|أين|لماذا|لا أستطيع|教えて|できません|したい",
    re.IGNORECASE,
)


def plain_message(body: str) -> str:
    """A message as its writer typed it: tags, quotations of others and signatures are gone."""
    text = body[:LONGEST]
    if _TAG.search(text):
        text = unescape(_TAG.sub(" ", _BREAK.sub("\n", _GONE.sub(" ", text))))
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        plain = line.strip()
        if _QUOTE.match(plain) or (lines and _CLOSING.match(plain)):
            break
        if plain and not (_GREETING.match(plain) and len(plain) < 60):
            lines.append(plain)
    return "\n".join(lines)


def asked_in(message: str) -> str:
    """The first sentences that ask for something, or else the first ones."""
    whole = message.replace("\n", " ") if "\n\n" not in message else message
    sentences = [sentence for match in _SENTENCE.finditer(whole) if (sentence := match.group().strip(" .…\n"))]
    questions = [sentence for sentence in sentences if sentence.endswith(("?", "？", "؟"))]
    asking = questions or [sentence for sentence in sentences if _ASKING.search(sentence)]
    return " ".join((asking or sentences)[:MOST_SENTENCES])[:MOST_ASKED]
