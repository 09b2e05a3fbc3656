// Words of a text.
// The same rules as helploop/search/tokens.py, held together by tests/search/cases/tokenize.json.

const GRAM = "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Bopomofo}々〆ー";
const SYLLABLE = "\\p{sc=Hangul}";
const CLUSTER = "\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}";
const WORD = /[\p{L}\p{M}\p{N}\u200c\u200d]+|\p{Extended_Pictographic}/gu;
const RUN = new RegExp(`([${GRAM}]+)|([${SYLLABLE}]+)|([${CLUSTER}]+)|[^${GRAM}${SYLLABLE}${CLUSTER}]+`, "gu");
const IS_GRAM = new RegExp(`^[${GRAM}${SYLLABLE}${CLUSTER}]`, "u");
const IS_WORD = /[\p{L}\p{M}\p{N}\u200c\u200d]/u;
const SYMBOLS = /[#+]{1,3}(?![\p{L}\p{M}\p{N}])/uy;
const DROPPED = /[\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d\u093c\ufe0f]/g;
const NASAL = /(?:[\u0919\u091e\u0923\u0928\u092e]\u094d(?=[\u0915-\u0939])|\u0901)/g;
const ARTICLE = /^[\u0648\u0641\u0628\u0643]?(?:\u0627\u0644|\u0644\u0644)(?=[\u0621-\u064a]{3})/;
const LETTERS = "ıςøłđðґأإآٱىیکةßæœþ";
const PLAIN = [..."iσolddгااااييكه", "ss", "ae", "oe", "th"];
const UNUSUAL = new RegExp(`[${LETTERS}]`, "g");
const LONGEST_WORD = 40;
const MOST_JOINED = 5;

export const isGram = (term) => IS_GRAM.test(term);

const shorten = (word) => [...word].slice(0, LONGEST_WORD).join("");
const plain = (text) => text.replace(UNUSUAL, (letter) => PLAIN[LETTERS.indexOf(letter)]);

function surfaceOf(word) {
  const lowered = word.normalize("NFKC").toLowerCase().replaceAll("i\u0307", "i");
  const numbered = lowered.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => digit.charCodeAt() % 16); // Arabic, Persian
  return numbered.replace(DROPPED, "").normalize("NFC");
}

function fold(surface) {
  const bare = plain(surface.normalize("NFD")).replace(/[\u0300-\u036f]/g, "");
  return plain(bare.normalize("NFC")).replace(NASAL, "\u0902").replace(ARTICLE, "");
}

function* grams(run, begin, number) {
  const letters = [...run];
  let at = begin;
  for (let left = 0; !left || left <= letters.length - number; left++) {
    const gram = letters.slice(left, left + number).join("");
    const term = fold(surfaceOf(gram));
    if (term) yield { term, surface: term, begin: at, end: at + gram.length, joined: false };
    at += letters[left].length;
  }
}

function* cut(word) {
  for (const run of word.matchAll(RUN)) {
    const at = run.index;
    if (run[1] || run[2]) yield* grams(run[0], at, 2);
    else if (run[3]) yield* grams(run[3], at, 3);
    else {
      const surface = shorten(surfaceOf(run[0]));
      const term = fold(surface);
      if (term) yield { term, surface, begin: at, end: at + run[0].length, joined: false };
    }
  }
}

const known = new Map(); // words seen, cut: texts repeat themselves

function pieces(word) {
  let found = known.get(word);
  if (!found) {
    if (known.size > 20000) known.clear();
    known.set(word, (found = [...cut(word)]));
  }
  return found;
}

// Adds the word that the last so many parts make: `e-mail` is `email`, `1.2` stays `1.2`, `C#`, `.NET`.
function join(tokens, text, count, begin, end) {
  const parts = tokens.slice(-count);
  const glue = parts.every((part) => /^\p{Nd}/u.test(part.term)) ? "." : "";
  SYMBOLS.lastIndex = end;
  const tail = SYMBOLS.exec(text)?.[0] ?? "";
  const dotted = text[begin - 1] === "." && !IS_WORD.test(text.slice(begin - 2, begin - 1));
  const head = dotted && /^\p{L}/u.test(parts[0].term) ? "." : "";
  if (count === 1 && !head && !tail) return;
  const term = shorten(head + parts.map((part) => part.term).join(glue) + tail);
  const surface = shorten(head + parts.map((part) => part.surface).join(glue) + tail);
  tokens.push({ term, surface, begin: begin - head.length, end: end + tail.length, joined: true });
}

// Every token of a text in order; a joined word follows its parts.
export function tokenize(text) {
  const tokens = [];
  let count = 0; // parts of a chain; more than a joined word has where one of them is not one piece
  let first, end;
  const close = () => {
    const alone = count === 1 && !"#+".includes(text[end] ?? "-") && text[first - 1] !== "."; // nearly all
    if (count && count <= MOST_JOINED && !alone) join(tokens, text, count, first, end);
    count = 0;
  };
  for (const match of text.matchAll(WORD)) {
    const begin = match.index;
    if (begin !== end + 1 || !"-._‐‑".includes(text[end])) close();
    if (!count) first = begin;
    end = begin + match[0].length;
    const found = pieces(match[0]);
    count += found[0] && !found[1] ? 1 : MOST_JOINED + 1;
    for (const { term, surface, begin: from, end: to } of found) tokens.push({ term, surface, begin: begin + from, end: begin + to, joined: false });
  }
  close();
  return tokens;
}
