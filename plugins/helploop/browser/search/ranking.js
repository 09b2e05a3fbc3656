// Scores: how much of what was asked a document holds, then how close together it stands in the text.

import { Weights } from "./matching.js";
import { PARTS, postings } from "./shards.js";

const RARITY = 0.8; // how much more a rare word counts
const FUNCTION = 0.05; // of a word that asks or binds, beside what is asked for
const WHOLE = 0.3; // for a document that holds all of the query, as it was written
const TOGETHER = 2;
const TITLE = 3;
const NEAR = 1.5;
const OFTEN = 0.5;
const WINDOW = 50;
const COUNTS = 0.25; // a match below this weight is not shown or looked for in the text

// Room for a score of each document: what is asked for and found in it, how much of the query that covers, and the same by
// part of its text, with a bit for each part. `word` and `seen` are sum and bits of a single word.
const makeRoom = (most) => ({
  sum: new Float64Array(most),
  held: new Float64Array(most),
  parts: new Float64Array(most * PARTS),
  bits: new Uint32Array(most),
  word: new Float64Array(most),
  seen: new Uint32Array(most),
  touched: new Uint32Array(most),
});

// Adds a word's lines to what documents have, the heaviest first: a document, and a part of it, has the weight of the first
// line that it is on. Gives how many documents are touched now. A spared word is taken for one on a tenth of the pages.
function addWord(match, all, room, touched) {
  const lines = [...match.weights].sort((a, b) => b[1] - a[1]).map(([line, weight]) => ({ ...postings(line), weight }));
  let count = 0;
  const { word, seen, bits, sum, held } = room;
  for (const { pages, weights, total, weight } of lines) {
    count += (total - pages.length) * weight;
    for (let i = 0; i < pages.length; i++) {
      const document = pages[i];
      if (!word[document]) count += weight;
      word[document] += weights[i] * weight;
    }
  }
  const seldom = Math.log(match.word.spared ? 10 : (all + 1) / (count + 0.5));
  match.rarity = Math.max(0.01, seldom) ** RARITY * match.word.share;
  if (match.isFunction) match.rarity *= FUNCTION;
  for (const { pages, parts, weight } of lines) {
    const gain = match.rarity * Math.sqrt(weight);
    for (let i = 0; i < pages.length; i++) {
      const document = pages[i];
      const had = seen[document];
      let fresh = parts[i] & ~had;
      if (!had) {
        if (!bits[document]) room.touched[touched++] = document;
        sum[document] += (2 * match.rarity * word[document]) / (word[document] + 1);
        held[document] += gain;
      }
      seen[document] |= fresh;
      bits[document] |= fresh;
      while (fresh) {
        const part = 31 - Math.clz32(fresh);
        room.parts[document * PARTS + part] += gain;
        fresh ^= 1 << part;
      }
    }
  }
  for (const { pages } of lines) for (const document of pages) word[document] = seen[document] = 0;
  return touched;
}

// The best documents, in order, all without `most`: {document, part, score}. `part` is the part of the text that answers best.
// `only` names those that are wanted. Long lists are most of the work: it breathes after those of a word.
export async function scoreDocuments(matches, head, breathe, { most, kind, only } = {}) {
  const room = head.room ?? makeRoom(head.lengths.length); // once for an index: nothing is allocated while somebody types
  head.room = null; // nobody else's meanwhile, and not used again where this is given up
  let touched = 0;
  for (const match of matches) {
    touched = addWord(match, head.documents, room, touched);
    await breathe();
  }
  const { parts, bits, sum, held } = room;
  const asked = matches.reduce((sum, match) => sum + (match.word.spared ? 0 : match.rarity), 0);
  let top = [];
  let least;
  for (let i = 0; i < touched; i++) {
    const document = room.touched[i];
    const share = held[document] / asked;
    const at = document * PARTS;
    let best = 0;
    let part = 0;
    for (let n = 0; bits[document] >> n; n++) {
      if (parts[at + n] > best + 1e-9) best = parts[at + (part = n)];
      parts[at + n] = 0;
    }
    let score = sum[document] * share * (1 + TOGETHER * (best / asked) ** 2);
    sum[document] = held[document] = bits[document] = 0;
    if (score * (1 + WHOLE) < least || (only && !only.has(document))) continue; // even if it held all that was asked
    const [first, factor, found, page = document, number = 0] = head.runs.findLast(([first]) => first <= document);
    score *= (1 + WHOLE * share ** 30) * factor;
    if (kind && found !== kind) continue;
    top.push({ document, page, part: part + (document - first + 1) * number, score, kind: found });
    top = top.sort(byScore).filter((hit) => hit === top.find((each) => each.page === hit.page)).slice(0, most);
    least = top[most - 1]?.score;
  }
  head.room = room;
  return top;
}

