// What a query may spend: which of its words are looked up, and which are only looked for in texts.

import { slipRanges, wordRanges } from "./ranges.js";
import { isGram } from "./tokens.js";

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

// What it costs to look for slips in a word.
export const slipCost = (shards, word) => shards.costOf(slipRanges(shards, word));

// What a query can do without is only looked for in texts. In a large index, function words and common words, where enough is
// asked without them; else function words, where enough is asked without these. In any, what is more than a query may ask
// for: the most usual words first, of these the shortest, and of pieces of a run every second one. In a large index, one or two
// letters could become anything: beside other words, they are taken as they stand; in a longer query, a common word, too, and so
// is what is dear unfinished. With what is left in the end, other spellings are looked up, then a lost word that waits is sought.
export function spare(shards, words) {
  const isLarge = shards.head.large;
  let [left, room] = shards.head.budget;
  const pay = (word, most = left) => {
    const cost = shards.costOf(wordRanges(shards, word)[0]);
    return cost <= most && ((left -= cost), true);
  };
  for (const word of words) {
    const begun = word.term.length <= BEGUN;
    word.isShort = !isLarge && words.length <= SHORT_QUERY;
    if ((words[SHORT_QUERY] && (begun || shards.isUsual(word.term))) || (isLarge && words[1] && begun)) word.isLast = false;
    word.isLast &&= pay(word, words[1] ? left / 2 : left);
  }
  const isOpen = ({ isLast, spared }) => !isLast && !spared;
  for (const is of isLarge ? [shards.isUsual, shards.isFunction] : []) {
    const usual = words.filter((word) => isOpen(word) && is(word.term));
    if (words.length - usual.length >= ENOUGH) usual.forEach((word) => (word.spared = true));
  }
  for (const word of checked(shards, words)) left -= slipCost(shards, word);
  const rank = ({ term, isSecond }) => isSecond / 2 + (shards.priceOf(term) ?? -1) + 99 * shards.isFunction(term);
  for (const word of words.filter(isOpen).sort((a, b) => rank(a) - rank(b) || longest(a, b))) {
    room -= isGram(word.term) ? 1 : 2;
    word.spared = room < 0 || !pay(word);
  }
  for (const word of words) word.spellings = word.spellings.filter((each) => pay(each));
  words.left = left;
  return words;
}
