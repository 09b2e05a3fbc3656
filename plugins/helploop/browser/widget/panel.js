// The panel: a head, one view at a time, tabs. It knows where its data is and what stands behind the way back.

import { isComposed } from "../composed.js";
import { Addresses } from "./addresses.js";
import { element, plain } from "./dom.js";
import { drawCount, drawHead, drawTabs } from "./head.js";
import { homeView } from "./home.js";
import { number } from "./language.js";
import { newsView } from "./news.js";
import { sorry } from "./parts.js";
import { Results } from "./results.js";
import { roadmapOf, roadmapView } from "./roadmap.js";
import { hasLabel, list, words } from "./shapes.js";
import { spotOf, textView } from "./text.js";

const MOST_NEWS = 15;
const GAP = 12; // above what was jumped to
const VIEWS = { __proto__: null, home: homeView, news: newsView, roadmap: roadmapView, text: textView };
const TITLES = { __proto__: null, home: "Home", news: "What’s new", roadmap: "Roadmap" };

const whenIdle = (then) => (globalThis.requestIdleCallback ? requestIdleCallback(then) : setTimeout(then, 500));

export const styles = new CSSStyleSheet();
styles.replaceSync(STYLES);

export class Panel extends Addresses {
  // `base`, `reading`, `language`, `tags`, `options`, `emit`, `close`; `unread` and `markSeen` are the badge's.
  constructor(given) {
    super();
    Object.assign(this, given, { data: { __proto__: null }, past: [], turn: 0, titles: TITLES });
    this.head = element("header", { class: "head", part: "header" });
    this.body = element("div", { class: "body", part: "body" });
    this.tabs = element("nav", { class: "tabs", part: "tabs" });
    this.said = element("p", { class: "hidden", role: "status" });
    this.node = element("section", { class: "panel", part: "panel", lang: given.language.tag, dir: given.language.direction }, this.head, this.body, this.tabs, this.said);
    this.results = new Results(this, element("div", { class: "results" }));
    this.node.addEventListener("keydown", (event) => this.keys(event));
  }

  say(text, values = []) {
    const said = words(this.data.strings?.[text]) || text;
    return Object.entries(values).reduce((filled, [name, value]) => filled.replaceAll(`{${name}}`, () => value), said);
  }

  number(n) {
    return number(n, this.language.tag);
  }

  status(text) {
    this.said.textContent = text;
  }

  // The entries that this widget is about.
  news() {
    const { labels } = this.options;
    const entries = list(this.data.new);
    const ours = labels.length ? entries.filter((entry) => hasLabel(entry, labels)) : entries;
    return ours.slice(0, MOST_NEWS);
  }

  async start(view) {
    const path = `api/v1/${this.language.tag}/widget.json`;
    if (!this.data.kind) this.show({ name: view, loading: true });
    try {
      this.data = await this.reading.document(path, "widget");
      await this.show({ name: view });
      whenIdle(() => this.prepare());
    } catch (error) {
      console.warn("helploop:", error.message);
      this.body.replaceChildren(sorry(this, () => this.start(view)));
    }
  }

  // What will probably be read next is there before it is asked for, and stays there without a connection.
  prepare() {
    if (navigator.connection?.saveData || this.isPrepared) return;
    this.isPrepared = true;
    const quietly = (asked) => asked.catch(() => { /* it is asked for again when somebody wants it */ });
    if (this.data.roadmap && !this.options.only) quietly(roadmapOf(this));
    for (const link of this.body.querySelectorAll("[data-file]")) quietly(this.reading.document(link.dataset.file, link.dataset.kind));
  }

  // The view one came from, at the place where it was left.
  back() {
    return this.show(this.past.pop() ?? { name: this.options.view }, true);
  }

  // Shows a view. Going deeper remembers the way; a tab begins anew.
  async show(wanted, isBack = false) {
    const view = plain(wanted);
    const turn = ++this.turn;
    const from = this.node.getRootNode().activeElement?.dataset.id;
    if (view.name !== "text") this.past = [];
    else if (!isBack) this.past.push({ ...this.view, at: this.body.scrollTop, from });
    this.view = view;
    drawHead(this);
    drawTabs(this);
    if (view.loading || view.name === "text" || view.name === "roadmap") this.body.replaceChildren(this.waiting());
    if (view.loading) return;
    const content = view.query ? [this.results.target] : await this.content(view);
    if (turn !== this.turn) return;
    this.body.replaceChildren(...content.flat().filter(Boolean));
    this.arrive(view);
  }

  async content(view) {
    try {
      return await VIEWS[view.name](this, view);
    } catch (error) {
      console.warn("helploop:", error.message);
      return [sorry(this, () => this.show(view, true))];
    }
  }

  drawCount() {
    drawCount(this);
  }

  waiting() {
    return element("div", { class: "waiting", role: "status", "aria-label": this.say("Loading") }, [1, 2, 3].map(() => element("span", {})));
  }

  // Where reading goes on: at the link one came back to, else at the heading of a text.
  arrive({ at, from, name, item }) {
    this.body.scrollTop = at ?? 0;
    if (name === "text" && at === undefined && this.jump(spotOf(this.address(item.url)))) return;
    const link = from && [...this.body.querySelectorAll("[data-id]")].find((each) => each.dataset.id === from);
    const heading = name === "text" && (this.body.querySelector(".title") ?? this.head.querySelector("button"));
    (link || heading || undefined)?.focus({ __proto__: null, preventScroll: true });
  }

  // To a place in the text, and whether there is such a place.
  jump(spot) {
    const place = spot && [...this.body.querySelectorAll("[data-spot]")].find((each) => each.dataset.spot === spot);
    if (!place) return false;
    for (let around = place.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
    place.tabIndex = -1;
    place.focus({ __proto__: null, preventScroll: true });
    const scrolled = this.body.scrollHeight > this.body.clientHeight ? this.body : this.node; // never the app's page
    scrolled.scrollTop += place.getBoundingClientRect().top - scrolled.getBoundingClientRect().top - GAP;
    return true;
  }

  // What is typed, while it is typed; nothing typed is the home view.
  search(text, pause) {
    const query = text.trim();
    const wasHome = !this.view.query;
    this.view.query = query;
    this.turn++;
    if (query && wasHome) this.body.replaceChildren(this.results.target);
    if (!query && !wasHome) this.body.replaceChildren(...homeView(this).filter(Boolean));
    this.results.ask(query, pause);
  }

  // The same for the app, and for "Did you mean".
  ask(text) {
    if (this.view.name !== "home") this.show({ name: "home" });
    this.field.value = text;
    this.field.focus();
    this.search(text, 0);
  }

  // Escape empties the field before it closes; arrows go from hit to hit.
  keys(event) {
    if (isComposed(event)) return;
    const step = { __proto__: null, ArrowDown: 1, ArrowUp: -1 }[event.key];
    const active = this.node.getRootNode().activeElement;
    if (event.key === "Escape" && active === this.field && this.field.value) {
      event.preventDefault();
      event.stopPropagation();
      this.field.value = "";
      this.search("");
    } else if (step && this.view.query) {
      const stops = [this.field, ...this.results.target.querySelectorAll("a")];
      const next = stops[stops.indexOf(active) + step];
      if (!next) return;
      event.preventDefault();
      next.focus();
    }
  }
}
