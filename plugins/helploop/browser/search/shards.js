// Reads the files of an index: its head, sorted shards, and the texts of documents. The format: browser/FORMAT.md.

const FORMAT = 13;
const FIRST = 33;
const BASE = 47;
const STEP = 31;
export const PARTS = 30; // of a document's text, at most
const FEW = 12; // parts that have a sign of their own
const ZERO_LEVEL = 12;
const ZERO_LENGTH = 43; // the character code that stands for a document of average length

// The last place of a sorted list that is at or before `key`, or the first.
function place(list, key) {
  let low = 0;
  let high = list.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (list[middle] <= key) low = middle;
    else high = middle - 1;
  }
  return low;
}

function reader(text) {
  let at = 0;
  const character = () => text.charCodeAt(at++) - FIRST;
  // Digits of a base, low ones first: those from `more` on have others behind them. Gives [value, last digit].
  function digits(base, more) {
    let value = 0;
    for (let scale = 1; ; scale *= base) {
      const digit = character();
      if (digit < more) return [value + (digit % base) * scale, digit];
      value += (digit - more) * scale;
    }
  }
  return { isOver: () => at >= text.length, character, digits, number: () => digits(BASE, BASE)[0], rest: () => text.slice(at) };
}

// A line's postings, read once: document numbers, weights and parts side by side.
export function postings(line) {
  if (line.read) return line.read;
  const pages = [];
  const weights = [];
  const parts = [];
  const from = reader(line.listed);
  for (let document = -1; !from.isOver(); ) {
    const [step, digit] = from.digits(STEP, 2 * STEP);
    document += step + 1;
    let level = 0;
    let held = 1;
    if (digit >= STEP) {
      let sign = from.character();
      if (sign < BASE) {
        level = sign - ZERO_LEVEL;
        sign = from.character();
      }
      sign -= BASE;
      held = sign < FEW ? 1 << sign : sign - FEW || (2 * from.number() + 1) << from.character();
    }
    pages.push(document);
    weights.push(2 ** ((level - line.lengths.charCodeAt(document) + ZERO_LENGTH) / 6));
    parts.push(held);
  }
  line.read = { pages, weights, parts, total: line.total || pages.length };
  return line.read;
}

function parse(text, read) {
  const lines = [];
  let key = "";
  for (const row of text.split("\n")) {
    const fields = row.split("\t");
    if (row[0] === "^") {
      lines.at(-1).attached.push(read(fields[0].slice(1), fields));
    } else if (row) {
      key = key.slice(0, row.charCodeAt(0) - FIRST) + fields[0].slice(1);
      lines.push(read(key, fields));
    }
  }
  return lines;
}

// The keys of a list, each written by what it shares with the one before.
function parseKeys(text) {
  let key = "";
  return text.split("\n").map((row) => (key = key.slice(0, row.charCodeAt(0) - FIRST) + row.slice(1)));
}

const reversed = (term) => [...term].reverse().join("");
const dictionaryLine = (turn) => (key, fields) => ({
  key,
  term: turn(key.replace(/[@-E]/, "")),
  common: fields[1].charCodeAt(0) - FIRST,
});

// A shard is named by the letters it begins at, of which none is a control character: each byte has two digits.
const nameOf = (begin) => [...new TextEncoder().encode(begin)].map((byte) => byte.toString(16)).join("") || "0";

