// Answers as you type: the site's own search, fetched when the field gets the focus.

import { marked } from "../marked.js";
import { tellSearch } from "../signals/signals.js";
import { button, element, plain } from "./dom.js";
import { languageName } from "./names.js";
import { contact, foreign, leaveTo, opener, row } from "./parts.js";
import { list, words } from "./shapes.js";

const PAUSE = 60;
const SETTLED = 2000;
const MOST = 8; // results
const FRESH = 600_000;
const LONGEST_QUESTION = 200;
const KINDS = { __proto__: null, article: "article", entry: "entry", item: "item" };

export class Results {
  constructor(panel, target) {
    Object.assign(this, { panel, target, text: "", timer: 0, settled: 0, turn: 0, openedAt: 0 });
  }

  // Loads the client and opens the index, once; after a failure, and in an app that stays open, again: the site may be another.
  engine() {
    if (performance.now() - this.openedAt > FRESH) this.close();
    if (!this.opened) {
      this.openedAt = performance.now();
      this.opened = this.index().catch((error) => {
        const [, newer] = /^format (\d+)$/.exec(error.message) ?? [];
        if (!newer) throw error;
        return this.index(`?v=${newer}`);
      });
      this.opened.catch(() => this.close());
    }
    return this.opened;
  }

  // An app that stays open has a client for as long, which may be older than the index: a name of its own gets the site's.
  async index(version = "") {
    const { base, language, reading } = this.panel;
    const client = await import(`${base}search/client.js${version}`);
    return client.open(base, language.tag, plain({ get: (address) => reading.text(address) }));
  }

  close() {
    this.opened = undefined;
    this.panel.reading.forget("search/");
  }

  ask(text, pause = PAUSE) {
    this.text = text.trim().slice(0, LONGEST_QUESTION);
    clearTimeout(this.timer);
    clearTimeout(this.settled);
    const turn = ++this.turn;
    if (this.text) this.timer = setTimeout(() => this.find(this.text, turn), pause);
  }

  // A site that was built again meanwhile has other files: its index is opened anew, once.
  async find(text, turn, isLast = false) {
    const { panel } = this;
    let content;
    let said;
    let search;
    try {
      search = await this.engine();
      const options = plain({ limit: MOST, signal: undefined, kind: undefined });
      const found = await search.query(text, options);
      if (turn !== this.turn) return undefined;
      content = found.length ? [this.hits(found)] : await this.none(search, text, options);
      said = panel.say(found.length === 1 ? "1 result" : found.length ? "{n} results" : "No results", { n: panel.number(found.length) + (found.length < MOST ? "" : "+") });
      this.settled = setTimeout(() => this.tell(text, found.length), SETTLED);
    } catch (error) {
      this.close();
      if (search && !isLast && turn === this.turn) return this.find(text, turn, true);
      console.warn("helploop:", error.message);
      content = [element("p", { class: "empty" }, panel.say("Search is not available right now.")), this.known(text), leaveTo(panel, text), contact(panel)];
      said = panel.say("Search is not available right now.");
    }
    if (turn !== this.turn) return undefined;
    this.target.replaceChildren(...content.filter(Boolean));
    panel.status(said);
    return undefined;
  }

  // Without the index: what the panel knows anyway, by the words of its titles.
  known(text) {
    const { data, places } = this.panel;
    const parts = text.toLowerCase().split(/\s+/);
    const all = [...list(data.suggested), ...(places ?? [])].filter((item) => parts.every((part) => words(item.title).toLowerCase().includes(part)));
    const found = [...new Map(all.map((item) => [item.id, item])).values()].slice(0, MOST);
    return found.length > 0 && element("ul", {}, found.map((item) => row(this.panel, "article", item, "article")));
  }

  hits(found) {
    return element("ul", { class: "hits" }, found.map((hit) => element("li", {}, this.hit(hit))));
  }

  hit(hit) {
    const { panel } = this;
    const away = foreign(panel, hit.language);
    const notes = [away.lang && panel.say("In {language}", { language: languageName(hit.language, panel.language.tag) }), hit.stage].filter(Boolean).join(" · ");
    const item = { id: hit.url, url: hit.url, title: hit.title, api: KINDS[hit.kind] ? panel.apiOf(hit.url) : "", stage_title: hit.stage };
    const link = opener(panel, KINDS[hit.kind], item, { class: "entry" },
      element("span", { class: "entry-title", ...away }, marked(hit.title, hit.ranges.title, element)),
      hit.section && element("span", { class: "row-note", ...away }, marked(hit.section, hit.ranges.section, element)),
      hit.excerpt && element("span", { class: "entry-text", ...away }, marked(hit.excerpt, hit.ranges.excerpt, element)),
      notes && element("span", { class: "row-note" }, notes));
    return link;
  }

  async none(search, text, options) {
    const { panel } = this;
    const similar = await search.similar(text, options);
    const planned = await search.planned(text, { ...options, limit: 3, kind: "item" });
    const again = similar.map((other) => button({ class: "plain", click: () => panel.ask(other) }, other));
    return [
      element("p", { class: "empty" }, panel.say("Nothing found for “{query}”.", { query: text })),
      again.length && element("p", { class: "similar" }, panel.say("Did you mean"), " ", again),
      planned.length && element("h3", { class: "stage" }, panel.say("Not there yet, but on the roadmap")),
      planned.length && this.hits(planned),
      contact(panel),
    ];
  }

  // The app may count, and the team, if it wants to know.
  tell(query, results) {
    const { panel } = this;
    clearTimeout(this.settled);
    this.settled = 0;
    panel.emit("search", { query, results, language: panel.language.tag });
    if (results) return;
    panel.emit("no-answer", { query, language: panel.language.tag });
    tellSearch(panel.data.signals, { language: panel.language.tag, from: "widget", query });
  }
}

