// What a query may spend: which of its words are looked up, and which are only looked for in texts.

import { isGram } from "./tokens.js";

const MOST_WHOLE = 2; // common words an unfinished one may be, up to which they count on all their pages
const UNFINISHED = 30; // what these may cost
const BEGUN = 2; // letters from which an unfinished word could become anything
const ENOUGH = 3; // words with which a query does without common ones in a large index
export const SHORT_QUERY = 3; // queries up to this many words are also tried with neighbours written together, and with less of a beginning

// Words that say what is looked for are checked for a slip at once; of more than a few (in a large index, than one), only the longest.
const SHORT = 2;
const AHEAD = 1;
export const longest = (a, b) => b.term.length - a.term.length; // first
export function checked(shards, words) {
  const telling = words.filter(({ term, spared }) => !spared && !shards.isUsual(term));
  if (telling.length > (shards.head.large && words[SHORT] ? AHEAD : SHORT)) telling.sort(longest).length = AHEAD;
  return telling;
}

const priceOf = (shards, terms) => terms.reduce((sum, term) => sum + (shards.priceOf(term) ?? 0), 0);

// The common words that an unfinished one may be, where few are and they are cheap.
export function becomes(shards, term) {
  const begun = shards.commonFrom(term);
  return begun.length <= MOST_WHOLE && priceOf(shards, [term, ...begun]) <= UNFINISHED ? begun : [];
}

// What a query can do without is only looked for in texts. In a large index, function words and common words, where enough is
// asked without them; else function words, where enough is asked without these. In any, what is more than a query may ask
// for: the most usual words first, of these the shortest, and of pieces of a run every second one. In a large index, one or two
// letters could become anything: beside other words, they are taken as they stand; in a longer query, a common word, too. There,
// other spellings are looked up with what is left in the end; `left` below zero also says that no lost word that waits is sought.
export function spare(shards, words) {
  const { large } = shards.head;
  let [left, price, piece, check] = shards.head.budget;
  for (const word of words) {
    const begun = word.term.length <= BEGUN;
    if ((words[SHORT_QUERY] && (begun || shards.isUsual(word.term))) || (large && words[1] && begun)) word.isLast = false;
    if (large && word.isLast) left -= priceOf(shards, [word.term, ...becomes(shards, word.term)]) + price;
  }
  const isOpen = ({ isLast, spared }) => !isLast && !spared;
  for (const is of large ? [shards.isUsual, shards.isFunction] : []) {
    const usual = words.filter((word) => isOpen(word) && is(word.term));
    if (words.length - usual.length >= ENOUGH) usual.forEach((word) => (word.spared = true));
  }
  left -= check * checked(shards, words).length;
  const rank = ({ term, isSecond }) => isSecond / 2 + (shards.priceOf(term) ?? -1) + 99 * shards.isFunction(term);
  const rest = words.filter(isOpen).sort((a, b) => rank(a) - rank(b) || longest(a, b));
  for (const word of rest) {
    const { term } = word;
    left -= large && shards.isCommon(term) ? shards.priceOf(term) : isGram(term) ? piece : price;
    word.spared = left < 0;
  }
  if (large) for (const word of words) if ((left -= (word.spellings.length * price) / 2) < 0) word.spellings = [];
  for (const word of words) word.isShort = !large && words.length <= SHORT_QUERY;
  words.left = large ? left : 0;
  return words;
}
