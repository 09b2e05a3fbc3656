"""Languages: BCP 47 tags, their direction, and the suffix rule that names a translation's file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

#: Scripts written from right to left, by the languages that use them (ISO 639) and by script subtag (ISO 15924).
RTL_LANGUAGES = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})
RTL_SCRIPTS = frozenset({"Arab", "Hebr", "Thaa", "Nkoo", "Syrc", "Adlm"})

#: language[-Script][-REGION]: the part of RFC 5646 that names a translation in practice.
_TAG = re.compile(r"^[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?$")


@dataclass(frozen=True, slots=True)
class Language:
    """A language the site is written in: its canonical tag and its name in itself."""

    tag: str
    name: str

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`, for the `dir` attribute."""
        primary, *rest = self.tag.split("-")
        scripts = {part for part in rest if len(part) == 4}
        if scripts:
            return "rtl" if scripts & RTL_SCRIPTS else "ltr"
        return "rtl" if primary in RTL_LANGUAGES else "ltr"


def canonical_tag(text: str) -> str | None:
    """The tag in BCP 47's usual case, or None when the text is no tag.

    >>> canonical_tag("PT-br"), canonical_tag("zh-hans"), canonical_tag("v2")
    ('pt-BR', 'zh-Hans', None)
    """
    if not _TAG.match(text):
        return None
    primary, *rest = text.split("-")
    return "-".join([primary.lower(), *(part.title() if len(part) == 4 else part.upper() for part in rest)])


#: Older codes and the present ones.
_SAME = {"iw": "he", "in": "id", "ji": "yi", "no": "nb"}
#: Where Chinese is written in the traditional script.
_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})


def nearest_tag(tag: str, tags: Iterable[str]) -> str:
    """The tag, of those there are, of the language that a reader of `tag` reads best; empty when there is none.

    >>> nearest_tag("de_AT", ["en", "de"]), nearest_tag("zh-TW", ["zh-Hans", "zh-Hant"])
    ('de', 'zh-Hant')
    """
    by_name = {"-".join(_parts(each)): each for each in tags}
    parts = _parts(tag)
    wanted = ["-".join(parts[:end]) for end in range(len(parts), 0, -1)]
    if parts[0] == "zh":
        wanted.insert(1, "zh-hant" if _TRADITIONAL & set(parts) else "zh-hans")
    exact = next((by_name[name] for name in wanted if name in by_name), "")
    return exact or next((each for name, each in by_name.items() if name.partition("-")[0] == parts[0]), "")


def _parts(tag: str) -> list[str]:
    main, *rest = tag.replace("_", "-").casefold().split("-")
    return [_SAME.get(main, main), *rest]


#: The languages that have a tag of two letters (ISO 639-1).
_TWO_LETTERS = frozenset(
    (
        "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el "
        "en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it "
        "iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt "
        "my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl "
        "sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo "
        "za zh zu"
    ).split()
)


def is_language(tag: str) -> bool:
    """Whether a tag is that of a language for certain: others look like one, as the `js` of `node.js.md`."""
    return canonical_tag(tag) == tag and tag.partition("-")[0] in _TWO_LETTERS


def split_suffix(stem: str, tags: Collection[str]) -> tuple[str, str | None]:
    """A file's stem without its language suffix, and the suffix when it is one of the tags.

    >>> split_suffix("export-data.de", {"en", "de"}), split_suffix("node.js", {"en"})
    (('export-data', 'de'), ('node.js', None))
    """
    plain, dot, suffix = stem.rpartition(".")
    return (plain, suffix) if dot and plain and suffix in tags else (stem, None)
