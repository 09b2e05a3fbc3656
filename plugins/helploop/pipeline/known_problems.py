"""The problems of a site after articles were edited: what their words decide is found again, the others are known.

A problem stands at the path of the file whose words decide it. Rules that compare an article with others depend on what
no word of it is (addresses, ids), and on the lines of its front matter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.model.problem import sort_problems
from helploop.model.rules.alone import OF_OTHERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from helploop.model.article import Article
    from helploop.model.problem import Problem
    from helploop.pipeline.kept_site import KeptSite, Place


def problems_again(
    kept: KeptSite, articles: Mapping[Place, Article], found: Iterable[Problem]
) -> tuple[Problem, ...] | None:
    """All problems of the site, with those that were `found` in edited articles; None where a whole check has to say.

    That is so for errors, which keep a site from being published, and where front matter has moved to other lines
    that some other problem tells of.
    """
    paths = {article.path for article in articles.values()}
    moved = {each.path for place, each in articles.items() if each.lines != kept.site.articles[place].lines}
    known = [each for each in kept.told.problems if each.path not in paths or each.code in OF_OTHERS]
    if any(each.path in moved or any(path in f"{each.message} {each.hint}" for path in moved) for each in known):
        return None
    problems = sort_problems([*known, *found])
    return None if any(problem.is_error for problem in problems) else problems
