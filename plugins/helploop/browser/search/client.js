// Search on a static site: `const search = await open(baseUrl, lang); await search.query(text, {limit, signal})`.
// Results are data, never HTML: {title, url, section, excerpt, kind, score, language, ranges}.

import { looksLike, matchWord, parseQuery } from "./matching.js";
import { answers, bestWindow, byScore, findHits, likeness, nearness, scoreDocuments } from "./ranking.js";
import { openShards } from "./shards.js";
import { checked, longest, slipCost, spare } from "./spare.js";
import { tokenize } from "./tokens.js";

const LONGEST_QUERY = 400;
const LOOKED_AT = 8; // documents whose text is read before the order is final, if no more are asked for
const DESCRIBED = 4; // results that are described in one breath
const BEFORE = 60;
const EXCERPT = 180;
const KEYWORD = 0.7; // of what a title is worth
const SHIFT = 25; // characters: a cut moves so far to stand between words

const findAll = (matches) => Promise.all(matches.map(({ seek }) => seek?.()));

async function getText(address) {
  const answer = await fetch(address);
  const text = await answer.text();
  if (!answer.ok || /^\s*</.test(text)) throw new Error(address); // a page in a file's place is none
  return text;
}

// Lets the page answer its reader before the next stretch of work, which nobody may want any more.
async function breathe(signal) {
  await (globalThis.scheduler?.yield?.() ?? new Promise((done) => setTimeout(done)));
  signal?.throwIfAborted();
}

// A stretch of text around the best hits, cut between words, and where the hits stand in it.
function excerptOf(text, hits) {
  let from = Math.max(0, (hits[0]?.begin ?? 0) - BEFORE);
  from &&= cutAt(text, from);
  const enough = from + EXCERPT;
  const to = text.length - enough < SHIFT ? text.length : cutAt(text, enough);
  const head = from ? "… " : "";
  const excerpt = head + text.slice(from, to).trimEnd() + (to < text.length ? " …" : "");
  return { excerpt, moved: from - head.length, from, to };
}

// The nearest beginning of a word at or after a place, or the place itself where no space is near.
function cutAt(text, place) {
  const space = text.indexOf(" ", place);
  if (space >= 0 && space - place < SHIFT) return space + 1;
  return /[\udc00-\udfff]/.test(text[place]) ? place + 1 : place;
}

// What is marked: words that bind others are not.
function rangesOf(hits, moved = 0, from = 0, to = Infinity) {
  const ranges = [];
  for (const { begin, end, words } of hits) {
    if (begin < from || end > to || !words.told) continue;
    const last = ranges.at(-1);
    if (last && begin - moved <= last[1]) last[1] = Math.max(last[1], end - moved);
    else ranges.push([begin - moved, end - moved]);
  }
  return ranges;
}

// The tokens of texts, each with what is known of the borders of words in it.
function readTexts(texts, edges) {
  const cut = texts.map(tokenize);
  cut.flat().forEach((token, i) => (token.edge = edges.charCodeAt(i)));
  return cut;
}

// A result leads to its page, as the title is the query, or to the section of which heading and text answer it best.
function describe(hit, page, matches, answered, base) {
  const [called, url, language, stage, sections, keywords = [], edges = ""] = page;
  const cut = (page.cut ??= readTexts([...sections.flatMap(([, ...texts]) => texts), called, ...keywords], edges));
  const names = cut.slice(2 * sections.length);
  const places = names.map((tokens, i) => findHits(tokens, answered, i / 1024).hits); // none is next to another's
  const likes = names.map((tokens, i) => likeness(tokens, places[i], matches, answered) * (i ? KEYWORD : 1));
  const named = places.flat();
  let best = bestWindow(places.slice(1).flat(), matches);
  best.share *= KEYWORD;
  const all = places.flat();
  let shown = { fit: Math.max(bestWindow(places[0], matches).share + likes[0], best.share), spot: "", heading: "", passage: sections[0]?.[2] ?? "", hits: [], inHeading: [] };
  sections.forEach(([spot, heading, passage], number) => {
    const { hits: inHeading, at } = findHits(cut[2 * number], answered);
    const inText = findHits(cut[2 * number + 1], answered, at).hits;
    const here = [...inHeading, ...inText];
    all.push(...here);
    const window = bestWindow(here, matches);
    if (window.share > best.share + 1e-9) best = window;
    const fit = window.share + likeness(cut[2 * number], inHeading, matches, answered);
    shown.inText ??= inText;
    if (fit > shown.fit + 1e-9) shown = { ...window, fit, spot, heading, passage, inHeading, inText };
  });
  const { spot, heading, passage, hits, inHeading, inText } = shown;
  const { excerpt, moved, from, to } = excerptOf(passage, hits.filter((hit) => !inHeading.includes(hit)));
  return {
    title: called,
    url: base + url + (spot && "#" + spot),
    section: heading,
    excerpt,
    kind: hit.kind,
    stage,
    score: hit.score * nearness(best, all, named, Math.max(...likes), matches),
    language,
    ranges: { title: rangesOf(places[0]), section: rangesOf(inHeading), excerpt: rangesOf(inText ?? [], moved, from, to) },
  };
}

