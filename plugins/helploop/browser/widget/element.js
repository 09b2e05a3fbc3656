// `<helploop-widget site="https://help.example.com" lang="auto">`: a launcher, with `mode="panel"` a panel in the page, with
// `for="id"` a pop-over on a button of the app. Everything stands in a shadow root; styles are a constructed sheet.

import { Badge } from "./badge.js";
import { byId, plain } from "./dom.js";
import { makeFrame, showSorry, showState, siteAddress, unzoom, whenInSight, whenLanguageIsSet } from "./frame.js";
import { pageOf, rootHost, wantedLanguages } from "./language.js";
import { placeBeside } from "./place.js";

const HOME = new URL("./", import.meta.url).href;
const VIEW_NAMES = ["home", "news", "roadmap"];
const LOOKS = ["scheme", "position"];
const listen = EventTarget.prototype.addEventListener;
const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLES);

class HelploopWidget extends HTMLElement {
  static observedAttributes = ["site", "lang", "mode", "for", "view", "labels", "position", "scheme", "contact", "context"];

  #root = this.attachShadow(plain({ mode: "open", delegatesFocus: false }));
  #isPlanned = false;
  #stop;
  #badge;
  #frame;
  #panel;
  #module;
  #ready;
  #shown;

  connectedCallback() {
    this.#root.adoptedStyleSheets = [sheet];
    this.#plan();
  }

  disconnectedCallback() {
    this.#plan();
  }

