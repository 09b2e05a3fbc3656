// The search box: upgrades `form[data-search]` to a dialog with results as you type, and fills `[data-search-results]`.
// Its strings: STRINGS.md.

import { engine } from "./engine.js";
import { isComposed } from "../composed.js";
import { walk } from "./choice.js";
import { element, form, say } from "./hits.js";
import { LONGEST, view } from "./view.js";

const field = form?.querySelector("input[name=q]");
const resultsPlace = document.querySelector("[data-search-results]");
const AT_ONCE = 10; // results on a page
const IN_DIALOG = 8;

function addressOf(text) {
  const address = new URL(form.action);
  if (text) address.searchParams.set("q", text);
  return address.href;
}

function dialog() {
  const all = element("a", {}, say("Show all results"));
  const after = (text) => (all.href = addressOf(text));
  const { ask, hits, input, status } = view(field, { limit: IN_DIALOG, after });
  const help = element("p", { class: "hl-search-help", id: "hl-search-help" }, say("Use the arrow keys to choose, Enter to open, Escape to close."));
  const closer = element("button", { type: "button", class: "hl-search-close", "aria-label": say("Close") }, "✕");
  const shown = element(
    "dialog",
    { class: "hl-search-dialog", "aria-label": say("Search") },
    element("form", { class: "hl-search-top", action: addressOf("") }, input, closer),
    status,
    hits,
    element("div", { class: "hl-search-foot" }, help, all),
  );
  input.setAttribute("aria-describedby", help.id);
  // A search field would only be emptied by Escape.
  shown.addEventListener("keydown", (event) => event.key === "Escape" && !isComposed(event) && (event.preventDefault(), shown.close()));
  let pressed; // a text that is chosen with the mouse may begin or end outside
  shown.addEventListener("mousedown", (event) => (pressed = event.target));
  shown.addEventListener("mouseup", (event) => (pressed = pressed === event.target));
  shown.addEventListener("click", (event) => {
    after(input.value.trim());
    const leaves = !(event.ctrlKey || event.metaKey || event.shiftKey) && event.target.closest("a"); // and does not open a tab beside this one
    if (leaves || (event.target === shown && pressed) || event.target === closer) shown.close();
  });
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
    if (document.activeElement !== field) field.value = text; // there may be no other in sight
    try {
      history.replaceState(history.state, "", text ? `?${new URLSearchParams({ q: text })}` : location.pathname);
    } catch {
      // Some browsers allow a hundred addresses in half a minute.
    }
  };
  const { ask, hits, input, status } = view(field, { limit: AT_ONCE, after, more });
  resultsPlace.replaceChildren(element("div", { class: "hl-search-top" }, input), status, hits, more);
  walk(resultsPlace);
  field.value = (new URLSearchParams(location.search).get("q") || field.value).slice(0, LONGEST); // a lost visitor's address has words
  ask(field.value);
  return (text) => {
    if (text && text !== input.value) ask(text);
    (input.offsetParent ? input : field).focus();
  };
}

function start() {
  const openAt = resultsPlace ? resultsPage() : dialog();
  const begin = () => openAt(field.value);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    begin();
  });
  field.addEventListener("input", (event) => isComposed(event) || begin());
  field.addEventListener("click", begin);
  field.addEventListener("compositionend", begin);
  document.addEventListener(
    "keydown",
    (event) => {
      const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
      const command = event.ctrlKey || event.metaKey;
      if (event.altKey || !(command ? event.key.toLowerCase() === "k" : event.key === "/" && !typing)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      begin();
    },
    true, // before a page's own
  );
  if (!resultsPlace && document.activeElement === field && !form.dataset.composed) begin();
}

if (form && field) start();
