// Draws what a search found: groups of links with the words that were asked for marked. Text and elements only, never HTML.

export const form = document.querySelector("form[data-search]");
export const { lang, endpoint, contact, articles, roadmap } = form?.dataset ?? {};

const strings = JSON.parse(form?.dataset.strings || "{}");
export const say = (text, values = {}) =>
  (strings[text] || text).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

export function given(node, attributes, ...children) {
  for (const key in attributes) if (attributes[key] ?? "") node.setAttribute(key, attributes[key]);
  node.append(...children);
  return node;
}
export const element = (name, ...rest) => given(document.createElement(name), ...rest);

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
    return new Intl.DisplayNames([lang || "en"], { type: "language" }).of(tag);
  } catch {
    return tag;
  }
}

function option(result, tabindex) {
  const foreign = result.language !== lang ? result.language : undefined;
  const notes = [];
  if (foreign) notes.push(say("In {language}", { language: languageName(foreign) }));
  if (result.stage) notes.push(say("{stage}: follow it here", { stage: result.stage }));
  const link = element("a", { class: "hl-hit", role: "option", "aria-selected": "false", href: result.url, tabindex });
  for (const part of ["title", "section", "excerpt"]) {
    if (result[part]) {
      const attributes = { class: `hl-hit-${part}`, lang: foreign, dir: foreign && "auto" };
      link.append(element("span", attributes, ...marked(result[part], result.ranges[part])));
    }
  }
  if (notes.length) link.append(element("span", { class: "hl-hit-note" }, notes.join(" · ")));
  return link;
}

const HEADINGS = { article: "Articles", entry: "Changelog", item: "Roadmap" };

// Results by their kind, articles first.
export function groups(results, tabindex) {
  const articles = results.some(({ kind }) => kind === "article");
  return Object.keys(HEADINGS).flatMap((kind) => {
    const found = results.filter((result) => result.kind === kind);
    if (!found.length) return [];
    const heading = say(kind === "item" && !articles ? "Not there yet, but on the roadmap" : HEADINGS[kind]);
    const head = element("p", { class: "hl-hits-heading", "aria-hidden": "true" }, heading);
    return [element("div", { role: "group", "aria-label": heading }, head, ...found.map((result) => option(result, tabindex)))];
  });
}

// Where to go when search has no answer.
export function wayOut() {
  const links = [[contact, "Ask a person"], [articles, "Browse all articles"], [roadmap, "Roadmap"]].filter(([href]) => href);
  const parts = links.flatMap(([href, text], i) => [i ? " · " : "", element("a", { href }, say(text))]);
  return [element("p", { class: "hl-search-ways" }, ...parts)];
}

// Other queries that may be meant, each a button.
export function suggestions(texts, ask) {
  if (!texts.length) return [];
  const buttons = texts.map((text) => {
    const button = element("button", { type: "button", class: "hl-search-similar" }, text);
    button.addEventListener("click", () => ask(text));
    return button;
  });
  return [element("p", {}, say("Did you mean"), " ", ...buttons.flatMap((button) => [button, " "]))];
}
