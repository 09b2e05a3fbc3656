// From the words of a query to the lines of the index that answer them, each with a weight up to 1.

import { isListed, reach, slipRanges, wordRanges } from "./ranges.js";
import { SHORT_QUERY } from "./spare.js";
import { isGram, tokenize } from "./tokens.js";

const SURFACE = 0.3; // the same letters with other accents, asked by somebody who writes accents
const ALIKE = 0.8; // another form of the word, by what they share; another word with the same first letters, by a power of it
const BEGUN_PAIR = 0.6; // the most frequent pair that a single character may begin, where words are written together
const NAME = 1.4; // a word with a capital letter
const SLIP = 0.6; // a typo; half of it for two
const PART = 0.5; // a part of a compound, or a compound of the word
const MOST_CANDIDATES = 4; // words that a misspelt one may mean
const MOST_CANDIDATES_OF_MANY = 2; // in a large index, where each is in a large file
const MOST_COMPLETIONS = 40;
const UNCUT = 2; // no border of two words lies in a piece of a run,
const OPENS = 4; // a word begins with it,
const CLOSES = 9; // or ends with it: 8, and 1 more where that is not only what a particle is added to
const MEANT = 20; // what the common words may cost that a misspelt one may mean, to count on all their pages

// The words of a query: each distinct term once, with the other spellings that answer for it. The pieces of a run of Chinese, Korean
// or Thai weigh by the root of their number: a long word is one word. What is written with a capital is more often a name than not, and
// a name says what a question is about.
export function parseQuery(text) {
  const words = [];
  for (const token of tokenize(text)) {
    if (!token.joined) {
      words.push({ ...token, spellings: [] });
      continue;
    }
    for (const word of words) {
      if (word.begin >= token.begin) word.spellings.push(token); // what is joined follows its parts
    }
  }
  if (words.length > 1 && words.length <= SHORT_QUERY && words.every(({ term }) => /^[\p{L}\p{N}]/u.test(term) && !isGram(term))) {
    words.slice(1).forEach((right, i) => {
      const left = words[i];
      const token = { term: left.term + right.term, surface: left.surface + right.surface };
      left.spellings.push(token);
      right.spellings.push(token);
    });
  }
  findRuns(words);
  const accents = words.every(({ surface, term }) => surface === term) ? 1 : SURFACE;
  for (const last of words.slice(-1)) last.isLast = !/[\s.,;:!?。？！、]/u.test(text.slice(last.end));
  for (const word of words) {
    const { run } = word;
    word.accents = accents;
    word.share = run.length ** -0.5 * (/^\p{Lu}/u.test(text.slice(word.begin)) ? NAME : 1);
    word.ends = isGram(word.term) && UNCUT + OPENS * (word === run[0]) + CLOSES * (word === run.at(-1) && !word.isLast);
  }
  return distinctWords(words);
}

function findRuns(words) {
  let run = [];
  for (const word of words) {
    if (!(word.begin < run.at(-1)?.end)) run = [];
    word.isSecond = run.length % 2;
    run.push(word);
    word.run = run;
  }
}

function distinctWords(words) {
  const distinct = new Map();
  for (const word of words) {
    const seen = distinct.get(word.term);
    if (seen) {
      seen.ends &= word.ends;
      seen.isLast ||= word.isLast;
    }
    distinct.set(word.term, seen ?? word);
  }
  return [...distinct.values()];
}

// How much of the longer of two words is the beginning that both have.
function shared(left, { term: right }) {
  let count = 0;
  while (count < left.length && left[count] === right[count]) count++;
  return count / Math.max(left.length, right.length);
}

// Slips between two words: a letter more, less, another, or two swapped, counted up to `most`.
export function distance(left, right, most) {
  if (Math.abs(left.length - right.length) > most) return most + 1;
  let before = [];
  let row = [...Array(right.length + 1).keys()];
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (left[i - 1] !== right[j - 1]));
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
        next[j] = Math.min(next[j], before[j - 2] + 1);
      }
    }
    if (Math.min(...next) > most) return most + 1;
    [before, row] = [row, next];
  }
  return row[right.length];
}

export class Weights extends Map {
  raise(line, weight) {
    if (weight > (this.get(line) ?? 0)) this.set(line, weight);
  }
  // A common word that is meant itself counts on all its pages, not also on those where it is strong.
  settle() {
    const whole = new Set([...this.keys()].map((line) => line.whole && line.term));
    for (const line of this.keys()) if (!line.whole && whole.has(line.term)) this.delete(line);
  }
}

const fetched = (shards, found) => Promise.all(found.map((range) => shards.lines(...range)));

