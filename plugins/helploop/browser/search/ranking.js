// Scores: how much of what was asked a document holds, then how close together it stands in the text.

import { PARTS, postings } from "./shards.js";
import { isGram } from "./tokens.js";

const COVERAGE = 1.5;
const RARITY = 0.8; // how much more a rare word counts
const FUNCTION = 0.33;
const WHOLE = 0.3; // for a document that holds all of the query, as it was written
const TOGETHER = 2;
const TITLE = 3;
const NEAR = 1.5;
const WINDOW = 50;
const COUNTS = 0.25; // a match below this weight is not shown or looked for in the text

// Room for one word or for all: per document a sum, what is covered, that for each part, and which parts those are.
const makeRoom = (documents) => ({
  sum: new Float64Array(documents),
  held: new Float64Array(documents),
  parts: new Float64Array(documents * PARTS),
  bits: new Uint16Array(documents),
  touched: [],
});
const rooms = new WeakMap(); // made once for an index: nothing is allocated while somebody types

function clear(room) {
  for (const document of room.touched) {
    for (let bits = room.bits[document], at = document * PARTS; bits; bits >>= 1, at++) room.parts[at] = 0;
    room.sum[document] = room.held[document] = room.bits[document] = 0;
  }
  room.touched.length = 0;
}

// One word over all documents: weighted sums, best weights, best weights by part. Gives the number of documents.
function addLines(weightsOfLines, word) {
  let unlisted = 0;
  for (const [line, weight] of weightsOfLines) {
    const { documents, weights, parts, total } = postings(line);
    unlisted += (total - documents.length) * weight;
    for (let i = 0; i < documents.length; i++) {
      const document = documents[i];
      if (!word.held[document]) word.touched.push(document);
      word.sum[document] += weights[i] * weight;
      if (weight > word.held[document]) word.held[document] = weight;
      word.bits[document] |= parts[i];
      for (let bits = parts[i], at = document * PARTS; bits; bits >>= 1, at++) {
        if (bits & 1 && weight > word.parts[at]) word.parts[at] = weight;
      }
    }
  }
  return word.touched.reduce((count, document) => count + word.held[document], unlisted);
}

// The best documents, in order: {document, part, score}. `part` is the part of the text that answers best.
export function scoreDocuments(matches, header, { most = Infinity, kind } = {}) {
  if (!rooms.has(header)) rooms.set(header, [makeRoom(header.lengths.length), makeRoom(header.lengths.length)]);
  const [all, word] = rooms.get(header);
  let asked = 0;
  for (const match of matches) {
    const count = addLines(match.weights, word);
    match.rarity = Math.max(0.01, Math.log((header.documents + 1) / (count + 0.5))) ** RARITY;
    if (match.isFunction) match.rarity *= FUNCTION;
    match.rarity *= match.word.share;
    asked += match.rarity;
    for (const document of word.touched) {
      if (!all.held[document]) all.touched.push(document);
      const sum = word.sum[document];
      all.sum[document] += (2 * match.rarity * sum) / (sum + 1);
      all.held[document] += match.rarity * Math.sqrt(word.held[document]);
      all.bits[document] |= word.bits[document];
      for (let bits = word.bits[document], at = document * PARTS; bits; bits >>= 1, at++) {
        if (bits & 1) all.parts[at] += match.rarity * Math.sqrt(word.parts[at]);
      }
    }
    clear(word);
  }
  let top = [];
  let least = -1;
  for (const document of all.touched) {
    if (all.sum[document] * (1 + WHOLE) * (1 + TOGETHER) < least) continue; // even if it held all that was asked
    const found = classOf(header.classes, document);
    if (kind && found[2] !== kind) continue;
    const share = all.held[document] / asked;
    const covered = all.sum[document] * share ** COVERAGE * (1 + WHOLE * share ** 30) * found[1];
    if (covered * (1 + TOGETHER) < least) continue;
    let part = 0;
    const at = document * PARTS;
    for (let i = 1; all.bits[document] >> i; i++) if (all.parts[at + i] > all.parts[at + part] + 1e-9) part = i;
    const score = covered * (1 + TOGETHER * (all.parts[at + part] / asked) ** 2);
    top.push({ document, part, score });
    if (top.length > 4 * most) {
      top = top.sort(byScore).slice(0, most);
      least = top.at(-1).score;
    }
  }
  clear(all);
  return top.sort(byScore).slice(0, most);
}

