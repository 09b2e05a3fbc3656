// One place where results are shown: a field, and below it what a search for its text found, drawn as somebody types.

import { choice } from "./choice.js";
import { engine, forget } from "./engine.js";
import { drawing, element, endpoint, given, lang, say, suggestions, wayOut } from "./hits.js";

export const LONGEST = 200;
const PAUSE = 60; // milliseconds without a key before a search starts; where searches take long
const PATIENCE = 3; // times what the last one took,
const MOST_PATIENCE = 400; // at most so long: what would be thrown away is not begun
const RHYTHM = 2; // times what lay between the last two keys, after a beginning that could become anything,
const MOST_RHYTHM = 1000; // at most so long
const BEGUN = /(^|\s\S?)[0-9a-z\u00c0-\u0fff]{1,2}$/i; // up to three letters of a further word; of Chinese, Japanese and Korean two are a word
const FIRST = 75; // what a search is taken to last before there was one
const SLOW = 500; // milliseconds after which a reader is told that something is on its way
const REPORT_AFTER = 2000;
const MOST = 50;

// What tells the team, if it wants to be told: SIGNALS.md.
const signals = endpoint && import("./signals.js");
const tell = (name, values) => signals?.then((told) => told[name](endpoint, { language: lang, from: "site", ...values }));

// What a place of results is made of: a field, a status that is read aloud, what there is to say, and the list itself.
// It has the words and the manners of the page's own field.
function parts(field, inPage) {
  const role = inPage ? {} : { role: "listbox", "aria-label": say("Search") };
  const list = element("div", { id: "hl-hits", ...role });
  const combobox = inPage ? {} : { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id };
  const input = given(field.cloneNode(), { class: "hl-search-input", dir: "auto", maxlength: LONGEST, ...combobox });
  const status = element("p", { class: "hl-search-status", role: "status" });
  const notes = element("div");
  return { input, status, notes, list, hits: element("div", { class: "hl-hits" }, notes, list) };
}

function pauseAfter(text, took, rhythm) {
  return Math.max(PAUSE, Math.min(MOST_PATIENCE, PATIENCE * took), BEGUN.test(text) && Math.min(MOST_RHYTHM, RHYTHM * rhythm));
}

// What is said of a text, remarks, results, and whether nothing was found.
async function find(text, limit, signal, ask) {
  const search = await engine();
  const results = await search("query", text, { limit, signal });
  const meant = await search("similar", text, { signal });
  const remarks = suggestions(meant, ask);
  const n = results.length;
  if (n) return [say(n === 1 ? "1 result" : "{n} results", { n: n < limit ? n : `${n}+` }), remarks, results];
  const soon = meant.length ? await search("planned", meant[0], { signal }) : [];
  const none = element("p", { class: "hl-search-none" }, say("Nothing found for “{query}”.", { query: text }));
  return [say("No results"), [none, ...remarks, ...wayOut()], soon, true];
}

// Draws what was found, where it is not what stands there already.
function drawer({ input, status, notes, list }, inPage) {
  const among = inPage ? () => {} : choice(input);
  const drawResults = drawing(list, inPage);
  return (text, remarks, results) => {
    status.textContent = text + (status.textContent === text ? "\xa0" : ""); // or the same count would not be read again
    if (remarks.map((node) => node.textContent).join("") !== notes.textContent) notes.replaceChildren(...remarks);
    drawResults(results);
    among([...list.querySelectorAll(".hl-hit")]);
  };
}

// `after` is told each text that is searched for; `more` is the button of a page for all results.
export function view(field, { limit, after, more }) {
  const shown = parts(field, more);
  const { input, status, hits } = shown;
  const draw = drawer(shown, more);
  let most = limit;
  let took = FIRST;
  let typed = 0; // when the last key came
  let running;
  let done; // what is shown is the answer to this
  let timer;
  let report;

  async function show(again = true) {
    const text = input.value.trim().slice(0, LONGEST);
    const asked = most + text;
    if (asked === done) return;
    done = "";
    running?.abort();
    clearTimeout(report);
    const { signal } = (running = new AbortController());
    after(text);
    if (!text) return draw(say("Type to search"), [], []);
    const began = performance.now();
    const waiting = setTimeout(() => signal.aborted || (status.textContent = say("Loading")), SLOW);
    try {
      const [said, remarks, results, none] = await find(text, most, signal, ask);
      signal.throwIfAborted();
      draw(said, remarks, results);
      if (more) more.hidden = results.length < most || most === MOST;
      took = performance.now() - began;
      done = asked;
      if (none) report = setTimeout(() => tell("tellSearch", { query: text }), REPORT_AFTER);
    } catch (thrown) {
      if (signal.aborted) return;
      forget(); // the site may have been built anew since the index was opened
      if (again) return show(false);
      draw(say("Search is not available right now."), wayOut(), []);
      console.warn(thrown);
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
    if (link) tell("tellOpen", { page: link.pathname, query: input.value.trim() });
  });
  addEventListener("online", show); // what had no answer is asked again
  more?.addEventListener("click", () => {
    most = MOST;
    [...hits.querySelectorAll("a")].at(-1).focus(); // the button goes
    show();
  });
  input.addEventListener("input", () => {
    running?.abort();
    clearTimeout(timer);
    most = limit;
    const now = performance.now();
    timer = setTimeout(show, pauseAfter(input.value, took, now - typed));
    typed = now;
  });
  return { ask, hits, input, status };
}
