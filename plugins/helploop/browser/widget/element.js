// `<helploop-widget site="https://help.example.com" lang="auto">`: a launcher, with `mode="panel"` a panel in the page, with
// `for="id"` a pop-over on a button of the app. Everything stands in a shadow root; styles are a constructed sheet.

import { Badge } from "./badge.js";
import { button, byId, element, plain } from "./dom.js";
import { icon } from "./icons.js";
import { rootHost, wantedLanguages } from "./language.js";
import { goRound, placeBeside } from "./place.js";

const HOME = new URL("./", import.meta.url).href;
const listen = EventTarget.prototype.addEventListener;
const VIEW_NAMES = ["home", "news", "roadmap"];
const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLES);

class HelploopWidget extends HTMLElement {
  static observedAttributes = ["site", "lang", "mode", "for", "view", "labels", "position", "scheme", "context"];

  #root = this.attachShadow(plain({ mode: "open", delegatesFocus: false }));
  #stop;
  #isPlanned = false;
  #badge;
  #panel;
  #dialog;
  #ready;
  #module;

  connectedCallback() {
    this.#root.adoptedStyleSheets = [sheet];
    this.#plan();
  }

  disconnectedCallback() {
    this.#plan();
  }

  attributeChangedCallback(name) {
    if (name !== "context") this.#plan();
    else if (this.#panel) this.#panel.options.context = this.getAttribute("context") ?? "";
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
    this.#panel = this.#dialog = this.#badge = undefined;
  }

  #start() {
    const base = siteAddress(this.getAttribute("site"));
    if (!base) return console.warn(`helploop: "${this.getAttribute("site")}" is no address of a site`);
    this.#stop = new AbortController();
    const labels = (this.getAttribute("labels") ?? "").split(",").map((label) => label.trim()).filter(Boolean);
    this.#badge = new Badge(base, wantedLanguages(this), labels, () => this.#draw());
    this.#root.append(this.#frame());
    this.#listen(document, "visibilitychange", () => this.#badge.refresh());
    this.#followLanguage();
    this.#draw();
    this.#ready = this.#badge.load();
    if (this.#mode === "panel") this.#whenInSight(() => this.open());
  }

  // `auto` stays with the language of the page when an app changes that.
  #followLanguage() {
    const page = this.closest("html");
    const watcher = new MutationObserver(() => this.#plan());
    if (page) watcher.observe(page, plain({ attributes: true, attributeFilter: ["lang"] }));
    listen.call(this.#stop.signal, "abort", () => watcher.disconnect());
  }

  get #mode() {
    return this.hasAttribute("for") ? "popover" : this.getAttribute("mode") === "panel" ? "panel" : "launcher";
  }

  #listen(target, name, handler, capture = false) {
    listen.call(target, name, handler, plain({ signal: this.#stop.signal, capture, once: false, passive: false }));
  }

  #frame() {
    const kind = this.#mode;
    const root = element("div", { class: `root is-${kind}`, "data-scheme": this.getAttribute("scheme"), "data-position": this.getAttribute("position") });
    if (kind === "panel") return root;
    const count = element("span", { class: "badge", part: "badge", hidden: true });
    if (kind === "launcher") {
      const dock = element("div", { class: "dock", popover: "manual" }, button({ class: "launcher", part: "launcher", "aria-haspopup": "dialog", click: () => this.toggle(), pointerenter: () => this.#load() }, icon("help"), icon("down"), count));
      queueMicrotask(() => dock.isConnected && dock.showPopover?.());
      root.append(dock);
    } else {
      root.append(count);
      this.#listen(document, "click", (event) => this.#clicked(event), true);
    }
    this.#dialog = element("dialog", { class: "sheet", part: "dialog", close: () => this.#closed() });
    this.#dialog.addEventListener("click", (event) => event.target === this.#dialog && this.close());
    this.#dialog.addEventListener("keydown", (event) => goRound(event, this.#dialog));
    this.#listen(window, "resize", () => this.#place());
    root.append(this.#dialog);
    return root;
  }

  // The app's button may be drawn before or after us, and again and again: so its clicks are looked for, not waited for.
  #clicked(event) {
    const name = this.getAttribute("for");
    if (event.composedPath().some((node) => node instanceof Element && node.getAttribute("id") === name)) this.toggle();
  }

  get #target() {
    const name = this.getAttribute("for");
    return name && (rootHost(this) ? this.getRootNode().getElementById(name) : byId(name));
  }

  #whenInSight(then) {
    const watcher = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      then();
    }, plain({ rootMargin: "200px" }));
    watcher.observe(this.#root.firstChild);
    this.#stop.signal.addEventListener("abort", () => watcher.disconnect());
  }

  // Whatever has changed: the language, the number, the button they are shown on.
  #draw() {
    const badge = this.#badge;
    const root = this.#root.firstChild;
    if (!root) return;
    const { length } = badge.unread();
    const text = badge.text(length);
    const { tag, direction } = badge.language;
    root.lang = tag;
    root.dir = direction === "rtl" ? "rtl" : "ltr";
    const count = root.querySelector(".badge");
    if (count) {
      count.hidden = !length;
      count.textContent = length > 9 ? "9+" : String(length || "");
      count.setAttribute("aria-hidden", "true");
    }
    const isOpen = String(Boolean(this.#dialog?.open));
    const launcher = root.querySelector(".launcher") ?? this.#target;
    launcher?.setAttribute("aria-expanded", isOpen);
    if (this.#mode === "launcher") launcher.setAttribute("aria-label", text);
    else if (launcher) {
      launcher.setAttribute("aria-haspopup", "dialog");
      launcher.setAttribute("aria-description", length ? text : "");
    }
    this.#panel?.drawCount();
    if (this.unreadShown !== length) this.#emit("unread", { count: length });
    this.unreadShown = length;
  }

  #emit(name, detail) {
    return this.dispatchEvent(new CustomEvent(`helploop:${name}`, plain({ detail, bubbles: true, composed: true, cancelable: true })));
  }

  #view(name) {
    const wanted = name ?? this.getAttribute("view");
    return VIEW_NAMES.includes(wanted) ? wanted : this.#mode === "popover" ? "news" : "home";
  }

  // The panel's own module; the version lets browsers keep it, and is no promise that there is no newer one.
  #load() {
    const address = `${this.#badge.base}widget/panel.js?v=${PANEL_VERSION}`;
    this.#module ??= import(address);
    this.#module.catch(() => (this.#module = undefined));
    return this.#module;
  }

  #make({ Panel, styles }) {
    const badge = this.#badge;
    this.#root.adoptedStyleSheets = [sheet, styles];
    const view = this.#view();
    const options = { view, only: this.#mode === "popover" && view !== "home", labels: badge.labels, context: this.getAttribute("context") ?? "" };
    const { base, reading, language, tags } = badge;
    return new Panel({
      base, reading, language, tags, options,
      close: this.#dialog && (() => this.close()),
      emit: (name, detail) => this.#emit(name, detail),
      unread: () => badge.unread(),
      markSeen: (ids) => badge.seen.mark(ids),
    });
  }

  // Without the panel there is still the site.
  #sorry() {
    const { base, language } = this.#badge ?? {};
    const name = element("a", { href: base, target: "_blank", rel: "noopener noreferrer", class: "away" }, `${language?.help ?? "Help"} → ${base}`);
    const close = this.#dialog && button({ class: "away", "aria-label": "×", click: () => this.close() }, icon("close"));
    (this.#dialog ?? this.#root.firstChild)?.replaceChildren(element("div", { class: "sorry" }, name, close));
  }

  #place() {
    const target = this.#mode === "popover" && this.#dialog?.open && this.#target;
    if (target) placeBeside(this.#dialog, target);
  }

  #closed() {
    this.#root.firstChild?.classList.remove("is-open");
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
    return this.getAttribute("context") ?? "";
  }