const classOf = (classes, document) => classes.findLast(([first]) => first <= document);

export const byScore = (a, b) => b.score - a.score || a.document - b.document;

// Which words of the query a term answers: term -> Map(word number -> weight).
export function answers(matches) {
  const found = new Map();
  matches.forEach(({ weights }, number) => {
    for (const [line, weight] of weights) {
      if (weight < COUNTS) continue;
      const words = found.get(line.term) ?? new Map();
      words.set(number, Math.max(weight, words.get(number) ?? 0));
      found.set(line.term, words);
    }
  });
  return found;
}

// Where in a text the matched words stand: {start, end, at, words}, and whether a run of letters opens or closes there.
export function findHits(tokens, answered) {
  const hits = [];
  let at = 0;
  tokens.forEach(({ term, start, end, joined }, i) => {
    const words = answered.get(term);
    if (words) hits.push({ start, end, at, words, opens: !(tokens[i - 1]?.end > start), closes: !(tokens[i + 1]?.start < end) });
    if (!joined) at++;
  });
  return { hits, length: at };
}

// How much of the query stands in a text word by word in its own order; pieces of a word, also where a word begins and ends.
export function phraseShare(hits, matches) {
  let asked = 0;
  let held = 0;
  const ask = (weight, stands) => {
    asked += weight;
    if (hits.some(stands)) held += weight;
  };
  matches.forEach(({ word, rarity }, number) => {
    const here = (hit) => hit.words.has(number);
    const follows = (hit, i) => i && hit.at === hits[i - 1].at + 1 && here(hit) && hits[i - 1].words.has(number - 1);
    if (number) ask(matches[number - 1].rarity + rarity, follows);
    if (!isGram(word.term)) return;
    if (word.run[0] === word) ask(rarity, (hit) => hit.opens && here(hit));
    if (word.run.at(-1) === word && !word.isLast) ask(rarity, (hit) => hit.closes && here(hit));
  });
  return asked && held / asked;
}

// The stretch of a text that holds most of the query: its share of what was asked, and its hits.
export function bestWindow(hits, matches) {
  const asked = matches.reduce((sum, match) => sum + match.rarity, 0);
  let best = { share: 0, hits: [] };
  for (let first = 0; first < hits.length; first++) {
    const got = new Map();
    let last = first;
    for (; last < hits.length && hits[last].at - hits[first].at < WINDOW; last++) {
      for (const [number, weight] of hits[last].words) got.set(number, Math.max(weight, got.get(number) ?? 0));
    }
    let held = 0;
    for (const [number, weight] of got) held += weight * matches[number].rarity;
    if (held / asked > best.share + 1e-9) best = { share: held / asked, hits: hits.slice(first, last) };
  }
  return { ...best, phrase: phraseShare(best.hits, matches) };
}

// How much a title is the query: 1 when each holds just the other's words, as they are written.
export function titleLikeness(title, matches, answered) {
  const best = matches.map(() => 0);
  let strange = 0;
  for (const token of title.filter(({ joined }) => !joined)) {
    const words = answered.get(token.term);
    if (!words) strange++;
    else for (const [number, weight] of words) best[number] = Math.max(weight, best[number]);
  }
  return best.reduce((sum, weight) => sum + weight ** 2, 0) / (matches.length + strange || 1);
}

export const nearness = (likeness, share, phrase) => 1 + TITLE * likeness ** 2 + NEAR * share ** 2 + phrase ** 2;
