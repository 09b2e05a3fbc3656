// Which shards a word asks for: all keys that begin so, one key, or all between two beginnings. That follows from the word and
// the header alone, so it is known what a word costs before anything is fetched, and it costs the same whatever is here already.

import { isGram } from "./tokens.js";

const LENGTH_SIGN = 60; // the code of the sign for no letters
const MOST_WHOLE = 2; // common words an unfinished one may be, up to which they count on all their pages
const UNFINISHED = 30; // what these may cost
const whole = (term) => ["c", term, true];

export function reach(term, isShort) {
  if (term.length < 4 || isGram(term)) return null;
  return term.slice(0, term.length > 5 && !isShort ? 5 : 4);
}

// The common words that an unfinished one may be, where few are and they are cheap.
function becomes(shards, term) {
  const begun = shards.commonFrom(term);
  return begun.length <= MOST_WHOLE && shards.costOf(begun.map(whole)) <= UNFINISHED ? begun : [];
}

// The ranges of a word: it with what begins like it, or what it begins; what else begins like it; itself; what it may become.
export function wordRanges(shards, { term, isLast, isShort }) {
  const isSingle = isGram(term) && ![...term][1];
  const isOpen = isSingle || (isLast && !isGram(term));
  const wanted = reach(term, isShort);
  const isCommon = shards.isCommon(term);
  let beginning = isOpen || isLast ? term : wanted;
  while (beginning?.length < term.length && shards.isWide(beginning)) beginning = term.slice(0, beginning.length + 1);
  if (!isOpen && beginning && shards.isWide(beginning)) beginning = null;
  const first = isCommon && !isOpen ? whole(term) : ["w", beginning ?? term, !beginning, beginning ?? term, !isOpen && wanted];
  const asked = [first, isLast && !isCommon && wanted ? ["w", wanted] : first, isCommon ? whole(term) : first];
  if (isOpen) asked.push(...becomes(shards, term).map(whole));
  return [asked, wanted, isCommon, isSingle, isOpen];
}

// Whether a word is in the dictionary and may be misspelt.
export const isListed = (shards, term) => term.length >= 4 && !isGram(term) && !shards.isUsual(term);

// Where in the dictionary a misspelt word's beginning and end lead: a slip leaves one of them as it was. Short words are
// listed by their length too. Many long words end alike, so half of one is asked for, and each shorter word that it ends with.
// Where very many begin or end alike, more letters are asked for: a slip behind them is still found, one in them by the other end.
export function slipRanges(shards, { term }) {
  const letters = [...term];
  const total = letters.length;
  const first = (count) => letters.slice(0, count).join("");
  const sign = (long) => String.fromCharCode(LENGTH_SIGN + Math.max(4, long));
  const half = Math.max(5, total >> 1);
  const found = [];
  for (const letter of isListed(shards, term) ? "dm" : "") {
    const kept = first(total < 7 ? 2 : 3);
    const near = Math.min(1, (letter === "d" ? 9 : 8) - total);
    if (near >= 0) found.push([letter, kept + sign(total - near), false, kept + sign(total + near)]);
    let count = letter === "d" ? 4 : half;
    while (count < total - 2 && shards.isWide(first(count), letter)) count++;
    if (total > 7) found.push([letter, first(count)]);
    else if (letter === "m" && !shards.isWide(first(total), letter)) found.push([letter, first(total)]);
    for (let inside = 4; letter === "m" && total > 7 && inside < half; inside++) found.push([letter, first(inside), true]);
    letters.reverse();
  }
  return found;
}