  // A panel that is open stays so, with what is typed in it, unless it has to be another one.
  attributeChangedCallback(name, before, now) {
    if (before === now) return;
    if (name === "context") this.#follow();
    else if (!LOOKS.includes(name)) this.#plan();
    else if (this.#frame) this.#frame.root.dataset[name] = now ?? "";
  }

  // Frameworks set one attribute after the other: one start is enough for all of them.
  #plan() {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    queueMicrotask(() => {
      this.#isPlanned = false;
      this.#leave();
      if (this.isConnected) this.#start();
    });
  }

  #leave() {
    this.#stop?.abort();
    this.#badge?.leave();
    this.#root.replaceChildren();
    this.#panel = this.#frame = this.#badge = this.#shown = undefined;
  }

  #start() {
    const base = siteAddress(this.#given("site") || HOME, this.baseURI);
    if (!base) return console.warn(`helploop: "${this.#given("site")}" is no address of a site`);
    const { signal } = (this.#stop = new AbortController());
    const labels = this.#given("labels").split(",").map((label) => label.trim()).filter(Boolean);
    this.#badge = new Badge(base, wantedLanguages(this), labels, () => this.#draw());
    const looks = Object.fromEntries(LOOKS.map((name) => [`data-${name}`, this.#given(name)]));
    const act = { toggle: () => this.toggle(), preload: () => this.#load(), close: () => this.close(), closed: () => this.#closed() };
    this.#frame = makeFrame(this.#mode, looks, act);
    this.#root.append(this.#frame.root);
    this.#listen(document, "visibilitychange", () => this.#badge.refresh());
    this.#listen(window, "resize", () => this.#place());
    if (globalThis.navigation) this.#listen(navigation, "currententrychange", () => this.#follow());
    if (this.#mode === "popover") {
      this.#listen(window, "scroll", ({ target }) => target !== this && this.#place(), true);
      this.#listen(document, "click", (event) => this.#clicked(event), true);
    }
    if (this.#mode === "panel") whenInSight(this.#frame.root, signal, () => this.open());
    whenLanguageIsSet(pageOf(this), signal, () => this.#badge.suits(wantedLanguages(this)) || this.#plan());
    this.#place();
    this.#draw();
    this.#ready = this.#badge.load();
    return undefined;
  }

  #given(name) {
    return this.getAttribute(name) ?? "";
  }

  get #mode() {
    return this.#given("for") ? "popover" : this.#given("mode") === "panel" ? "panel" : "launcher";
  }

  #listen(target, name, handler, capture = false) {
    listen.call(target, name, handler, plain({ signal: this.#stop.signal, capture, once: false, passive: false }));
  }

  // The app's button may be drawn before or after us, and again and again: so its clicks are looked for, not waited for.
  #clicked(event) {
    const name = this.#given("for");
    if (event.composedPath().some((node) => node instanceof Element && node.getAttribute("id") === name)) this.toggle();
  }

  get #target() {
    const name = this.#given("for");
    return name && (rootHost(this) ? this.getRootNode().getElementById(name) : byId(name));
  }

  // The app shows another page: what is offered for it may be something else.
  #follow() {
    if (!this.#panel) return;
    this.#panel.options.context = this.context;
    this.#panel.suggest?.();
  }

  // Whatever has changed: the language, the number, the button they are shown on.
  #draw() {
    if (!this.#frame) return;
    const { unread } = this;
    showState(this.#frame, this.#target || undefined, { unread, text: this.#badge.text(unread), language: this.#badge.language });
    this.#panel?.drawCount();
    if (this.#shown !== unread) this.#emit("unread", { count: unread });
    this.#shown = unread;
  }

  #emit(name, detail) {
    return this.dispatchEvent(new CustomEvent(`helploop:${name}`, plain({ detail, bubbles: true, composed: true, cancelable: true })));
  }

  #view(name) {
    const wanted = name ?? this.#given("view");
    return VIEW_NAMES.includes(wanted) ? wanted : this.#mode === "popover" ? "news" : "home";
  }

  // The panel's own module; the version lets browsers keep it, and is no promise that there is no newer one.
  #load() {
    this.#module ??= import(`${this.#badge.base}widget/panel.js?v=${PANEL_VERSION}`);
    this.#module.catch(() => (this.#module = undefined));
    return this.#module;
  }

  #make({ Panel, styles }) {
    const badge = this.#badge;
    this.#root.adoptedStyleSheets = [sheet, styles];
    const view = this.#view();
    const only = this.#mode === "popover" && view !== "home";
    const options = { view, only, labels: badge.labels, contact: this.getAttribute("contact"), context: this.context };
    const { base, reading, language, tags } = badge;
    const close = this.#frame.dialog && (() => this.close());
    const emit = (name, detail) => this.#emit(name, detail);
    const panel = new Panel({ base, reading, language, tags, options, close, emit, unread: () => badge.unread(), markSeen: (ids) => badge.seen.mark(ids) });
    (this.#frame.dialog ?? this.#frame.root).replaceChildren(panel.node);
    return panel;
  }

  #place() {
    if (this.#frame) unzoom(this.#frame);
    const target = this.#mode === "popover" && this.#frame?.dialog.open && this.#target;
    if (target) placeBeside(this.#frame.dialog, target);
  }

  #closed() {
    this.#frame?.root.classList.remove("is-open");
    this.#draw();
    this.#emit("close", {});
  }

  /** How many entries are unread in this browser. */
  get unread() {
    return this.#badge?.unread().length ?? 0;
  }

  /** Where in the app the reader is; also the attribute `context`. Without it, the page's address counts. */
  set context(name) {
    this.setAttribute("context", name ?? "");
  }

  get context() {
    return this.#given("context");
  }

  /** Opens the panel: `home`, `news` or `roadmap`. */
  async open(name) {
    const frame = this.#frame;
    const dialog = frame?.dialog;
    if (!frame || dialog?.open) return name && this.#panel?.show({ name: this.#view(name) });
    if (dialog) {
      dialog.showModal();
      frame.root.classList.add("is-open");
      this.#place();
    }
    this.#draw();
    const found = await Promise.all([this.#load(), this.#ready]).catch((error) => console.warn("helploop:", error.message));
    if (frame !== this.#frame || (dialog && !dialog.open)) return undefined;
    if (!found) return showSorry(frame, this.#badge.base, this.#badge.text(0), () => this.close());
    this.#panel ??= this.#make(found[0]);
    dialog?.setAttribute("aria-label", this.#badge.text(0));
    this.#emit("open", { kind: "panel" });
    await this.#arrive(name);
    return undefined;
  }

  // A text or an answer that was left open is there again; everything else begins anew.
  async #arrive(name) {
    const panel = this.#panel;
    if (name || !panel.view || (panel.view.name !== "text" && !panel.view.query)) await panel.start(this.#view(name));
    this.#place();
    const isDesk = matchMedia("(pointer: fine) and (min-width: 30em)").matches;
    if (this.#frame?.dialog?.open && isDesk && panel.view.name === "home") panel.field?.focus();
  }

  close() {
    this.#frame?.dialog?.close();
  }

  toggle() {
    return this.#frame?.dialog?.open ? this.close() : this.open();
  }

  /** Opens the panel with the answers to a question. */
  async search(text) {
    await this.open("home");
    this.#panel?.ask(String(text));
  }
}

if (!customElements.get("helploop-widget")) customElements.define("helploop-widget", HelploopWidget);
