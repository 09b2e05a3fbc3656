"""What stems of some languages still end with: forms of a word that a stemmer leaves apart meet without it.

Taken from the words of translated manuals: what many words have behind a beginning they share, looked through by
hand. A language stands here when its searches got better by it. Letters are folded.
"""

from __future__ import annotations

SHORTEST = 4
"""Letters that stay of a stem."""
TIMES = 2
"""How many endings are cut off, one behind the other: `rlo` and `a`, `da` and `i`."""
_ENDINGS = {
    "ca": "a r s t eu en nt i es ar da cio ts ra u des ment at rlo la ara se lo rse rla ant ran an ada arlo eix"
    " eixen ament os ats los rlos cions ir aran arla e ne eixi ho dor ades ns arse rne vos bles les iu"
    " dors arlos it eulo ues em am ava aven",
    "es": "s a e r o n do cion os es ra dos an ar da as das ndo en rse ado ing mente ciones rlo lo rla ara la"
    " ada ir ados adas dor er ando te rlos ido arse los aran bles amente arla ble arlo rlas miento arlas"
    " dores iendo idos ira las ida emos amos imos aba aban ia ian",
    "fi": "a t en n ssa lla sta ta lle s an in ksi aan na nen ista aa ia e issa etaan ja taa et illa jen vat"
    " iden ien us essa ita iin ella sa taan u minen i een aminen ut seen ojen den y usta inen ettu elle"
    " malla",
    "fr": "s e r es z ant nt er ez ment ation ent ee t ees age ra ion re ur ement able ations eur ons urs ir a"
    " rez antes ables te ante u eurs ants ages ux ront ssent ssant ssez on ions us ait era rait erait ont"
    " it issant i is ai as aient iez",
    "nl": "en t s e n d de ingen ing ren ert er eren st ten lijk lijke je heid baar atie eer ige ig ende end"
    " men",
    "pl": "e a y u c ie ych ego em ow i ach ej enie ami ym ch o nie enia anie ania one ono ony uje iem ja ana"
    " ane any iony owany owane owania owanie ac ic aja eniu aniu",
    "pt": "r s e a o ndo do os cao dos da as das ar em lo ou ra ado coes ir los ao mente ando er es rla la ada"
    " am ados adas is ido idos dor oes idas ida vel amente rem rao m las endo veis dores iam u ia",
    "sv": "s a t r en er n d de ar as et na des or ingen ing ning nde ade erna are arna ens era erar bara eras"
    " ningen ningar an ande ad at",
    "tr": "i n e in a r de yi da si nin ler leri ir sini ini den k lar dan lari deki mak ni dir ye lerini daki"
    " inin u larini ya mis lerin yle le lere mek abilir sine yin niz larin nir en an digi me bilir lerden"
    " ebilir la nmis masi sinin un lerine lerde lara larda z nizi arak inda inde rsaniz sinde",
}  # fmt: skip
ENDINGS = {language: frozenset(endings.split()) for language, endings in _ENDINGS.items()}
_LONGEST = {language: max(map(len, endings)) for language, endings in ENDINGS.items()}


def without_endings(stem: str, language: str) -> str:
    """A folded stem of one of these languages without the longest ending, twice."""
    for _ in range(TIMES):
        for length in range(min(_LONGEST[language], len(stem) - SHORTEST), 0, -1):
            if stem[-length:] in ENDINGS[language]:
                stem = stem[:-length]
                break
    return stem