// `header` is the text of the language's `index.json`, when somebody has it already.
export async function open(baseUrl, lang, { get = getText, header } = {}) {
  const base = String(baseUrl).replace(/\/?$/, "/");
  const shards = await openShards(`${base}search/${lang}/`, get, header);

  // Of more than two telling words only the longest is checked for a slip at once: documents are chosen by it and by what is
  // known, so that nothing is asked for in a fourth round. What nothing is known of else waits; only one of these is sought, and
  // asks for the dictionary, unless the query has spent what it may.
  async function matchWords(words) {
    const telling = checked(shards, words);
    const matches = await Promise.all(words.map((word) => matchWord(shards, word, telling.includes(word))));
    const late = matches.filter(({ word, seek }) => seek && !telling.includes(word)).sort((a, b) => longest(a.word, b.word));
    if (late[0] && slipCost(shards, late[0].word) <= words.left) late.sought = late[0];
    late.sought?.spell();
    const known = matches.filter((match) => !late.includes(match));
    await findAll(known);
    return { matches, late, known };
  }

  let recent = {}; // what was asked last is often asked again, for other results
  function match(text) {
    const asked = String(text).normalize().slice(0, LONGEST_QUERY); // a file's name may be pasted, in parts of letters
    if (recent.asked !== asked) {
      recent = { asked, matches: matchWords(spare(shards, parseQuery(asked))) };
      recent.matches.catch(() => (recent = {}));
    }
    return recent.matches;
  }

  async function query(text, { limit = 10, signal, kind } = {}) {
    signal?.throwIfAborted();
    const { matches, late, known } = await match(text);
    const next = () => breathe(signal);
    const top = await scoreDocuments(known, shards.head, next, { most: Math.max(limit, LOOKED_AT), kind });
    const [pages] = await Promise.all([Promise.all(top.map(shards.textOf)), late.sought?.seek()]);
    if (late.length) {
      const only = new Map(top.map((hit) => [hit.document, hit]));
      for (const { document, score } of await scoreDocuments(matches, shards.head, next, { only })) only.get(document).score = score;
    }
    const answered = answers(matches);
    const results = [];
    for (let i = 0; i < top.length; i++) {
      if (i % DESCRIBED === 0) await next();
      results.push(describe(top[i], pages[i], matches, answered, base));
    }
    return results.sort(byScore).slice(0, limit);
  }

  // Queries that differ from this one in a word that the site knows, where it does not know the one that was written.
  async function similar(text, { limit = 3, signal } = {}) {
    const { matches } = await match(text);
    signal?.throwIfAborted();
    await findAll(matches);
    const lost = matches.every(({ weights }) => !weights.size);
    const found = await Promise.all(
      matches.map(async ({ word, meant }) => {
        const others = lost ? await looksLike(shards, word.term) : meant;
        return others.map((other) => text.normalize().slice(0, word.begin) + other + text.normalize().slice(word.end));
      }),
    );
    return [...new Set(found.flat())].slice(0, limit);
  }

  // The last gives roadmap items for the same words.
  return { query, similar, planned: (text, options) => query(text, { limit: 3, ...options, kind: "item" }) };
}

// As a worker it says that it is there, is told what to open, then asked by a page, with a number each time: who asks anew
// wants no older answer.
if (globalThis.location?.href === import.meta.url) {
  let client;
  let asked;
  onmessage = ({ data }) => {
    if (!client) return (client = open(...data));
    const [number, name, text, options] = data;
    asked?.abort();
    const { signal } = (asked = new AbortController());
    const answer = client.then((search) => search[name](text, { ...options, signal }));
    answer.catch(() => {}).then((found) => postMessage([number, found]));
  };
  postMessage(0);
}
