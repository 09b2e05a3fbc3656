// Which articles belong to the page of the app: their `contexts` are addresses in which `*` stands for anything.

const MOST_SUGGESTED = 5;

// The names of a place: what the app says, else its address in the ways a pattern may be written.
export function placeNames(context) {
  const { pathname, search, hash, href } = location;
  const given = context ? [context] : [pathname, pathname + search, pathname + search + hash, hash, href];
  return given.filter(Boolean).flatMap((name) => [name, name.replace(/\/$/, ""), name.replace(/\/?$/, "/")].map((each) => each.toLowerCase()));
}

// Piece after piece, so that no pattern takes long.
export function fits(pattern, name) {
  const [first, ...rest] = pattern.split("*");
  if (!rest.length) return pattern === name;
  const last = rest.pop();
  let at = first.length;
  if (!name.startsWith(first)) return false;
  for (const piece of rest) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}

// The articles that fit, the most precise pattern first.
export function suggest(articles, context) {
  const names = placeNames(context);
  const precision = (pattern) => (names.some((name) => fits(pattern, name)) ? pattern.replaceAll("*", "").length : -1);
  const ranked = articles.map((article) => {
    const patterns = Array.isArray(article.contexts) ? article.contexts : [];
    return [Math.max(-1, ...patterns.map((pattern) => precision(String(pattern).toLowerCase()))), article];
  });
  const fitting = ranked.filter(([rank]) => rank >= 0).sort((a, b) => b[0] - a[0]);
  return fitting.slice(0, MOST_SUGGESTED).map(([, article]) => article);
}