// The files of one language. `get` loads text; a file is asked for once, and again only after a failure.
export async function openShards(folder, get, known) {
  const text = known || (await get(`${folder}index.json`));
  const head = JSON.parse(text);
  if (head.format !== FORMAT) throw new Error(`format ${head.format}`);
  const starts = {};
  for (const letter of "cwdm") starts[letter] = parseKeys(head[letter]);
  const held = new Map();

  const words = new Map(); // a line that is attached to another is that line, wherever it is read
  const wordLine = (whole) => (term, [, listed, stem, surface, total]) => {
    const id = [term, surface, stem, whole].join();
    if (words.has(id)) return words.get(id);
    const line = { term, surface: surface || term, stem: "", listed, total, attached: [], lengths: head.lengths, whole };
    if (stem) {
      const from = reader(stem);
      line.stem = term.slice(0, term.length - from.number()) + from.rest();
    }
    words.set(id, line);
    return line;
  };
  const read = { c: wordLine(true), w: wordLine(false), d: dictionaryLine(String), m: dictionaryLine(reversed) };

  const few = head.large ? 3 : 8; // shards that are fetched for words that begin alike, at most
  // Whether it is told at once what is known of a word: its shard is here, or the header shows that, unfinished, it may be another.
  const isClear = (term, isLast) =>
    held.get(`w${place(starts.w, term)}`)?.arrived || (isLast && span("w", term)[1]);

  function load(id, read, file = () => id) {
    if (!held.has(id)) {
      const promise = get(`${folder}${file()}?v=${head.version}`).then(read);
      promise.then(() => (promise.arrived = true), () => held.delete(id));
      held.set(id, promise);
    }
    return held.get(id);
  }

  // The numbers of the shards with keys from `begin` to those that begin with `to`, of at most so few of words or sixteen of a
  // dictionary; with `whole`, of the one that holds the key `begin`.
  function span(letter, begin, whole, to = begin) {
    const found = [];
    const first = place(starts[letter], begin);
    const end = whole ? first : place(starts[letter], `${to}\uffff`);
    for (let i = first; i <= end && found.length < (letter === "w" ? few : 16); i++) found.push(i);
    return found;
  }

  // Whether words that begin so fill more shards than are worth fetching.
  const isWide = (begin, letter = "w") => span(letter, begin)[(few >> 1) + 1];

  // What it costs to fetch these, each file once: a common word has its price, a file of words one by how often it is twice as
  // large as most, files of the dictionary cost all the same.
  const [, , price, piece] = head.budget;
  const digit = (text, i) => text.charCodeAt(i) - FIRST;
  const prices = { c: (i) => digit(head.prices, i), w: (i) => price * 2 ** (digit(head.sizes, i) || -1) };
  function costOf(found) {
    const each = found.flatMap(([letter, ...range]) => span(letter, ...range).map((i) => [letter + i, prices[letter]?.(i) ?? piece]));
    return [...new Map(each).values()].reduce((sum, cost) => sum + cost, 0);
  }

  // The lines with such keys; with `alike`, all that begin so of those that come along.
  async function lines(letter, begin, whole = false, to = begin, alike) {
    const wanted = span(letter, begin, whole, to).map((i) =>
      load(letter + i, (text) => parse(text, read[letter]), () => `${letter}/${nameOf(starts[letter][i])}.txt`),
    );
    const shards = await Promise.all(wanted);
    return shards.flat().filter(({ term, key = term }) =>
      alike ? key.startsWith(alike) : whole ? key === begin : key >= begin && key <= `${to}\uffff`,
    );
  }

  // What it costs to look up a common word, the less the rarer it is; of others, nothing.
  function priceOf(term) {
    const at = place(starts.c, term);
    if (starts.c[at] === term) return prices.c(at);
  }
  const isCommon = (term) => priceOf(term) >= 0;
  const commonFrom = (begin) => starts.c.filter((term) => term !== begin && term.startsWith(begin));

  const functionWords = new Set(head.function.split(" "));
  const isFunction = (term) => functionWords.has(term);
  // Whether a word binds others or stands on many pages, rather than say what is looked for.
  const isUsual = (term) => isFunction(term) || isCommon(term);
  const textOf = ({ page, part }) => load(`t/${page}-${part}.json`, JSON.parse);
  return { head, lines, isWide, costOf, textOf, isFunction, isCommon, isUsual, priceOf, commonFrom, isClear };
}
