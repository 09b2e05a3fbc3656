// Scores: how much of what was asked a document holds, then how close together it stands in the text.

import { postings } from "./shards.js";

const SATURATION = 1;
const COVERAGE = 2;
const FUNCTION = 0.25;
const TOGETHER = 1;
const TITLE = 3;
const NEAR = 1;
const WINDOW = 50;
const COUNTS = 0.25; // a match below this weight is not shown or looked for in the text

// Adds each word up over the documents. Gives every hit's score and, per document, which part answers best.
export function scoreDocuments(matches, header) {
  const functionWords = new Set(header.function.split(" "));
  const scores = new Map();
  let asked = 0;
  for (const match of matches) {
    const found = new Map();
    let count = 0;
    for (const [line, weight] of match.weights) {
      const { documents, weights, parts, total } = postings(line);
      count += (total - documents.length) * weight;
      documents.forEach((document, i) => {
        let hit = found.get(document);
        if (!hit) found.set(document, (hit = { sum: 0, best: 0, parts: [] }));
        hit.sum += weights[i] * weight;
        hit.best = Math.max(hit.best, weight);
        for (let held = parts[i], part = 0; held; held >>= 1, part++) {
          if (held & 1 && !(hit.parts[part] >= weight)) hit.parts[part] = weight;
        }
      });
    }
    for (const hit of found.values()) count += hit.best;
    match.rarity = Math.max(0.01, Math.log((header.documents + 1) / (count + 0.5)));
    if (functionWords.has(match.word.term)) match.rarity *= FUNCTION;
    asked += match.rarity;
    for (const [document, hit] of found) {
      let entry = scores.get(document);
      if (!entry) scores.set(document, (entry = { sum: 0, covered: 0, parts: [] }));
      const value = (match.rarity * hit.sum * (SATURATION + 1)) / (hit.sum + SATURATION);
      entry.sum += value;
      entry.covered += match.rarity * hit.best;
      hit.parts.forEach((weight, part) => {
        entry.parts[part] = (entry.parts[part] ?? 0) + match.rarity * weight;
      });
    }
  }
  const kindOf = classes(header);
  return [...scores].map(([document, { sum, covered, parts }]) => {
    const { factor, kind } = kindOf(document);
    let part = 0;
    parts.forEach((value, number) => {
      if (value > (parts[part] ?? 0) + 1e-9) part = number;
    });
    const together = 1 + TOGETHER * ((parts[part] ?? 0) / asked) ** 2;
    return { document, kind, part, score: sum * (covered / asked) ** COVERAGE * together * factor };
  });
}

function classes(header) {
  return (document) => {
    let found = header.classes[0];
    for (const entry of header.classes) if (entry[0] <= document) found = entry;
    return { factor: found[1], kind: found[2] };
  };
}

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

// Where in a text the matched words stand: {start, end, at, words}.
export function findHits(tokens, answered) {
  const hits = [];
  let at = 0;
  for (const token of tokens) {
    const words = answered.get(token.term);
    if (words) hits.push({ start: token.start, end: token.end, at, words });
    if (!token.joined) at++;
  }
  return { hits, length: at };
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
  return best;
}

// How much a title is the query: 1 when each holds just the other's words.
export function titleLikeness(title, matches, answered) {
  const asked = new Set();
  let strange = 0;
  for (const token of title.filter(({ joined }) => !joined)) {
    const words = answered.get(token.term);
    if (!words) strange++;
    else for (const number of words.keys()) asked.add(number);
  }
  return matches.length + strange ? asked.size / (matches.length + strange) : 0;
}

export const nearness = (likeness, share) => 1 + TITLE * likeness ** 2 + NEAR * share ** 2;
