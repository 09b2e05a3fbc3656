// The search box: upgrades `form[data-search]` to a dialog with results as you type, and fills `[data-search-results]`.
// Its strings: STRINGS.md.

import { tellOpen, tellSearch } from "../signals/signals.js";
import { element, endpoint, form, given, groups, lang, say, suggestions, wayOut } from "./hits.js";

const field = form?.querySelector("input[name=q]");
const page = document.querySelector("[data-search-results]");
const base = form && new URL(form.dataset.base, location.href).href;
const PAUSE = 60; // milliseconds without a key before a search starts; more where searches take long, up to
const LONG_PAUSE = 250; // this: what would be thrown away is not begun
const BEGUN_PAUSE = 600; // after one or two letters of a further word, which could become anything
const SLOW = 500; // milliseconds after which a reader is told that something is on its way
const REPORT_AFTER = 2000;
const LONGEST = 200;
const AT_ONCE = 10; // results on a page
const MOST = 50;

let opened;
function engine() {
  // The index's header comes along with the client, not after it; it says which build the other files are of.
  opened ??= Promise.all([
    import("./client.js"),
    fetch(`${base}search/${lang}/index.json`, { cache: "no-cache" }).then((answer) => (answer.ok ? answer.text() : undefined), () => {}),
  ]).then(([client, header]) => client.open(base, lang, { header }));
  opened.catch(() => (opened = undefined));
  return opened;
}

// What a place of results is made of: a field, a status that is read aloud, what there is to say, and the list itself.
function parts() {
  const list = element("div", { id: "hl-hits", role: "listbox", "aria-label": say("Search") });
  // It has the words and the manners of the page's own field.
  const input = given(field.cloneNode(), { class: "hl-search-input", maxlength: LONGEST, role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id });
  const status = element("p", { class: "hl-search-status", role: "status" });
  const notes = element("div");
  return { input, status, notes, list, hits: element("div", { class: "hl-hits" }, notes, list) };
}

// The result that the arrow keys have chosen.
function choice(input) {
  let all = [];
  let active = -1;

  function choose(number) {
    const [before, now] = [all[active], all[number]];
    active = number;
    before?.setAttribute("aria-selected", "false");
    before?.removeAttribute("id");
    if (!now) return input.removeAttribute("aria-activedescendant");
    now.id = "hl-active";
    now.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", now.id);
    now.scrollIntoView({ block: "nearest" });
  }

  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) return;
    if (step && all.length) {
      event.preventDefault();
      choose((active + step + all.length + (active < 0 && step < 0 ? 1 : 0)) % all.length);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      all[active].click();
    }
  });

  return function among(links = all) {
    choose(-1);
    all = links;
    input.setAttribute("aria-expanded", String(all.length > 0));
  };
}

