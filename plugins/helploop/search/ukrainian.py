"""A light stemmer for Ukrainian, which Snowball has none for: endings of nouns, adjectives and verbs are cut off.

It takes the longest ending that leaves a word of three letters, so that forms of a word meet; it knows no word classes.
"""

from __future__ import annotations

SHORTEST = 3
REFLEXIVE = ("ся", "сь")
ENDINGS = frozenset(
    # nouns
    "а я о е є у ю и і ї й ь ам ям ами ями ах ях ом ем єм ою ею єю ові еві єві ів їв ей ин "
    "ння нню нням ннями ннях ння ості істю остей остям остями остях ість "
    # adjectives and participles
    "ий ій ого ього ому ьому им ім ими іми их іх ої ьої ою ьою ую ію іше іший іша іші ішого ішої іших "
    "ний ній на не ні ну ної ною ного ному ним ними них ений ена ене ені ену еної ено "
    "аний ана ане ані ану аної ано ований ована оване овані ованого ованої овано "
    # verbs
    "ти ати яти ити іти їти увати ювати ував ювала увала увало ували юють ують ує ює уй уйте ує мо "
    "ю єш еш иш їш є е ить їть ємо емо имо їмо єте ете ите їте уть ють ать ять "
    "в ав яв ив ів ла ала яла ила іла ло ало яло ило іло ли али яли или іли "
    "тиме ме муть тимуть атиме ватиме уватиме юватиме увавши авши ивши уючи ючи ячи "
    "ання ення іння яння ування ювання ованням уванням юванням уванні юванні".split()
)
LONGEST = max(map(len, ENDINGS))


def stem_ukrainian(word: str) -> str:
    """A word without its ending."""
    for reflexive in REFLEXIVE:
        if word.endswith(reflexive) and len(word) > SHORTEST + len(reflexive):
            word = word.removesuffix(reflexive)
    for length in range(min(LONGEST, len(word) - SHORTEST), 0, -1):
        if word[-length:] in ENDINGS:
            return word[:-length]
    return word
