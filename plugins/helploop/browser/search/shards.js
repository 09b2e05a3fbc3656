// Reads the files of an index: its header, sorted shards, and the texts of documents. The format: browser/FORMAT.md.

const FIRST = 33;
const BASE = 47;
const MOST_SHARDS = 8;

// The last place of a sorted list that is at or before `key`, or the first.
function place(list, key, read = (entry) => entry) {
  let low = 0;
  let high = list.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (read(list[middle]) <= key) low = middle;
    else high = middle - 1;
  }
  return low;
}

function reader(text, at = 0) {
  return {
    get done() {
      return at >= text.length;
    },
    code: () => text.charCodeAt(at++) - FIRST,
    number() {
      let value = 0;
      for (let scale = 1; ; scale *= BASE) {
        const digit = text.charCodeAt(at++) - FIRST;
        if (digit < BASE) return value + digit * scale;
        value += (digit - BASE) * scale;
      }
    },
    rest: () => text.slice(at),
  };
}

// A line's postings, read once: document numbers, weights and parts side by side.
export function postings(line) {
  if (line.read) return line.read;
  const documents = [];
  const weights = [];
  const parts = [];
  const from = reader(line.data);
  let document = -1;
  while (!from.done) {
    document += from.number() + 1;
    const level = from.code();
    documents.push(document);
    weights.push(2 ** (((level % BASE) - 24) / 6));
    parts.push(level < BASE ? 1 : from.number());
  }
  line.read = { documents, weights, parts, total: line.total || documents.length };
  return line.read;
}

function wordLine(term, fields) {
  const [, surface, stem, data, total] = fields;
  const line = { term, surface: surface || term, stem: "", data, total: Number(total || 0), attached: [] };
  if (stem) {
    const from = reader(stem);
    const cut = from.number();
    line.stem = term.slice(0, term.length - cut) + from.rest();
  }
  return line;
}

function parse(text, read) {
  const lines = [];
  let key = "";
  for (const row of text.split("\n")) {
    const fields = row.split("\t");
    if (row[0] === "^") {
      lines.at(-1).attached.push(wordLine(fields[0].slice(1), fields));
    } else if (row) {
      key = key.slice(0, row.charCodeAt(0) - FIRST) + fields[0].slice(1);
      lines.push(read(key, fields));
    }
  }
  return lines;
}

const dictionaryLine = (term, fields) => ({ term, common: fields[1].charCodeAt(0) - FIRST });
const READ = { w: wordLine, d: dictionaryLine, m: dictionaryLine };

// The files of one language. `get` loads text; a file is asked for once, and again only after a failure.
export async function openShards(folder, get) {
  const header = JSON.parse(await get(`${folder}index.json`));
  if (header.format !== 1) throw new Error(`search: index format ${header.format}, this client reads 1`);
  const starts = { w: header.words, d: header.dictionary, m: header.mirror };
  for (const kind of Object.keys(starts)) starts[kind] = starts[kind] ? starts[kind].split("\n") : [];
  const held = new Map();

  function load(name, read) {
    if (!held.has(name)) {
      const promise = get(`${folder}${name}?v=${header.version}`).then(read);
      promise.catch(() => held.delete(name));
      held.set(name, promise);
    }
    return held.get(name);
  }

  // The lines whose key begins with `start`; with `whole`, those whose key is `start`.
  async function lines(kind, start, whole = false) {
    if (!starts[kind].length) return [];
    const first = place(starts[kind], start);
    const last = whole ? first : place(starts[kind], `${start}\uffff`);
    const wanted = [];
    for (let i = first; i <= Math.min(last, first + MOST_SHARDS - 1); i++) {
      wanted.push(load(`${kind}${i}.txt`, (text) => parse(text, READ[kind])));
    }
    const found = [];
    for (const shard of await Promise.all(wanted)) {
      let at = place(shard, start, (line) => line.term);
      while (at > 0 && shard[at - 1].term >= start) at--;
      for (; at < shard.length && (shard[at].term < start || shard[at].term.startsWith(start)); at++) {
        if (whole ? shard[at].term === start : shard[at].term >= start) found.push(shard[at]);
      }
    }
    return found;
  }

  const text = (document, part) => load(`t/${document}-${part}.json`, JSON.parse);
  return { header, lines, text };
}