// One place where results are shown.
function view({ limit, after, more }) {
  const { input, status, notes, list, hits } = parts();
  const among = choice(input);
  let most = limit;
  let running;
  let timer;
  let report;
  let took = 0;
  let drawn;

  // What stands there already is left alone.
  function draw(text, remarks, results) {
    const key = JSON.stringify([results.map((result) => ({ ...result, score: 0 })), remarks.map((node) => node.outerHTML)]);
    among();
    if (status.textContent !== text) status.textContent = text;
    if (more) more.hidden = results.length < most || most === MOST;
    if (key === drawn) return;
    drawn = key;
    notes.replaceChildren(...remarks);
    list.replaceChildren(...groups(results, more ? undefined : -1));
    among([...list.querySelectorAll(".hl-hit")]);
  }

  async function find(text, signal) {
    const search = await engine();
    const results = await search.query(text, { limit: most, signal });
    const { length } = results;
    const similar = await search.similar(text, { signal });
    const planned = length || !similar.length ? [] : await search.planned(similar[0], { signal });
    if (signal.aborted) return;
    const remarks = suggestions(similar, ask);
    if (!length) {
      remarks.unshift(element("p", { class: "hl-search-none" }, say("Nothing found for “{query}”.", { query: text })));
      remarks.push(...wayOut());
      report = setTimeout(() => tellSearch(endpoint, { language: lang, from: "site", query: text }), REPORT_AFTER);
    }
    draw(say(length ? (length === 1 ? "1 result" : "{n} results") : "No results", { n: length }), remarks, length ? results : planned);
  }

  async function show(again = true) {
    running?.abort();
    clearTimeout(report);
    const { signal } = (running = new AbortController());
    const text = input.value.trim().slice(0, LONGEST);
    after(text);
    if (!text) return draw(say("Type to search"), [], []);
    const began = performance.now();
    const waiting = setTimeout(() => signal.aborted || (status.textContent = say("Loading")), SLOW);
    try {
      await find(text, signal);
      took = performance.now() - began;
    } catch (error) {
      if (signal.aborted) return;
      opened = undefined; // the site may have been built anew since the index was opened
      if (again) return show(false);
      draw(say("Search is not available right now."), wayOut(), []);
      console.warn(error);
    } finally {
      clearTimeout(waiting);
    }
  }

  function ask(text) {
    input.value = text;
    input.focus();
    show();
  }

  hits.addEventListener("click", (event) => {
    const link = event.target.closest(".hl-hit");
    if (link) tellOpen(endpoint, { language: lang, from: "site", page: link.pathname, query: input.value.trim() });
  });
  more?.addEventListener("click", () => {
    most = MOST;
    show();
  });
  input.addEventListener("input", () => {
    running?.abort();
    clearTimeout(timer);
    most = limit;
    const begun = /(^|\s)[\p{L}\p{N}]{1,2}$/u.exec(input.value);
    const pause = Math.min(LONG_PAUSE, Math.max(begun ? LONG_PAUSE : PAUSE, 2 * took));
    timer = setTimeout(show, begun?.[1] ? BEGUN_PAUSE : pause);
  });
  return { ask, hits, input, status };
}

function addressOf(text) {
  const address = new URL(form.action);
  if (text) address.searchParams.set("q", text);
  return address.href;
}

function dialog() {
  const all = element("a", {}, say("Show all results"));
  const { ask, hits, input, status } = view({ limit: 8, after: (text) => (all.href = addressOf(text)) });
  const help = element("p", { class: "hl-search-help", id: "hl-search-help" }, say("Use the arrow keys to choose, Enter to open, Escape to close."));
  const close = element("button", { type: "button", class: "hl-search-close", "aria-label": say("Close") }, "✕");
  const shown = element(
    "dialog",
    { class: "hl-search-dialog", "aria-label": say("Search") },
    element("form", { class: "hl-search-top", action: addressOf("") }, input, close),
    status,
    hits,
    element("div", { class: "hl-search-foot" }, help, all),
  );
  input.setAttribute("aria-describedby", help.id);
  // A search field would only be emptied by Escape.
  shown.addEventListener("keydown", (event) => event.key === "Escape" && !event.isComposing && (event.preventDefault(), shown.close()));
  shown.addEventListener("click", ({ target }) => (target === shown || target.closest("a, .hl-search-close")) && shown.close());
  shown.addEventListener("close", () => (field.value = input.value));
  document.body.append(shown);
  return (text) => {
    if (shown.open) return;
    engine().catch(() => {});
    shown.showModal();
    ask(text);
    input.setSelectionRange(text.length, text.length);
  };
}

function resultsPage() {
  const more = element("button", { type: "button", class: "hl-search-similar", hidden: true }, say("Show all results"));
  const after = (text) => {
    try {
      history.replaceState(history.state, "", text ? `?q=${encodeURIComponent(text)}` : location.pathname);
    } catch {
      // Half a character has no address, and some browsers allow a hundred addresses in half a minute.
    }
  };
  const { ask, hits, input, status } = view({ limit: AT_ONCE, after, more });
  page.replaceChildren(element("div", { class: "hl-search-top" }, input), status, hits, more);
  field.value = (new URLSearchParams(location.search).get("q") || "").slice(0, LONGEST);
  ask(field.value);
  return (text) => {
    if (text && text !== input.value) ask(text);
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
      const command = event.ctrlKey || event.metaKey;
      if (event.altKey || !(command ? event.key.toLowerCase() === "k" : event.key === "/" && !typing)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      open(field.value);
    },
    { capture: true },
  );
  if (!page && document.activeElement === field) open(field.value);
}

if (form && field) start();
