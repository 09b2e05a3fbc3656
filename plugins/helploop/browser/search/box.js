// The search box: upgrades `form[data-search]` to a dialog with results as you type, and fills `[data-search-results]`.
// It writes text and elements only, never HTML. Its strings: STRINGS.md.

import { tellOpen, tellSearch } from "../signals/signals.js";

const form = document.querySelector("form[data-search]");
const field = form?.querySelector("input[name=q]");
const page = document.querySelector("[data-search-results]");
const base = form && new URL(form.dataset.base || "./", location.href).href;
const PAUSE = 60; // milliseconds without a key before a search starts
const REPORT_AFTER = 2000;
const LONGEST = 200;

function readStrings() {
  try {
    return JSON.parse(form.dataset.strings || "{}");
  } catch {
    return {};
  }
}
const strings = form ? readStrings() : {};
const say = (text, values = {}) =>
  (strings[text] || text).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== "") made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

let opened;
function engine() {
  const language = form.dataset.lang || document.documentElement.lang;
  // The index's header comes along with the client, not after it.
  const header = () => fetch(`${base}search/${language}/index.json`).then((answer) => (answer.ok ? answer.text() : undefined), () => {});
  opened ??= Promise.all([import("./client.js"), header()]).then(([client, text]) => client.open(base, language, { header: text }));
  opened.catch(() => (opened = undefined));
  return opened;
}

function marked(text, ranges) {
  const parts = [];
  let at = 0;
  for (const [from, to] of ranges) {
    parts.push(text.slice(at, from), element("mark", {}, text.slice(from, to)));
    at = to;
  }
  return [...parts, text.slice(at)];
}

function languageName(tag) {
  try {
    return new Intl.DisplayNames([form.dataset.lang || "en"], { type: "language" }).of(tag);
  } catch {
    return tag;
  }
}

function option(result, number, prefix) {
  const foreign = result.language !== form.dataset.lang ? result.language : undefined;
  const text = { lang: foreign, dir: foreign && "auto" };
  const notes = [];
  if (foreign) notes.push(say("In {language}", { language: languageName(foreign) }));
  if (result.kind === "item" && result.stage) notes.push(say("{stage}: follow it here", { stage: result.stage }));
  const link = element(
    "a",
    { class: "hl-hit", id: `${prefix}-${number}`, role: "option", "aria-selected": "false", href: result.url, tabindex: prefix === "hl-d" ? "-1" : undefined },
    element("span", { class: "hl-hit-title", ...text }, ...marked(result.title, result.ranges.title)),
  );
  if (result.section) {
    link.append(element("span", { class: "hl-hit-section", ...text }, ...marked(result.section, result.ranges.section)));
  }
  if (result.excerpt) {
    link.append(element("span", { class: "hl-hit-excerpt", ...text }, ...marked(result.excerpt, result.ranges.excerpt)));
  }
  if (notes.length) link.append(element("span", { class: "hl-hit-note" }, notes.join(" · ")));
  return link;
}

const HEADINGS = { article: "Articles", entry: "Changelog", item: "Roadmap" };

function groups(results, prefix) {
  const articles = results.some((result) => result.kind === "article");
  const made = [];
  let number = 0;
  for (const kind of Object.keys(HEADINGS)) {
    const found = results.filter((result) => result.kind === kind);
    if (!found.length) continue;
    const planned = kind === "item" && !articles;
    const heading = say(planned ? "Not there yet, but on the roadmap" : HEADINGS[kind]);
    const options = found.map((result) => option(result, number++, prefix));
    const head = element("p", { class: "hl-hits-heading", "aria-hidden": "true" }, heading);
    made.push(element("div", { class: "hl-hits-group", role: "group", "aria-label": heading }, head, ...options));
  }
  return made;
}

function wayOut() {
  const links = [];
  const { contact, articles } = form.dataset;
  if (contact) links.push(element("a", { href: contact }, say("Ask a person")));
  if (articles) links.push(element("a", { href: articles }, say("Browse all articles")));
  return links.length ? [element("p", { class: "hl-search-ways" }, ...links.flatMap((link, i) => (i ? [" · ", link] : [link])))] : [];
}

