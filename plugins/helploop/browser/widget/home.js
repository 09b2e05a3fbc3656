// The first view: what suits the page of the app, what is new, a way to a person.

import { suggest } from "./contexts.js";
import { element } from "./dom.js";
import { card, contact, day, opener, out, pill, foreign, row } from "./parts.js";
import { list, words } from "./reading.js";

const MOST_PAGES = 10;

export function homeView(panel) {
  const articles = element("div", {});
  const draw = (found) => {
    const items = found.length ? found : list(panel.data.suggested);
    const heading = panel.say(found.length ? "For this page" : "Good to start with");
    articles.replaceChildren(...(items.length ? [card(heading, "help", element("ul", {}, items.map((item) => row(panel, "article", item, "article"))))] : []));
  };
  draw([]);
  contexts(panel).then((found) => draw(suggest(found, panel.options.context)), () => { /* the others are there */ });
  return [articles, newest(panel), contact(panel), element("p", { class: "foot" }, out(panel, panel.data.articles, "Browse all articles"))];
}

// All articles that belong to pages of the app, read once.
function contexts(panel) {
  panel.contexts ??= (async () => {
    const found = [];
    for (let page = 1, pages = 1; page <= pages; page++) {
      const part = await panel.reading.document(`api/v1/${panel.language.tag}/contexts${page > 1 ? `-${page}` : ""}.json`, "contexts");
      pages = Math.min(MOST_PAGES, Number(part.pages) || 1);
      found.push(...list(part.items, 1000));
    }
    return found;
  })();
  panel.contexts.catch(() => (panel.contexts = undefined));
  return panel.contexts;
}

function newest(panel) {
  const [entry] = panel.news();
  if (!entry) return undefined;
  const head = element("span", { class: "line" }, pill(entry.type_name, words(entry.type)), day(panel, entry.date));
  const title = element("span", { class: "row-title", ...foreign(panel, entry.language) }, words(entry.title));
  const inner = opener(panel, "entry", entry, { class: "row" }, element("span", { class: "row-text" }, head, title));
  return card(panel.say("What’s new"), "news", inner);
}
