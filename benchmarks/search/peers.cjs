// Other engines over documents and queries on standard input; `node peers.cjs NODE_MODULES`. Prints the ids found for each query.
// MiniSearch: the settings its README gives for search as you type; `-icu`: words by Intl.Segmenter, accents folded.
// lunr: lunr.js with the stemmer of lunr-languages for the language, title and text, each term also as a beginning, as
// MkDocs' and Material's clients ask it.

const load = require("node:module").createRequire(`${process.argv[2]}/peers.js`);
const { engine, language, documents, texts } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));

function minisearch() {
  const MiniSearch = load("minisearch");
  const options = { fields: ["title", "text"], searchOptions: { boost: { title: 2 }, prefix: true, fuzzy: 0.2 } };
  if (engine === "minisearch-icu") {
    const cut = new Intl.Segmenter(language, { granularity: "word" });
    options.tokenize = (text) => [...cut.segment(text)].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment);
    options.processTerm = (term) => term.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  }
  const index = new MiniSearch(options);
  index.addAll(documents);
  return (text) => index.search(text).map(({ id }) => id);
}

function lunr() {
  const lunr = load("lunr");
  const tag = language.split("-")[0];
  load("lunr-languages/lunr.stemmer.support")(lunr);
  load("lunr-languages/tinyseg")(lunr);
  const build = (pack) =>
    lunr(function () {
      if (pack) this.use(pack);
      this.ref("id");
      this.field("title", { boost: 10 });
      this.field("text");
      documents.forEach((document) => this.add(document));
    });
  let index;
  try {
    if (tag !== "en") load(`lunr-languages/lunr.${tag}`)(lunr);
    index = build(lunr[tag]);
  } catch {
    index = build(); // no pack for this language, or one that doesn't load: English rules, as MkDocs does
  }
  return (text) =>
    index
      .query((query) => {
        for (const term of lunr.tokenizer(text)) {
          query.term(term.toString(), { wildcard: lunr.Query.wildcard.NONE });
          query.term(term.toString(), { wildcard: lunr.Query.wildcard.TRAILING, boost: 0.5 });
        }
      })
      .map(({ ref }) => ref);
}

const search = engine === "lunr" ? lunr() : minisearch();
const found = texts.map((text) => {
  try {
    return search(text).slice(0, 10);
  } catch {
    return [];
  }
});
process.stdout.write(JSON.stringify(found));
