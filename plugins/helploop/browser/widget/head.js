// What stands around a view: the head with the search field or the way back, and the tabs.

import { isComposed } from "../composed.js";
import { button, element } from "./dom.js";
import { icon } from "./icons.js";

export function drawHead(panel) {
  const { view } = panel;
  const close = panel.close && button({ class: "round close", part: "close", "aria-label": panel.say("Close"), click: panel.close }, icon("close"));
  const isHome = view.name === "home";
  panel.head.className = isHome ? "head hero" : "head";
  if (isHome) return panel.head.replaceChildren(...[welcome(panel), close].filter(Boolean));
  const back = view.name === "text" && button({ class: "round", "aria-label": panel.say("Back"), click: () => panel.back() }, icon("back"));
  const title = view.name === "text" ? panel.data.name : panel.say(panel.titles[view.name]);
  const heading = element(view.name === "text" ? "p" : "h2", { class: "where" }, title);
  return panel.head.replaceChildren(...[back, heading, close].filter(Boolean));
}

function welcome(panel) {
  const hint = panel.say("Search the help center");
  const field = element("input", {
    type: "search", class: "field", part: "search", placeholder: hint, "aria-label": hint, maxlength: 200, autocomplete: "off",
    autocapitalize: "off", spellcheck: "false", enterkeyhint: "search",
    input: (event) => isComposed(event) || panel.search(field.value),
    compositionend: () => panel.search(field.value),
    focus: () => panel.data.search && panel.results.engine().catch(() => { /* it is said when somebody asks */ }),
  });
  field.value = panel.view.query ?? "";
  panel.field = field;
  const form = element("form", { class: "search", role: "search", submit: (event) => { event.preventDefault(); panel.search(field.value, 0); } }, icon("search"), field);
  return element("div", { class: "welcome" },
    element("p", { class: "brand" }, panel.data.name),
    element("h2", { class: "question-mark" }, panel.say("How can we help?")),
    panel.data.search && form);
}

// Home, what's new, roadmap: those the site has. The same buttons stay, so that the focus does.
export function drawTabs(panel) {
  const { data, options } = panel;
  const names = options.only ? [] : ["home", data.changelog && "news", data.roadmap && "roadmap"].filter(Boolean);
  if (panel.tabs.childElementCount !== names.length) panel.tabs.replaceChildren(...names.map((name) => tab(panel, name)));
  panel.tabs.hidden = names.length < 2;
  panel.tabs.setAttribute("aria-label", panel.say("Help"));
  const current = panel.view.name === "text" ? panel.past[0]?.name : panel.view.name;
  for (const each of panel.tabs.children) {
    if (each.dataset.name === current) each.setAttribute("aria-current", "page");
    else each.removeAttribute("aria-current");
  }
  drawCount(panel);
}

function tab(panel, name) {
  return button({ class: "tab", part: "tab", "data-name": name, click: () => panel.show({ name }) }, icon(name), element("span", {}, panel.say(panel.titles[name])), name === "news" && element("span", { class: "count", hidden: true }));
}

// How many are unread, beside "What's new".
export function drawCount(panel) {
  const count = panel.tabs.querySelector(".count");
  const { length } = panel.unread();
  if (!count) return;
  count.hidden = !length;
  count.textContent = panel.number(length);
  count.setAttribute("aria-label", panel.say("New: {n}", { n: panel.number(length) }));
}
