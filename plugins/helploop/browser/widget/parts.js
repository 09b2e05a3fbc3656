// What the views have in common: a row that opens a text, a card around rows, a mark, a note.

import { button, element, leave } from "./dom.js";
import { icon } from "./icons.js";
import { dayName } from "./names.js";
import { words } from "./shapes.js";

// The language of a text, where it is not the reader's.
export const foreign = (panel, language) =>
  language && language !== panel.language.tag ? { lang: words(language), dir: "auto" } : {};

// A link to a text of the site that opens it in the panel; with another button or key, it is a link like any other.
export function opener(panel, kind, item, attributes, ...children) {
  const link = leave(panel.address(item.url), { ...attributes, "data-id": words(item.id), "data-kind": kind, "data-file": panel.file(item.api) }, ...children);
  link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || !panel.file(item.api)) return;
    event.preventDefault();
    panel.show({ name: "text", kind, item });
  });
  return link;
}

export function row(panel, kind, item, drawing, note) {
  const title = element("span", { class: "row-title", ...foreign(panel, item.language) }, words(item.title));
  const text = element("span", { class: "row-text" }, title, note && element("span", { class: "row-note", ...foreign(panel, item.language) }, note));
  return element("li", {}, opener(panel, kind, item, { class: "row" }, icon(drawing), text, icon("next")));
}

export function card(heading, drawing, ...content) {
  return element("section", { class: "card", part: "card" }, element("h3", { class: "card-title" }, icon(drawing), heading), ...content);
}

export const pill = (text, tone) => element("span", { class: `pill pill-${tone}` }, words(text));

// The day as the site's pages show it; what an older build has written tells the moment alone.
export function day(panel, { day: shown, date }) {
  const written = words(shown ?? date);
  return element("time", { datetime: written }, dayName(written, panel.language.tag));
}

export const out = (panel, url, text) => leave(panel.address(url), { class: "out" }, panel.say(text), icon("out"));

// A way to a person. The app may open its own chat instead: it gets `helploop:contact` and can prevent the rest.
export function contact(panel) {
  const { contact_url: url, contact_email: mail } = panel.data;
  const own = panel.options.contact;
  const site = panel.address(url) || (words(mail) && `mailto:${encodeURIComponent(words(mail)).replace("%40", "@")}`);
  const href = own === null ? site : panel.address(own, /^(https?|mailto|tel):$/);
  if (!href && own === null) return undefined;
  const inner = [icon("person"), element("span", { class: "row-text" }, element("span", { class: "row-title" }, panel.say("Ask a person")), element("span", { class: "row-note" }, panel.say("Write to us, a person answers."))), icon("next")];
  const made = href ? leave(href, { class: "row" }, ...inner) : button({ class: "row" }, ...inner);
  made.addEventListener("click", (event) => panel.emit("contact", { href }) || event.preventDefault());
  return element("div", { class: "card card-person", part: "card contact" }, made);
}

// What is said when something can't be had.
export function sorry(panel, retry) {
  return element("div", { class: "empty" },
    element("p", { role: "alert" }, panel.say("Help is not available right now.")),
    button({ class: "main", click: retry }, panel.say("Try again")),
    out(panel, panel.data.home ?? panel.base, "Open in the help center"));
}

// The site's own page of results, for when the panel has none.
export function leaveTo(panel, query) {
  const address = panel.address(panel.data.search);
  return out(panel, address && `${address}?q=${encodeURIComponent(query)}`, "Open in the help center");
}