export const byScore = (a, b) => b.score - a.score || a.document - b.document;

// Which words of the query a term answers: term -> Map(word number -> weight), and whether one of them tells what is looked for.
export function answers(matches) {
  const found = new Map();
  matches.forEach(({ weights, isFunction }, number) => {
    for (const [line, weight] of weights) {
      if (weight < COUNTS) continue;
      const words = found.get(line.term) ?? new Weights();
      found.set(line.term, words);
      words.raise(number, weight);
      words.told ||= !isFunction;
    }
  });
  return found;
}

// Where in a text the matched words stand: {begin, end, at, words}, and what is known of the borders of words there.
// Words are counted from `at` on.
export function findHits(tokens, answered, at = 0) {
  const hits = [];
  for (const { term, begin, end, joined, edge } of tokens) {
    const words = answered.get(term);
    if (words) hits.push({ begin, end, at, words, edge });
    if (!joined) at++;
  }
  return { hits, at };
}

// How much of the query stands in a text word by word in its own order.
function phraseShare(hits, matches) {
  let asked = 0;
  let held = 0;
  matches.forEach(({ rarity }, number) => {
    if (!number) return;
    const weight = matches[number - 1].rarity + rarity;
    const follows = ({ at, words }, i) => i && at === hits[i - 1].at + 1 && words.has(number) && hits[i - 1].words.has(number - 1);
    asked += weight;
    if (hits.some(follows)) held += weight;
  });
  return asked && held / asked;
}

// Whether a word of the text stops or goes on where one of the query does not: 0 if they have the same borders, else the more, the less
// one can be the other.
const strays = (match, { edge }) => match.word.ends & ~edge;

// The stretch of a text that holds most of the query: its share of what was asked, and its hits.
export function bestWindow(hits, matches) {
  const asked = matches.reduce((sum, match) => sum + match.rarity, 0);
  let best = { share: 0, hits: [] };
  for (let first = 0; first < hits.length; first++) {
    const got = new Weights();
    let last = first;
    for (; hits[last]?.at - hits[first].at < WINDOW; last++) {
      for (const [number, weight] of hits[last].words) got.raise(number, weight / (1 + strays(matches[number], hits[last]) ** 2));
    }
    let held = 0;
    for (const [number, weight] of got) held += weight * matches[number].rarity;
    if (held / asked > best.share + 1e-9) best = { share: held / asked, hits: hits.slice(first, last) };
  }
  return best;
}

// How well places answer a word of the query.
const bestOf = (places, number) => Math.max(0, ...places.map(({ words }) => words.get(number) ?? 0));

// How much a title or a heading is the query: 1 when each holds just the other's words, as they are written.
export function likeness(tokens, places, matches, answered) {
  const strange = tokens.filter(({ term, joined }) => !joined && !answered.has(term));
  return matches.reduce((sum, _, number) => sum + bestOf(places, number) ** 2, 0) / (matches.length + strange.length);
}

// What a text makes of its page's score. By rarity: how much the title is the query, the best window, neighbours. Each word
// alike, rare or not: how well they stand in the window or the title, but for function words. And how often the text has the
// piece of a run that ends the query, as it may be unfinished and mean much that is common.
export function nearness({ hits, share }, all, named, like, matches) {
  let held = 0;
  let told = 0;
  let begun = 0;
  matches.forEach((match, number) => {
    if (match.word.isLast && match.word.ends) begun = all.filter((hit) => hit.words.has(number) && !strays(match, hit)).length;
    if (!match.isFunction && ++told) held += bestOf([...hits, ...named], number);
  });
  const phrase = Math.max(phraseShare(hits, matches), phraseShare(named, matches));
  return (1 + TITLE * like ** 2 + NEAR * share ** 2 + phrase ** 2) * Math.exp(told && held / told / 2) * (1 + (OFTEN * begun) / (begun + 1));
}
