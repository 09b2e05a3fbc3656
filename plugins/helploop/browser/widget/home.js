// The first view: what suits the page of the app, what is new, a way to a person.

import { suggest } from "./contexts.js";
import { element } from "./dom.js";
import { card, contact, day, opener, out, pill, foreign, row } from "./parts.js";
import { list, words } from "./shapes.js";

const MOST_PAGES = 10;

export function homeView(panel) {
  const articles = element("div", {});
  let shown;
  const draw = (places) => {
    const found = suggest(places, panel.options.context);
    const items = found.length ? found : list(panel.data.suggested);
    const heading = panel.say(found.length ? "For this page" : "Good to start with");
    const key = [heading, ...items.map(({ id }) => id)].join();
    if (key === shown || !items.length) return; // what is the same keeps the focus it may have
    shown = key;
    articles.replaceChildren(card(heading, "help", element("ul", {}, items.map((item) => row(panel, "article", item, "article")))));
  };
  panel.suggest = () => draw(panel.places ?? []);
  panel.suggest();
  contexts(panel).then((items) => draw((panel.places = items)), () => { /* the others are there */ });
  return [articles, newest(panel), contact(panel), element("p", { class: "foot" }, out(panel, panel.data.articles, "Browse all articles"))];
}

// All articles that belong to pages of the app, read once.
async function contexts(panel) {
  const { items } = await panel.reading.pages(`api/v1/${panel.language.tag}/`, "contexts", MOST_PAGES);
  return items;
}

function newest(panel) {
  const [entry] = panel.news();
  if (!entry) return undefined;
  const head = element("span", { class: "line" }, pill(entry.type_name, words(entry.type)), day(panel, entry));
  const title = element("span", { class: "row-title", ...foreign(panel, entry.language) }, words(entry.title));
  const inner = opener(panel, "entry", entry, { class: "row" }, element("span", { class: "row-text" }, head, title));
  return card(panel.say("What’s new"), "news", inner);
}
