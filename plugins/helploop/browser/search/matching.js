// From the words of a query to the lines of the index that answer them, each with a weight up to 1.

import { SHORT_QUERY, becomes } from "./spare.js";
import { isGram, isTriple, tokenize } from "./tokens.js";

const SURFACE = 0.3; // the same letters with other accents, asked by somebody who writes accents
const ALIKE = 0.8; // another form of the word, by what they share; another word with the same first letters, by a power of it
const BEGUN_PAIR = 0.6; // the most frequent pair that a single character may begin, where words are written together
const SLIP = 0.6; // a typo; half of it for two
const PART = 0.5; // a part of a compound, or a compound of the word
const MOST_CANDIDATES = 4; // words that a misspelt one may mean
const MOST_CANDIDATES_OF_MANY = 2; // in a large index, where each is in a large file
const MOST_COMPLETIONS = 40;
const MOST_WORDS = 64;
const MOST_TRIPLES = 12; // in a longer run of Thai, every second triple still covers every letter
const LENGTH_SIGN = 60; // the code of the sign for no letters
const MEANT = 20; // what the common words may cost that a misspelt one may mean, to count on all their pages

// The words of a query: each distinct term once, with the other spellings that answer for it.
export function parseQuery(text) {
  const words = [];
  for (const token of tokenize(text)) {
    if (!token.joined) {
      words.push({ ...token, spellings: [] });
      continue;
    }
    for (const word of words) {
      if (word.begin >= token.begin && word.end <= token.end) word.spellings.push(token);
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
  const accents = words.every(({ surface, term }) => surface === term) ? 1 : SURFACE;
  for (const word of words) word.accents = accents;
  shareRuns(words);
  const triples = words.filter(({ term }) => isTriple(term));
  if (triples.length > MOST_TRIPLES) {
    const spare = new Set(triples.filter((word, i) => i % 2));
    return distinctWords(words.filter((word) => !spare.has(word)));
  }
  const last = words.at(-1);
  if (last && !/[\s.,;:!?。？！、]/u.test(text.slice(last.end))) last.isLast = true;
  return distinctWords(words);
}

// The pieces of a run of Chinese, Korean or Thai weigh by the root of their number: a long word is one word.
function shareRuns(words) {
  let run = [];
  for (const word of words) {
    if (!run.length || word.begin >= run.at(-1).end) run = [];
    word.isSecond = run.length % 2;
    run.push(word);
    word.run = run;
  }
  for (const word of words) word.share = word.run.length ** -0.5;
}

function distinctWords(words) {
  const distinct = new Map();
  for (const word of words) {
    const seen = distinct.get(word.term);
    if (seen) seen.isLast ||= word.isLast;
    else distinct.set(word.term, word);
  }
  return [...distinct.values()].slice(0, MOST_WORDS);
}

function reach(term, isShort) {
  if (term.length < 4 || isGram(term)) return null;
  return term.slice(0, term.length > 5 && !isShort ? 5 : 4);
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

// Lines for one spelling: itself, its other forms, words that begin alike, and completions of the last word. A common
// word stands for itself.
async function related(shards, { term, surface }, { isLast, isShort, accents }, weights) {
  const single = isGram(term) && ![...term][1];
  const common = shards.isCommon(term);
  const open = single || (isLast && !isGram(term));
  const wanted = reach(term, isShort);
  let beginning = isLast || single ? term : wanted;
  while (beginning?.length < term.length && shards.isWide(beginning)) beginning = term.slice(0, beginning.length + 1);
  if (!open && beginning && shards.isWide(beginning)) beginning = null;
  const [lines, alike, exact, ...others] = await Promise.all([
    common && !open ? [] : shards.lines("w", beginning ?? term, !beginning),
    isLast && !common && wanted ? shards.lines("w", wanted) : null,
    common ? shards.own(term) : null,
    ...(open ? becomes(shards, term).map(shards.own) : []),
  ]);
  const known = exact ?? lines.filter((line) => line.term === term);
  const wide = common ? [] : alike ?? lines;
  for (const line of known) {
    weights.raise(line, line.surface === surface ? 1 : accents);
    if (!line.stem || common) continue;
    for (const other of [...wide, ...line.attached]) {
      if (other.stem === line.stem && other.term !== term) weights.raise(other, ALIKE * shared(term, other) * weights.get(line));
    }
  }
  const longer = open ? lines.filter((line) => line.term !== term) : [];
  longer.sort((a, b) => b.listed.length - a.listed.length);
  for (const line of [...longer.slice(0, MOST_COMPLETIONS), ...others.flat()]) {
    const weight = (term.length / line.term.length) ** 0.25;
    const rarer = (longer[0]?.listed.length + 1) / (line.listed.length + 1);
    const pair = Math.min(1, BEGUN_PAIR * rarer ** 0.1);
    weights.raise(line, single ? pair : weight * (line.surface.startsWith(surface) ? 1 : accents));
  }
  if (wanted) {
    const power = !isShort ? 3 : known.length ? 2 : 2.5; // what the site does not know may be misspelt, and mean something else
    for (const line of wide) weights.raise(line, ALIKE * shared(term, line) ** power);
  }
  return { known: known.length || (isLast && lines.length), wide };
}

// Where in the dictionary a misspelt word's beginning and end lead: a slip leaves one of them as it was. Short words are
// listed by their length too. Many long words end alike, so half of one is asked for, and each shorter word that it ends with.
// Where very many begin alike, too, more letters are asked for, up to half: a slip behind them is still found, one in them by the end.
function spellings(shards, term) {
  const letters = [...term];
  const total = letters.length;
  const first = (count) => letters.slice(0, count).join("");
  const sign = (length) => String.fromCharCode(LENGTH_SIGN + Math.max(4, length));
  const half = Math.max(5, total >> 1);
  const found = [];
  for (const kind of ["d", "m"]) {
    const kept = first(total < 7 ? 2 : 3);
    const near = Math.min(1, (kind === "d" ? 9 : 8) - total);
    if (near >= 0) found.push([kind, kept + sign(total - near), false, kept + sign(total + near)]);
    let count = kind === "d" ? 4 : half;
    while (count < total >> 1 && shards.isWide(first(count), kind)) count++;
    if (total > 7) found.push([kind, first(count)]);
    letters.reverse();
  }
  letters.reverse();
  if (total < 8) found.push(["m", first(total)]);
  else for (let count = 4; count < half; count++) found.push(["m", first(count), true]);
  return found;
}

function dictionary(shards, term) {
  const found = Promise.all(spellings(shards, term).map((range) => shards.lines(...range)));
  found.catch(() => {}); // who waits for it is told
  return found;
}

// Words of the site that a misspelt or unknown word may mean: [term, weight], the best first.
async function candidates(term, near, nearest) {
  const most = term.length < 8 ? 1 : 2;
  const known = new Map((await near).flat().map((line) => [line.term, line.common]));
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
  const own = ({ word }) => ((left -= shards.priceOf(word) ?? 0) < 0 ? shards.lines("w", word, true) : shards.own(word));
  const found = await Promise.all(close.map(own));
  found.forEach((lines, i) => lines.forEach((line) => weights.raise(line, close[i].weight)));
  return found.map(([line]) => line.surface);
}

// Words of the site that begin like one nothing is known of and have half of it in common, the likest first.
export async function looksLike(shards, term) {
  if (term.length < 4 || isGram(term)) return [];
  const near = await shards.lines("d", term.slice(0, 4));
  const most = term.length >> 1;
  const slips = (other) => distance(term, other, most);
  const likely = near.map((line) => line.term).filter((other) => slips(other) <= most);
  return likely.sort((a, b) => slips(a) - slips(b));
}

// The lines that answer a word, with their weights. A word that nothing is known of has `seek`, which takes it for a
// misspelt one; then `similar` lists the words it may mean.
export async function matchWord(shards, word, ahead = true) {
  const { term, spellings, accents, spared } = word;
  const isFunction = shards.isFunction(term);
  const weights = new Weights(spared ? [[{ term, listed: "" }, 1]] : []);
  const match = { word, weights, similar: [], isFunction };
  if (spared) return match;
  const isListed = term.length >= 4 && !isGram(term) && !shards.isUsual(term);
  let spelt = isListed && ahead && !shards.isClear(term, word.isLast) && dictionary(shards, term);
  const [own] = await Promise.all([
    related(shards, word, word, weights),
    ...spellings.map((spelling) => related(shards, spelling, { accents }, weights)),
  ]);
  weights.settle();
  if (!isListed || own.known) return match;
  const near = (other) => other.startsWith(reach(term)) && distance(term, other, 1) === 1;
  const alike = [...new Set(own.wide.map((line) => line.term))].filter(near);
  match.spell = () => alike.length || (spelt ||= dictionary(shards, term));
  match.seek = async () => {
    match.spell();
    match.similar = await misspelt(shards, term, alike, spelt, weights);
    weights.settle();
  };
  return match;
}
