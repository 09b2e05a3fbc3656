"""Mail addresses and phone numbers as people write them, for tests that look for any that got through."""

from __future__ import annotations

from hypothesis import strategies as st

LOCAL = st.text("abcdefghijklmnopqrstuvwxyz0123456789._+-", min_size=1, max_size=20).filter(
    lambda t: t[0].isalpha() and t[-1].isalnum()
)
HOST = st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=8), min_size=2, max_size=3).map(".".join)
SEPARATOR = st.sampled_from(["", " ", "-", ".", "/", " - ", "\u00a0", "‑", "–", ") ", " ("])
DIGITS = st.sampled_from(["0123456789", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "０１２３４５６７８９"])
AROUND = st.sampled_from(["", "call ", "my number:", "写信给", "اتصل بي ", "(", "tel ", "a,b;c "])


@st.composite
def phones(draw: st.DrawFn) -> str:
    digits = draw(DIGITS)
    parts = draw(st.lists(st.integers(2, 4), min_size=3, max_size=5))
    text = draw(st.sampled_from(["", "+", "00", "("]))
    for size in parts:
        text += "".join(draw(st.sampled_from(digits)) for _ in range(size)) + draw(SEPARATOR)
    return text
