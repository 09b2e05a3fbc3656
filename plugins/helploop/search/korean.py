"""Where a Korean noun may end: what belongs to it grammatically is written behind it without a space."""

from __future__ import annotations

import regex

_VERB = regex.compile(r"하|한|할|함|합|해|했|되|된|될|됨|됩|돼|됐|시키|시킨|시킬|시킴|시킵|시켜|시켰")
"""What makes a verb of a noun (`하다`, `되다`, `시키다`), by the syllables that its forms begin with."""
_PARTICLES = regex.compile(
    r"들?+(?:께서|에게|에서|에|한테|서|은|는|을|를|의|이?가|과|와|도|만|이?랑|으?로써|으?로서|으?로|부터|까지|조차|마저|밖에|마다|보다|처럼"
    r"|만큼|대로|같이|이?나|이?라도|이?든지|이?라는|이?라고|이?란|이?며|이?고|이?지만|입니다|이?다|인|일|임|이){0,4}+"
)
"""The plural, then particles of case and those that connect or stress, and forms of the copula, up to four in a row."""


def noun_ends(run: str) -> set[int]:
    """The places in a run of Hangul where a noun of two syllables and more may end, without the run's own end."""
    return {at for at in range(2, len(run)) if _VERB.match(run, at) or _PARTICLES.fullmatch(run, at)}