// One place where results are shown: an input, a list and a status that is read aloud.
function view({ input, list, status, limit, prefix, after = () => {} }) {
  let running;
  let timer;
  let report;
  const state = { active: -1 };
  const options = () => [...list.querySelectorAll(".hl-hit")];

  function choose(number) {
    const all = options();
    all.forEach((link, i) => link.setAttribute("aria-selected", String(i === number)));
    state.active = number;
    input.setAttribute("aria-expanded", String(all.length > 0));
    if (number < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", all[number].id);
    all[number].scrollIntoView({ block: "nearest" });
  }

  async function none(search, text, signal) {
    const similar = await search.similar(text, { signal });
    const planned = await search.planned(text, { signal });
    const suggestions = similar.flatMap((other, i) => {
      const button = element("button", { type: "button", class: "hl-search-similar" }, other);
      button.addEventListener("click", () => ask(other));
      return i ? [" ", button] : [button];
    });
    report = setTimeout(() => tell(text), REPORT_AFTER);
    return [
      element("p", { class: "hl-search-none" }, say("Nothing found for “{query}”.", { query: text })),
      ...(suggestions.length ? [element("p", {}, say("Did you mean"), " ", ...suggestions)] : []),
      ...groups(planned, prefix),
      ...wayOut(),
    ];
  }

  async function show() {
    running?.abort();
    clearTimeout(report);
    const { signal } = (running = new AbortController());
    const text = input.value.trim().slice(0, LONGEST);
    after(text);
    if (!text) {
      list.replaceChildren();
      status.textContent = say("Type to search");
      return choose(-1);
    }
    try {
      const search = await engine();
      const results = await search.query(text, { limit, signal });
      const content = results.length ? groups(results, prefix) : await none(search, text, signal);
      if (signal.aborted) return;
      list.replaceChildren(...content);
      const { length } = results;
      status.textContent = say(length ? (length === 1 ? "1 result" : "{n} results") : "No results", { n: length });
    } catch (error) {
      if (signal.aborted) return;
      list.replaceChildren(...wayOut());
      status.textContent = say("Search is not available right now.");
      console.warn(error);
    }
    choose(-1);
  }

  function ask(text) {
    input.value = text;
    input.focus();
    show();
  }

  list.addEventListener("click", (event) => {
    const link = event.target.closest(".hl-hit");
    if (link) tellOpened(link, input.value.trim());
  });
  input.addEventListener("input", () => {
    running?.abort();
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    const all = options();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) return;
    if (step && all.length) {
      event.preventDefault();
      choose((state.active + step + all.length + (state.active < 0 && step < 0 ? 1 : 0)) % all.length);
    } else if (event.key === "Enter" && state.active >= 0) {
      event.preventDefault();
      all[state.active].click();
    }
  });
  return { show, ask };
}

function tell(query) {
  const { endpoint, lang } = form.dataset;
  tellSearch(endpoint, { language: lang, from: "site", query });
}

function tellOpened(link, query) {
  const { endpoint, lang } = form.dataset;
  tellOpen(endpoint, { language: lang, from: "site", page: link.pathname, query });
}

function addressOf(text) {
  const address = new URL(form.dataset.page || form.action, location.href);
  if (text) address.searchParams.set("q", text);
  return address.href;
}

function combobox(list, value) {
  return element("input", {
    type: "search", name: "q", class: "hl-search-input", maxlength: LONGEST, value, role: "combobox", autocomplete: "off",
    autocapitalize: "off", spellcheck: "false", enterkeyhint: "search", "aria-expanded": "false", "aria-autocomplete": "list",
    "aria-controls": list.id, "aria-label": say("Search the help center"), placeholder: say("Search the help center"),
  });
}

function dialog() {
  const list = element("div", { class: "hl-hits", id: "hl-hits", role: "listbox", "aria-label": say("Search") });
  const input = combobox(list);
  const status = element("p", { class: "hl-search-status", role: "status" });
  const all = element("a", { class: "hl-search-all", href: addressOf("") }, say("Show all results"));
  const close = element("button", { class: "hl-search-close", "aria-label": say("Close") }, "✕");
  const top = element("form", { class: "hl-search-top", method: "get", action: addressOf("") }, input);
  const help = element("p", { class: "hl-search-help", id: "hl-search-help" }, say("Use the arrow keys to choose, Enter to open, Escape to close."));
  const shown = element("dialog", { class: "hl-search-dialog", "aria-label": say("Search") }, top, status, list, element("div", { class: "hl-search-foot" }, help, all));
  input.setAttribute("aria-describedby", help.id);
  close.type = "button";
  top.append(close);
  close.addEventListener("click", () => shown.close());
  // A search field would only be emptied by Escape.
  shown.addEventListener("keydown", (event) => event.key === "Escape" && (event.preventDefault(), shown.close()));
  shown.addEventListener("click", (event) => event.target === shown && shown.close());
  list.addEventListener("click", (event) => event.target.closest("a") && shown.close());
  document.body.append(shown);
  const results = view({ input, list, status, limit: 8, prefix: "hl-d", after: (text) => (all.href = addressOf(text)) });
  shown.addEventListener("close", () => (field.value = input.value));
  return (text) => {
    if (shown.open) return;
    engine().catch(() => {});
    shown.showModal();
    results.ask(text);
    input.setSelectionRange(text.length, text.length);
  };
}

function resultsPage() {
  const list = element("div", { class: "hl-hits", id: "hl-page-hits", role: "listbox", "aria-label": say("Search") });
  const input = combobox(list);
  const status = element("p", { class: "hl-search-status", role: "status" });
  page.replaceChildren(element("div", { class: "hl-search-top" }, input), status, list);
  const keep = (text) => history.replaceState(history.state, "", text ? `?q=${encodeURIComponent(text.toWellFormed?.() ?? text)}` : location.pathname);
  const results = view({ input, list, status, limit: 30, prefix: "hl-p", after: keep });
  field.value = (new URLSearchParams(location.search).get("q") || "").slice(0, LONGEST);
  results.ask(field.value);
  return (text) => {
    if (text && text !== input.value) results.ask(text);
    input.focus();
  };
}

function start() {
  const open = page ? resultsPage() : dialog();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    open(field.value);
  });
  field.addEventListener("click", () => open(field.value));
  field.addEventListener("input", (event) => event.isComposing || open(field.value));
  document.addEventListener(
    "keydown",
    (event) => {
      const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
      const plain = !(event.ctrlKey || event.metaKey || event.altKey);
      const command = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k";
      if (!command && !(plain && event.key === "/" && !typing)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      open(field.value);
    },
    { capture: true },
  );
  if (!page && document.activeElement === field) open(field.value);
}

if (form && field) start();
