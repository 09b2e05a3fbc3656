// Draws what a search found: groups of links with the words that were asked for marked. Text and elements only, never HTML.

import { marked } from "../marked.js";

export const form = document.querySelector("form[data-search]");
export const { lang, endpoint, contact, articles, roadmap } = form?.dataset ?? {};

const translations = JSON.parse(form?.dataset.strings || "{}");
export const say = (text, values = {}) =>
  (translations[text] || text).replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);

export function given(node, attributes, ...children) {
  for (const key in attributes) if (attributes[key] ?? "") node.setAttribute(key, attributes[key]);
  node.append(...children);
  return node;
}
export const element = (tag, ...rest) => given(document.createElement(tag), ...rest);

function hit(result, attributes) {
  const foreign = result.language !== lang && result.language;
  const notes = [];
  if (foreign) notes.push(say("In {language}", { language: new Intl.DisplayNames(lang, { type: "language" }).of(foreign) }));
  if (result.stage) notes.push(say("{stage}: follow it here", { stage: result.stage }));
  const link = element("a", { class: "hl-hit", href: result.url, ...attributes });
  for (const part of ["title", "section", "excerpt"]) {
    if (result[part]) {
      const pieces = marked(result[part], result.ranges[part], element);
      link.append(element("span", { class: `hl-hit-${part}`, lang: foreign, dir: foreign && "auto" }, ...pieces));
    }
  }
  if (notes.length) link.append(element("span", { class: "hl-hit-note" }, notes.join(" · ")));
  return link;
}

const HEADINGS = { article: "Articles", entry: "Changelog", item: "Roadmap" };

const OPTION = { role: "option", "aria-selected": "false", tabindex: -1 };

// Puts nodes into a parent; those that stay in their order are not touched.
function fill(parent, nodes) {
  for (const node of [...parent.childNodes]) if (!nodes.includes(node)) node.remove();
  nodes.forEach((node, i) => node === parent.childNodes[i] || parent.insertBefore(node, parent.childNodes[i]));
}

// Draws results by their kind, articles first, into a list: links of a page, or options below a field that keeps the focus.
// What was drawn before and is still right stays, whoever points at it.
export function drawing(list, inPage) {
  let drawn = {};
  return (results) => {
    const kept = {};
    const keep = (key, make) => (kept[key] = drawn[key] ?? make());
    const answered = results.some((result) => /^[ac]/.test(result.kind));
    const groups = Object.keys(HEADINGS).flatMap((kind) => {
      const found = results.filter((result) => result.kind.replace("collection", "article") === kind);
      if (!found.length) return [];
      const heading = say(kind === "item" && !answered ? "Not there yet, but on the roadmap" : HEADINGS[kind]);
      const row = (result) => () => (inPage ? element("li", {}, hit(result)) : hit(result, OPTION));
      const rows = found.map((result) => keep(JSON.stringify({ ...result, score: 0 }), row(result)));
      const group = keep(heading, () => {
        if (inPage) return element("ul");
        return element("div", { role: "group", "aria-label": heading }, element("p", { class: "hl-hits-heading", "aria-hidden": "true" }, heading));
      });
      fill(group, inPage ? rows : [group.firstChild, ...rows]);
      return inPage ? [keep(kind + heading, () => element("h2", { class: "hl-hits-heading" }, heading)), group] : [group];
    });
    drawn = kept;
    fill(list, groups);
  };
}

// Where to go when search has no answer.
export function wayOut() {
  const links = [[contact, "Ask a person"], [articles, "Browse all articles"], [roadmap, "Roadmap"]];
  const parts = links.flatMap(([href, text]) => (href ? [element("a", { href }, say(text)), " "] : []));
  return [element("p", { class: "hl-search-ways" }, ...parts)];
}

// Other queries that may be meant, each a button.
export function suggestions(texts, ask) {
  if (!texts.length) return [];
  const buttons = texts.flatMap((text) => {
    const button = element("button", { type: "button", class: "hl-search-similar" }, text);
    button.addEventListener("click", () => ask(text));
    return [" ", button];
  });
  return [element("p", {}, say("Did you mean"), ...buttons)];
}
