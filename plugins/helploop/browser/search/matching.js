// From the words of a query to the lines of the index that answer them, each with a weight up to 1.

import { postings } from "./shards.js";
import { isGram, isTriple, tokenize } from "./tokens.js";

const SURFACE = 0.5; // the same letters with other accents, asked by somebody who writes accents
const STEM = 0.7; // another form of the word
const BEGINNING = 0.8; // another word with the same first letters, by the cube of what they share
const COMPLETION = 0.9; // the last word, not finished
const GRAM_COMPLETION = 0.8; // a single character where words are written together
const SLIP = 0.6; // a typo; half of it for two
const PART = 0.5; // a part of a compound, or a compound of the word
const MOST_CANDIDATES = 4;
const MOST_COMPLETIONS = 40;
const MOST_WORDS = 64;
const NARROW = 2; // shards of words that begin alike, at most, that are fetched on suspicion
const MOST_TRIPLES = 12; // in a longer run of Thai, every second triple still covers every letter
const JOINED_QUERY = 3; // queries up to this many words are also tried with neighbours written together

// The words of a query: each distinct term once, with the other spellings that answer for it.
export function parseQuery(text) {
  const words = [];
  for (const token of tokenize(text)) {
    if (!token.joined) {
      words.push({ ...token, spellings: [] });
      continue;
    }
    for (const word of words) {
      if (word.start >= token.start && word.end <= token.end) word.spellings.push(token);
    }
  }
  if (words.length > 1 && words.length <= JOINED_QUERY && words.every(({ term }) => /^[\p{L}\p{N}]/u.test(term) && !isGram(term))) {
    words.slice(1).forEach((right, i) => {
      const left = words[i];
      const token = { term: left.term + right.term, surface: left.surface + right.surface };
      left.spellings.push(token);
      right.spellings.push(token);
    });
  }
  const accents = words.some(({ surface, term }) => surface !== term) ? SURFACE : 1;
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
    if (!run.length || word.start >= run.at(-1).end) run = [];
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

export function reach(term) {
  if (term.length < 4 || isGram(term)) return null;
  return term.slice(0, term.length > 5 ? 5 : 4);
}

function sharedLength(left, right) {
  let count = 0;
  while (count < left.length && left[count] === right[count]) count++;
  return count;
}

// Slips between two words: a letter more, less, another, or two swapped, counted up to `most`.
export function distance(left, right, most) {
  if (Math.abs(left.length - right.length) > most) return most + 1;
  let before = [];
  let row = Array.from({ length: right.length + 1 }, (_, i) => i);
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

class Weights extends Map {
  raise(line, weight) {
    if (weight > (this.get(line) ?? 0)) this.set(line, weight);
  }
}

// In a large index, function words list a few of their pages only: they are left out where enough is asked without them.
export function tellingWords(shards, words) {
  const telling = words.filter(({ isLast, term }) => isLast || !shards.isFunction(term));
  return shards.header.large && telling.length > 1 ? telling : words;
}

function isNarrow(shards, kind, start) {
  const [first, last] = shards.span(kind, start);
  return last - first < NARROW;
}

// Lines for one spelling: itself, its other forms, words that begin alike, and completions of the last word. A common
// word stands for itself.
async function related(shards, { term, surface }, { isLast, accents, lost }, weights) {
  const single = isGram(term) && [...term].length === 1;
  const beginning = isLast || single ? term : reach(term);
  const isCommon = (lines) => lines.some((line) => line.term === term && postings(line).total > shards.header.common);
  const alone = isLast || !beginning || isNarrow(shards, "w", beginning) ? null : await shards.lines("w", term, true);
  if (alone && !alone[0]) lost?.();
  const [lines, alike] = await Promise.all([
    alone && isCommon(alone) ? alone : shards.lines("w", beginning ?? term, !beginning),
    isLast && reach(term) ? shards.lines("w", reach(term)) : null,
  ]);
  const common = isCommon(lines);
  const wide = common ? [] : alike ?? lines;
  const exact = lines.filter((line) => line.term === term);
  for (const line of exact) {
    weights.raise(line, line.surface === surface ? 1 : accents);
    if (!line.stem || common) continue;
    for (const other of [...wide, ...line.attached]) {
      if (other.stem === line.stem && other.term !== term) weights.raise(other, STEM * weights.get(line));
    }
  }
  const open = single || (isLast && !isGram(term));
  const longer = open ? lines.filter((line) => line.term !== term) : [];
  if (longer.length > MOST_COMPLETIONS) {
    longer.sort((a, b) => b.data.length - a.data.length || (a.term + a.surface < b.term + b.surface ? -1 : 1));
  }
  for (const line of longer.slice(0, MOST_COMPLETIONS)) {
    if (single) weights.raise(line, GRAM_COMPLETION);
    else weights.raise(line, COMPLETION * (term.length / line.term.length) ** 0.25);
  }
  if (reach(term)) {
    for (const line of wide) {
      const share = sharedLength(term, line.term) / Math.max(term.length, line.term.length);
      weights.raise(line, BEGINNING * share ** 3);
    }
  }
  return { exact: exact.length, lines, wide };
}

function reversed(term) {
  return [...term].reverse().join("");
}

// Where in the dictionary a misspelt word's beginning and end lead.
function spellings(term) {
  const kept = Math.min(4, Math.max(2, Math.ceil((term.length - 2) / 2)));
  return [["d", term.slice(0, kept)], ["m", reversed(term.slice(-kept))]];
}

function dictionary(shards, term) {
  const found = Promise.all(spellings(term).map(([kind, start]) => shards.lines(kind, start)));
  found.catch(() => {}); // who waits for it is told
  return found;
}

// Whether the dictionary may be asked before it is known to be needed: a slip then costs no further round, and a few
// hundred bytes when there is none.
function isCheap(shards, term) {
  if (shards.isFunction(term)) return false;
  return spellings(term).every(([kind, start]) => isNarrow(shards, kind, start));
}

// Words of the site that a misspelt or unknown word may mean: [term, weight], the best first.
async function candidates(term, near) {
  const most = term.length < 8 ? 1 : 2;
  const [forward, backward] = await near;
  const common = new Map(forward.map((line) => [line.term, line.common]));
  for (const line of backward) common.set(reversed(line.term), line.common);
  const found = [];
  for (const [word, count] of common) {
    if (word === term) continue;
    const slips = distance(term, word, most);
    const inside = term.startsWith(word) || term.endsWith(word) || word.endsWith(term);
    let weight = slips <= most ? SLIP / slips : 0;
    if (inside) {
      const share = Math.min(word.length, term.length) / Math.max(word.length, term.length);
      weight = Math.max(weight, PART * share);
    }
    if (weight) found.push({ word, weight, other: word[0] !== term[0], count });
  }
  found.sort(
    (a, b) => b.weight - a.weight || a.other - b.other || b.count - a.count || (a.word < b.word ? -1 : 1),
  );
  return found.slice(0, MOST_CANDIDATES);
}

async function misspelt(shards, term, near, spelt, weights) {
  let close = near.filter((line) => distance(term, line.term, 1) === 1);
  for (const line of close) weights.raise(line, SLIP);
  if (!close.length) {
    close = await candidates(term, spelt);
    await Promise.all(
      close.map(async ({ word, weight }) => {
        for (const line of await shards.lines("w", word, true)) weights.raise(line, weight);
      }),
    );
  }
  return close.map((found) => found.surface ?? found.word);
}

// Words of the site that begin like one nothing is known of and have half of it in common, the likest first.
export async function looksLike(shards, term) {
  if (term.length < 4 || isGram(term)) return [];
  const near = await shards.lines("d", term.slice(0, 3));
  const slips = new Map(near.map((line) => [line.term, distance(term, line.term, term.length >> 1)]));
  return [...slips.keys()].filter((other) => slips.get(other) <= term.length >> 1).sort((a, b) => slips.get(a) - slips.get(b));
}

// The lines that answer a word, with their weights; `similar` lists the words taken for a misspelt one.
export async function matchWord(shards, word, ahead = true) {
  const weights = new Weights();
  const checked = word.term.length >= 4 && !isGram(word.term);
  // Where the word's own shard is here already, it is known soon enough whether the dictionary is needed.
  let spelt = checked && ahead && !shards.isHeld("w", word.term) && isCheap(shards, word.term) && dictionary(shards, word.term);
  const lost = () => (spelt ||= dictionary(shards, word.term));
  const [own] = await Promise.all([
    related(shards, word, { ...word, lost }, weights),
    ...word.spellings.map((spelling) => related(shards, spelling, { accents: word.accents }, weights)),
  ]);
  let similar = [];
  const known = own.exact || (word.isLast && own.lines.length);
  if (!known && checked) {
    similar = await misspelt(shards, word.term, own.wide, lost(), weights);
  }
  return { word, weights, similar, isFunction: shards.isFunction(word.term) };
}
