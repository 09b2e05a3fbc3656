"""A card shows its title in every script: shaped, in its direction, whole or with a sign that it is not, and never as boxes."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from helploop.model.card import Card, card_address

pytest.importorskip("PIL")
from PIL import Image

from helploop.outputs.cards.draw import BAR, HEIGHT, MARGIN, PAPER, ROOM, WIDTH, render_card
from helploop.outputs.cards.fonts import _NOT_A_LETTER, font, font_files, font_for
from helploop.outputs.cards.lines import cut_off, units, wrap
from helploop.outputs.cards.text import Style, clusters, pieces, width_of, without_unknown

TITLES = {
    "en": "How to tell everyone who asked for a feature that it has shipped",
    "de": "Größenänderung für Übersetzungen überprüfen",
    "ar": "إعداد GitHub Actions للتحقق من الموقع (CI) في 5 دقائق",
    "fa": "چگونه یک زبان تازه اضافه کنیم؟",
    "he": "איך להוסיף שפה חדשה (beta)",
    "ja": "検索で見つかるか確かめて、「下書き」を公開しないようにするには？",
    "ko": "새 언어를 추가하는 방법",
    "zh-Hans": "如何添加新的语言和翻译",
    "zh-Hant": "如何新增語言與翻譯",
    "th": "วิธีตั้งค่าการแจ้งเตือนสำหรับลูกค้าที่ขอคุณสมบัตินี้ไว้ก่อนหน้านี้ในระบบ",
    "hi": "क्षेत्रीय भाषा में लेख कैसे जोड़ें और प्रकाशित करें",
    "ru": "Как добавить новый язык", "uk": "Як додати нову мову", "el": "Πώς να προσθέσετε γλώσσα", "vi": "Cách thêm một ngôn ngữ mới",
    "ta": "புதிய மொழியை எவ்வாறு சேர்ப்பது", "bn": "কীভাবে নতুন ভাষা যোগ করবেন", "am": "አዲስ ቋንቋ እንዴት እንደሚጨመር", "ka": "როგორ დავამატოთ ენა",
}  # fmt: skip
RIGHT = {"ar", "fa", "he"}
EMOJI = "Party 🎉 mode 👩‍💻 ❤️ C++ → naïve"


def card(title: str, language: str = "en") -> Card:
    return Card(title=title, site_name="helploop", language=language, direction="rtl" if language in RIGHT else "ltr")


def ink(data: bytes) -> tuple[int, int, int, int]:
    """The box that holds everything but the bar."""
    image = Image.open(io.BytesIO(data))
    grey = Image.frombytes("L", image.size, image.tobytes())
    grey.paste(PAPER, (0, 0, BAR, HEIGHT))
    grey.paste(PAPER, (WIDTH - BAR, 0, WIDTH, HEIGHT))
    return grey.getbbox()


@pytest.mark.parametrize("language", TITLES)
def test_a_title_in_any_script_is_drawn_whole_inside_its_margins(language: str) -> None:
    data = render_card(card(TITLES[language], language))
    assert Image.open(io.BytesIO(data)).size == (1200, 630)
    assert len(data) <= 40_000
    assert without_unknown(TITLES[language])[1] == ""
    left, top, right, bottom = ink(data)
    assert MARGIN - 10 <= (left if language not in RIGHT else left - BAR) <= WIDTH - MARGIN
    assert right <= WIDTH - MARGIN + 10
    assert top > 40
    assert bottom < HEIGHT - 40
    side = WIDTH - BAR - MARGIN - right if language in RIGHT else left - BAR - MARGIN
    assert abs(side) <= 12  # lines begin at the margin of the bar


@pytest.mark.parametrize("title", [*TITLES.values(), EMOJI])
def test_no_letter_is_drawn_as_the_sign_for_a_missing_one(title: str) -> None:
    for piece in pieces(title, is_rtl=False):
        face = font(piece.file, 40, 700, "ja")
        missing = bytes(face.getmask(_NOT_A_LETTER))
        for cluster in clusters(piece.text.replace(" ", "")):
            assert bytes(face.getmask(cluster)) != missing, cluster


def test_arabic_letters_are_joined_and_run_to_the_left() -> None:
    face_of = {piece.text: font(piece.file, 60, 700, "ar") for piece in pieces("ببب", is_rtl=True)}
    ((text, face),) = face_of.items()
    joined = face.getlength(text, direction="rtl")
    alone = sum(face.getlength(letter, direction="rtl") for letter in text)
    assert joined < alone
    mixed = pieces("إعداد GitHub الآن", is_rtl=True)
    words = [(piece.text.strip(), piece.is_rtl) for piece in mixed if piece.text.strip()]
    assert words == [("الآن", True), ("GitHub", False), ("إعداد", True)]  # the last word stands leftmost


def test_devanagari_signs_are_put_together() -> None:
    (piece,) = pieces("क्षि", is_rtl=False)
    face = font(piece.file, 60, 700, "hi")
    assert face.getlength(piece.text) < sum(face.getlength(sign) for sign in "क षि")


def test_han_letters_have_the_forms_of_their_language() -> None:
    file = font_for("骨")
    assert file is not None
    looks = {language: bytes(font(file, 60, 700, language).getmask("骨")) for language in ("ja", "zh-Hans", "zh-Hant")}
    assert len(set(looks.values())) == 3


def test_lines_break_between_words_evenly_and_as_japanese_wants() -> None:
    style = Style(76, 700, "en", is_rtl=False)
    lines = wrap(TITLES["en"], style, ROOM)
    assert " ".join(lines) == TITLES["en"]
    widths = [width_of(line, style) for line in lines]
    assert max(widths) <= ROOM
    assert min(widths) > 0.5 * max(widths)
    japanese = wrap(TITLES["ja"], Style(76, 700, "ja", is_rtl=False), ROOM)
    assert "".join(japanese) == TITLES["ja"]
    assert not any(line[0] in "、。」？っー" or line[-1] == "「" for line in japanese)
    assert units("see C++ now") == ["see ", "C++ ", "now"]


def test_thai_lines_break_between_words() -> None:
    words = [
        "ส่งออก",
        "ข้อมูล",
        "ทั้งหมด",
        "ของ",
        "คุณ",
        "เป็น",
        "ไฟล์",
        "เดียว",
        "ที่",
        "เปิด",
        "ใน",
        "โปรแกรม",
        "ตาราง",
        "คำนวณ",
        "ได้",
    ]
    title = "".join(words) + " API 2.0 ได้"
    lines = wrap(title, Style(76, 700, "th", is_rtl=False), 700)
    assert len(lines) > 2
    assert "".join(lines).replace(" ", "") == title.replace(" ", "")
    starts = [len("".join(words[:number])) for number in range(len(words))]
    inside = {start + n for start, word in zip(starts, words, strict=True) for n in range(1, len(word))}
    place = 0
    for line in lines[:-1]:
        place += len(line)
        # the library takes ส่งออก and ทั้งหมด for two words each, which can be said
        assert place not in inside or title[:place].endswith(("ส่ง", "ทั้ง"))


def test_a_title_too_long_ends_with_a_sign() -> None:
    style = Style(48, 700, "en", is_rtl=False)
    lines = wrap("word " * 200, style, ROOM)
    kept = cut_off(lines, 6, style, ROOM)
    assert len(kept) == 6
    assert kept[-1].endswith("…")
    assert width_of(kept[-1], style) <= ROOM
    data = render_card(card("A very long title " * 40))
    assert len(data) <= 40_000
    assert ink(data)[3] < HEIGHT - 40
    unbroken = render_card(card("x" * 600))
    assert ink(unbroken)[2] <= WIDTH - MARGIN + 10


def test_what_no_font_has_is_left_out_and_told() -> None:
    known, unknown = without_unknown("Signs 𓀀𓀁 here")
    assert (known, unknown) == ("Signs here", "𓀀𓀁")
    assert render_card(card("Signs 𓀀𓀁 here")) == render_card(card("Signs here"))
    assert ink(render_card(card("𓀀")))[3] > 0  # the site's name stands alone


def test_the_same_card_has_the_same_bytes_and_address() -> None:
    first = card(TITLES["ar"], "ar")
    assert render_card(first) == render_card(card(TITLES["ar"], "ar"))
    assert card_address(first) == card_address(card(TITLES["ar"], "ar"))
    assert card_address(first) != card_address(card(TITLES["ar"]))


def test_fonts_come_from_packages_only() -> None:
    assert all("site-packages" in Path(file).parts for file in font_files())
