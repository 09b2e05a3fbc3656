// One text in the panel: an article, an entry or an item, read from its own document.

import { sendSignal, tellOpen } from "../signals/signals.js";
import { tellReason, vote } from "../signals/vote.js";
import { button, element, leave } from "./dom.js";
import { contact, day, foreign, out, pill } from "./parts.js";
import { fill } from "./rich.js";
import { words } from "./shapes.js";

export async function textView(panel, view) {
  const { kind, item, query } = view;
  const found = await panel.reading.document(panel.file(item.api), kind);
  const path = new URL(panel.address(item.url) || panel.base).pathname;
  if (!view.isTold) { // coming back to a text is not opening it
    panel.emit("open", { kind, id: words(found.id), title: words(found.title), url: panel.address(item.url) });
    tellOpen(panel.data.signals, { language: panel.language.tag, from: "widget", page: path, query });
    view.isTold = true;
  }
  const away = foreign(panel, found.language);
  const body = element("div", { class: "rich", part: "text", ...away });
  fill(body, words(found.html) || words(found.summary), page(panel));
  body.addEventListener("click", (event) => follow(panel, event));
  return [
    marks(panel, kind, found, item),
    element("h2", { class: "title", tabindex: -1, ...away }, words(found.title)),
    note(panel, found),
    body,
    kind === "article" && question(panel, words(found.id), path),
    element("p", { class: "foot" }, out(panel, item.url, "Open in the help center")),
    kind === "article" && contact(panel),
  ];
}

function marks(panel, kind, found, item) {
  if (kind === "entry") return element("p", { class: "line" }, pill(item.type_name, words(found.type)), day(panel, found));
  if (kind === "item" && item.stage_title) return element("p", { class: "line" }, pill(item.stage_title, `stage-${words(found.stage)}`));
  return undefined;
}

function note(panel, found) {
  const elsewhere = found.language !== panel.language.tag;
  if (!elsewhere && found.outdated !== true) return undefined;
  const text = elsewhere ? "This text is not available in your language yet. You are reading the original." : "The original of this text has changed since it was translated.";
  return element("p", { class: "remark" }, panel.say(text));
}

// The part of an address behind `#`, as it is written in the text.
export function spotOf(address) {
  try {
    return decodeURIComponent(new URL(address).hash.slice(1));
  } catch {
    return "";
  }
}

// Links keep to the web and to mail; pictures and films come from the site or are links.
const page = (panel) => ({
  link: (href) => panel.address(href, /^(https?|mailto|tel|sms):$/),
  picture(found) {
    const address = panel.address(found.get("src"));
    const text = found.get("alt") || "";
    const link = () => leave(address, { class: "link" }, text || "🖼");
    if (!address.startsWith(panel.base)) return link();
    const shown = element("img", { src: address, alt: text, width: found.get("width"), height: found.get("height"), loading: "lazy", referrerpolicy: "no-referrer", error: () => shown.replaceWith(link()) });
    if (!text) shown.alt = "";
    return shown;
  },
  // Nothing is fetched before somebody plays it, but the picture that stands for it.
  player(name, found) {
    const address = panel.address(found.get("src"));
    if (!address) return undefined;
    const link = leave(address, { class: "link" }, `▶ ${found.get("title") || (name === "iframe" ? address : address.split("/").pop())}`);
    if (name === "iframe" || !address.startsWith(panel.base)) return link;
    const poster = panel.address(found.get("poster"));
    const shown = element(name, { src: address, controls: true, playsinline: true, preload: "none", poster: poster.startsWith(panel.base) && poster, "aria-label": found.get("title"), error: () => shown.replaceWith(link) });
    return shown;
  },
});

// A link to a place in the text leads there, one to another article of the site opens it here.
function follow(panel, event) {
  const href = event.target.closest?.("a")?.href ?? "";
  if (!href.startsWith(panel.base) || event.metaKey || event.ctrlKey || event.shiftKey) return undefined;
  const spot = spotOf(href);
  if (spot && href.split("#")[0] === panel.address(panel.view.item.url).split("#")[0] && panel.jump(spot)) return event.preventDefault();
  const [, tag, key] = /^(?:([A-Za-z-]{2,12})\/)?articles\/([^?#]+?)\/(?:[?#].*)?$/.exec(href.slice(panel.base.length)) ?? [];
  if (!key || (tag && !panel.tags.includes(tag))) return undefined;
  event.preventDefault();
  const api = `${panel.base}api/v1/${tag ?? panel.tags[0]}/articles/${key}.json`;
  return panel.show({ name: "text", kind: "article", item: { url: href, api, id: key } });
}

// "Was this helpful?", asked only where the answer goes somewhere.
function question(panel, article, path) {
  const endpoint = panel.data.signals;
  if (!endpoint) return undefined;
  const box = element("div", { class: "question" });
  const about = { language: panel.language.tag, from: "widget", article, page: path };
  const tell = (helpful) => sendSignal(endpoint, "vote", vote({ ...about, helpful }));
  const thank = () => {
    const thanks = element("p", { role: "status", tabindex: -1 }, panel.say("Thank you. It helps us write better answers."));
    box.replaceChildren(thanks);
    thanks.focus();
  };
  // The vote goes at once: most people say no and leave.
  const more = () => {
    tell(false);
    const field = element("textarea", { "aria-label": panel.say("What should we know? Please leave out personal data."), placeholder: panel.say("What should we know? Please leave out personal data."), maxlength: 2000 });
    box.replaceChildren(field, button({ class: "main", click: () => { tellReason(endpoint, { ...about, reason: field.value }); thank(); } }, panel.say("Send")));
    field.focus();
  };
  box.append(element("p", {}, panel.say("Was this helpful?")), button({ class: "plain", click: () => { tell(true); thank(); } }, panel.say("Yes")), button({ class: "plain", click: more }, panel.say("No")));
  return box;
}