  /** Opens the panel: `home`, `news` or `roadmap`. */
  async open(name) {
    const dialog = this.#dialog;
    if (!this.#badge || dialog?.open) return name && this.#panel?.show({ name: this.#view(name) });
    if (dialog) {
      dialog.showModal();
      this.#root.firstChild.classList.add("is-open");
      this.#place();
    }
    this.#draw();
    const module = await Promise.all([this.#load(), this.#ready]).catch(() => [this.#sorry()]);
    if (!this.#badge || !module[0] || (dialog && !dialog.open)) return undefined;
    if (!this.#panel) {
      this.#panel = this.#make(module[0]);
      (dialog ?? this.#root.firstChild).replaceChildren(this.#panel.node);
    }
    dialog?.setAttribute("aria-label", this.#badge.text(0));
    this.#emit("open", { kind: "panel" });
    const { view } = this.#panel;
    if (name || !view || (view.name !== "text" && !view.query)) await this.#panel.start(this.#view(name));
    this.#place();
    if (dialog?.open && matchMedia("(pointer: fine) and (min-width: 30em)").matches && this.#panel.view.name === "home") this.#panel.field?.focus();
    return undefined;
  }

  close() {
    this.#dialog?.close();
  }

  toggle() {
    return this.#dialog?.open ? this.close() : this.open();
  }

  /** Opens the panel with the answers to a question. */
  async search(text) {
    await this.open("home");
    this.#panel?.ask(String(text));
  }
}

// A site's address with a slash at its end, or nothing. Without one, it is where this file comes from.
function siteAddress(given) {
  try {
    const found = new URL(given || HOME, location.href);
    if (!/^https?:$/.test(found.protocol)) return "";
    found.search = found.hash = "";
    return found.href.replace(/\/*$/, "/");
  } catch {
    return "";
  }
}

if (!customElements.get("helploop-widget")) customElements.define("helploop-widget", HelploopWidget);
