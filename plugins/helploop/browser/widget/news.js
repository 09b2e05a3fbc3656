// What's new: the newest entries with a mark on those that have not been seen. Showing them is seeing them.

import { element } from "./dom.js";
import { day, foreign, opener, out, pill } from "./parts.js";
import { words } from "./shapes.js";

export function newsView(panel) {
  const entries = panel.news();
  panel.fresh = new Set([...(panel.fresh ?? []), ...panel.unread()]);
  panel.markSeen([...panel.unread(), ...entries.map(({ id }) => words(id))]);
  const link = out(panel, panel.data.changelog, "All updates");
  if (!entries.length) return [element("p", { class: "empty" }, panel.say("Nothing has been announced yet.")), link];
  return [element("ol", { class: "news" }, entries.map((entry) => entryLine(panel, entry))), element("p", { class: "foot" }, link)];
}

function entryLine(panel, entry) {
  const isNew = panel.fresh.has(words(entry.id));
  const head = element("span", { class: "line" }, pill(entry.type_name, words(entry.type)), day(panel, entry),
    isNew && element("span", { class: "dot", role: "img", "aria-label": panel.say("Unread") }));
  const text = foreign(panel, entry.language);
  return element("li", {}, opener(panel, "entry", entry, { class: "entry" }, head,
    element("span", { class: "entry-title", ...text }, words(entry.title)),
    element("span", { class: "entry-text", ...text }, words(entry.summary))));
}
