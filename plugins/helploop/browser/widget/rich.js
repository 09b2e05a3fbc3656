// An article's HTML as elements, without the browser's HTML parser, which Trusted Types forbid: known tags become elements
// made by name, known attributes are checked, everything else is text or nothing. The build has sanitised it already.

import { element, leave } from "./dom.js";

const KEPT = new Map();
const allow = (names, as) => names.split(" ").forEach((name) => KEPT.set(name, as ?? name));
allow("p ul ol li dl dt dd strong em b i u s code pre kbd samp var mark del ins sub sup small q cite blockquote hr br");
allow("table caption thead tbody tfoot tr th td details summary figure figcaption abbr time div span bdi ruby rt rp");
allow("h1 h2", "h3");
allow("h3", "h4");
allow("h4 h5 h6", "h5");
allow("label", "strong");
const VOID = new Set("br hr img input source track wbr col".split(" "));
const DROPPED = new Set("script style template noscript iframe object svg math select textarea video audio".split(" "));
const PLAYERS = ["video", "audio", "iframe"];
const NUMBERS = new Set(["colspan", "rowspan", "start", "value"]);
const CLASSES = /^(admonition(-title)?|note|tip|info|warning|danger|highlight|footnote)$/;
const ENTITIES = { __proto__: null, amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

function decoded(text) {
  return text.replace(/&(#x?)?([\da-z]{1,8});/gi, (whole, sign, name) => {
    if (!sign) return ENTITIES[name] ?? whole;
    const code = parseInt(name, sign === "#" ? 10 : 16);
    return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : "";
  });
}

// The attributes of a tag and the place behind it. A quote that never ends takes the rest with it.
function readTag(html, at) {
  const attributes = new Map();
  const name = /[^\s"'>=/]+/y;
  const bare = /[^\s>]*/y;
  for (;;) {
    while (/[\s/]/.test(html[at] ?? "")) at++;
    if (at >= html.length || html[at] === ">") return [attributes, at + 1];
    name.lastIndex = at;
    const key = name.exec(html)?.[0] ?? "";
    at += key.length || 1;
    if (html[at] !== "=") {
      attributes.set(key, "");
      continue;
    }
    const quote = html[at + 1];
    const isQuoted = quote === '"' || quote === "'";
    bare.lastIndex = at + 1;
    const end = isQuoted ? html.indexOf(quote, at + 2) : at + 1 + bare.exec(html)[0].length;
    if (end < 0) return [attributes, html.length];
    attributes.set(key, decoded(html.slice(at + (isQuoted ? 2 : 1), end)));
    at = end + (isQuoted ? 1 : 0);
  }
}

function make(tag, found, page) {
  if (tag === "a") return leave(page.link(found.get("href")), { class: "link" });
  if (tag === "input") return found.get("type") === "checkbox" ? element("span", {}, found.has("checked") ? "☑ " : "☐ ") : undefined;
  if (tag === "img") return page.picture(found);
  const classes = (found.get("class") ?? "").split(" ").filter((each) => CLASSES.test(each)).join(" ");
  const made = element(KEPT.get(tag), { class: classes, "data-spot": found.get("id"), lang: found.get("lang"), dir: found.get("dir"), open: tag === "details" && found.has("open") });
  for (const [key, value] of found) if (NUMBERS.has(key) && /^\d{1,4}$/.test(value)) made.setAttribute(key, value);
  if (tag === "pre" || tag === "table") made.tabIndex = 0;
  return made;
}

// Names of tabs go from the row they stand in to what they are the names of. Rows inside of a tab come and go before the next tab.
function named(made, rows) {
  while (rows.length && !rows.at(-1).firstElementChild) rows.pop();
  if (rows.length) made.append(element("p", { class: "tab-name" }, rows.at(-1).firstElementChild));
}

// Fills `target`. `page` says what becomes of a link's address, of a picture, and of what plays.
export function fill(target, html, page) {
  const open = [["", target]];
  const rows = [];
  let at = 0;
  let dropped = "";
  let unplayed; // what would play if it had an address
  const play = (name, found) => {
    const made = page.player(name, found);
    if (made) open.at(-1)[1].append(element("p", {}, made));
    return made ? undefined : found;
  };
  while (at < html.length) {
    const start = html.indexOf("<", at);
    if (start !== at) {
      if (!dropped) open.at(-1)[1].append(decoded(html.slice(at, start < 0 ? html.length : start)));
      if (start < 0) break;
      at = start;
    }
    const tag = /<(\/?)([a-z][a-z\d]*)/iy;
    tag.lastIndex = at;
    const [begin, closing, written] = tag.exec(html) ?? [];
    if (!begin) { // a comment, or a sign that is no tag
      const end = html.startsWith("<!--", at) ? html.indexOf("-->", at) : at;
      if (end === at && !dropped) open.at(-1)[1].append("<");
      at = end < 0 ? html.length : end + (end === at ? 1 : 3);
      continue;
    }
    const name = written.toLowerCase();
    const [found, behind] = readTag(html, at + begin.length);
    at = behind;
    if (dropped) {
      if (name === "source" && unplayed) unplayed = play(dropped, new Map([...unplayed, ["src", found.get("src")]]));
      if (closing && name === dropped) dropped = "";
    } else if (closing) {
      const place = open.findLastIndex(([each]) => each === name);
      if (place > 0) open.length = place;
    } else if (DROPPED.has(name)) {
      dropped = name;
      unplayed = PLAYERS.includes(name) ? play(name, found) : undefined;
    } else if (KEPT.has(name) || ["a", "img", "input"].includes(name)) {
      const made = make(name, found, page);
      const part = /\btabbed-(labels|block)\b/.exec(found.get("class"))?.[1];
      if (part === "labels") rows.push(made);
      else if (made) open.at(-1)[1].append(made);
      if (part === "block") named(made, rows);
      if (made && !VOID.has(name) && open.length < 100) open.push([name, made]);
    }
  }
}