// Lines for one spelling: itself, its other forms, words that begin alike, and completions of the last word. A common
// word stands for itself.
async function related(shards, { term, surface }, { isLast, isShort, accents }, weights) {
  const [found, wanted, isCommon, isSingle, isOpen] = wordRanges(shards, { term, isLast, isShort });
  const [lines, alike, exact, ...others] = await fetched(shards, found);
  const known = exact.filter((line) => line.term === term);
  const wide = isCommon ? [] : alike;
  for (const line of known) {
    weights.raise(line, line.surface === surface ? 1 : accents);
    if (!line.stem || isCommon) continue;
    for (const other of [...wide, ...line.attached]) {
      if (other.stem === line.stem && other.term !== term) weights.raise(other, ALIKE * shared(term, other) * weights.get(line));
    }
  }
  const longer = isOpen ? lines.filter((line) => line.term !== term) : [];
  longer.sort((a, b) => b.listed.length - a.listed.length);
  for (const line of [...longer.slice(0, MOST_COMPLETIONS), ...others.flat()]) {
    const weight = (term.length / line.term.length) ** 0.25;
    const rarer = (longer[0]?.listed.length + 1) / (line.listed.length + 1);
    const pair = Math.min(1, BEGUN_PAIR * rarer ** 0.1);
    weights.raise(line, isSingle ? pair : weight * (line.surface.startsWith(surface) ? 1 : accents));
  }
  if (wanted) {
    const power = !isShort ? 3 : known.length ? 2 : 2.5; // what the site does not know may be misspelt, and mean something else
    for (const line of wide) weights.raise(line, ALIKE * shared(term, line) ** power);
  }
  return { known: known.length || (isLast && lines.length), wide };
}

// Words of the site that a misspelt or unknown word may mean: [term, weight], the best first.
async function candidates(term, near, nearest) {
  const most = term.length < 8 ? 1 : 2;
  const known = new Map((await near()).flat().map((line) => [line.term, line.common]));
  const found = [];
  for (const [word, common] of known) {
    if (word === term) continue;
    const slips = distance(term, word, most);
    const inside = term.startsWith(word) || term.endsWith(word) ? word.length / term.length : word.endsWith(term) && term.length / word.length;
    const weight = Math.max(slips <= most && SLIP / slips, PART * inside);
    if (weight) found.push({ word, weight, other: word[0] !== term[0], common });
  }
  found.sort((a, b) => b.weight - a.weight || a.other - b.other || b.common - a.common || (a.word < b.word ? -1 : 1));
  return found.slice(0, nearest);
}

// Lines of the words that a misspelt one may mean (of dear ones, where they are strong); gives these words as they are written.
async function misspelt(shards, term, alike, spelt, weights) {
  let left = MEANT;
  const nearest = shards.head.large ? MOST_CANDIDATES_OF_MANY : MOST_CANDIDATES;
  const close = alike.length ? alike.map((word) => ({ word, weight: SLIP })) : await candidates(term, spelt, nearest);
  const own = ({ word }) => shards.lines(shards.isCommon(word) && (left -= shards.priceOf(word)) >= 0 ? "c" : "w", word, true);
  const found = await Promise.all(close.map(own));
  found.forEach((lines, i) => lines.forEach((line) => weights.raise(line, close[i].weight)));
  return found.map(([line]) => line.surface);
}

// Words of the site that begin like one nothing is known of and have half of it in common, the likest first.
export async function looksLike(shards, term) {
  if (!reach(term)) return [];
  const near = await shards.lines("d", term.slice(0, 4));
  const most = term.length >> 1;
  const slips = (other) => distance(term, other, most);
  return near.map((line) => line.term).filter((other) => slips(other) <= most).sort((a, b) => slips(a) - slips(b));
}

// The lines that answer a word, with their weights. A word that nothing is known of has `seek`, which takes it for a
// misspelt one; then `meant` lists the words it may mean.
export async function matchWord(shards, word, ahead = true) {
  const { term, spellings, accents, spared } = word;
  const isFunction = shards.isFunction(term);
  const weights = new Weights(spared ? [[{ term, listed: "" }, 1]] : []);
  const match = { word, weights, meant: [], isFunction };
  if (spared) return match;
  const listed = isListed(shards, term);
  let spelt;
  const spell = () => {
    spelt ??= fetched(shards, slipRanges(shards, word));
    spelt.catch(() => {}); // who waits for it is told
    return spelt;
  };
  if (listed && ahead && !shards.isClear(term, word.isLast)) spell();
  const [own] = await Promise.all([
    related(shards, word, word, weights),
    ...spellings.map((spelling) => related(shards, spelling, { accents }, weights)),
  ]);
  weights.settle();
  if (!listed || own.known) return match;
  const near = (other) => other.startsWith(reach(term)) && distance(term, other, 1) === 1;
  const alike = [...new Set(own.wide.map((line) => line.term))].filter(near);
  match.spell = () => alike.length || spell();
  match.seek = async () => {
    match.meant = await misspelt(shards, term, alike, spell, weights);
    weights.settle();
  };
  return match;
}
