// What every page does besides being read: colours as chosen, menus that close, feedback, contents that follow.
// `sendSignal` and `vote` are those of browser/signals, which is served before it in one file.
// Every part works on what it finds and leaves the page alone otherwise; without this script the page is whole.

const root = document.documentElement;
const stored = {
  get: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
  set: (key, value) => { try { value ? localStorage.setItem(key, value) : localStorage.removeItem(key); } catch { /* private mode */ } },
};

// Before the first paint: the scheme the reader chose.
const chosen = stored.get("helploop.scheme");
if (chosen === "light" || chosen === "dark") root.dataset.scheme = chosen;

document.addEventListener("DOMContentLoaded", () => {
  notFound(document.querySelector("[data-not-found]"));
  schemeButton(document.querySelector("[data-scheme]:not(html)"));
  document.querySelectorAll("[data-menu]").forEach(menu);
  text();
  slashKey(document.querySelector("input[type=search]"));
  search(document.querySelector("form[data-search]"));
  onPaper();
  if (location.protocol === "file:") fromDisk(document.querySelectorAll("form[action]"));
});
// While an article is written, the live server puts a new text in the place of the old one.
document.addEventListener("helploop:main", text);

function text() {
  document.querySelectorAll("[data-feedback]").forEach(feedback);
  contents(document.querySelector("[data-contents]"));
  document.querySelectorAll("[data-copy]").forEach(copyButtons);
  document.querySelectorAll("[data-heading]").forEach(headingLinks);
  document.querySelectorAll(".hl-body img[width]").forEach(enlargeable);
  document.querySelectorAll(".hl-swipe").forEach(showCurrent);
}

function schemeButton(button) {
  if (!button) return;
  const order = ["auto", "light", "dark"];
  const show = (scheme) => {
    button.dataset.now = scheme;
    button.title = button.dataset[scheme];
    button.setAttribute("aria-label", button.dataset[scheme]);
    if (scheme === "auto") delete root.dataset.scheme;
    else root.dataset.scheme = scheme;
  };
  show(root.dataset.scheme || "auto");
  button.hidden = false;
  button.addEventListener("click", () => {
    const next = order[(order.indexOf(button.dataset.now) + 1) % order.length];
    show(next);
    stored.set("helploop.scheme", next === "auto" ? "" : next);
  });
}

function menu(details) {
  document.addEventListener("click", (event) => { if (!details.contains(event.target)) details.open = false; });
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    details.querySelector("summary").focus();
  });
  // The reader stays at the heading he was reading: ids are the same only where the text is, so this is a try.
  details.addEventListener("click", (event) => {
    const link = event.target.closest("a[hreflang]");
    if (link && location.hash && !link.hash) link.hash = location.hash;
  });
}

// One message per answer: with the reason when there is one, else when the reader leaves the page.
function feedback(form) {
  const more = form.querySelector("[data-feedback-more]");
  const thanks = form.querySelector("[data-feedback-thanks]");
  let helpful = null;
  let sent = false;
  const send = () => {
    const reason = form.querySelector("textarea").value.trim();
    const { article, lang } = form.dataset;
    const answer = vote({ language: lang, from: "site", article, page: location.pathname, helpful, reason });
    sent = true;
    if ("signals" in form.dataset) return Promise.resolve(sendSignal(form.action, "vote", answer));
    const body = JSON.stringify(answer);
    return fetch(form.action, { method: "POST", body, headers: { "Content-Type": "application/json" }, credentials: "omit", keepalive: true })
      .then((answer) => { if (!answer.ok) throw new Error(String(answer.status)); });
  };
  form.hidden = false;
  form.querySelectorAll("[data-helpful]").forEach((button, _, all) => button.addEventListener("click", () => {
    helpful = button.dataset.helpful === "yes";
    all.forEach((each) => each.setAttribute("aria-pressed", String(each === button)));
    more.hidden = false;
    more.querySelector("textarea").focus();
  }));
  addEventListener("pagehide", () => { if (helpful !== null && !sent) send().catch(() => { /* nobody is left to tell */ }); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (helpful === null) return;
    send().then(() => thank(form, thanks), () => {
      sent = false;
      form.querySelector("[data-feedback-failed]").hidden = false;
    });
  });
}

function thank(form, thanks) {
  form.querySelectorAll("fieldset, [data-feedback-more], [data-feedback-failed]").forEach((part) => { part.hidden = true; });
  thanks.hidden = false;
  thanks.focus();
}

// The address's own language, else the first of the browser's languages we have, else what stands there.
function notFound(first) {
  if (!first) return;
  const sections = [...document.querySelectorAll("[data-not-found]")];
  const base = new URL(first.dataset.base, location.href).pathname;
  const path = location.pathname.startsWith(base) ? location.pathname.slice(base.length) : "";
  const inTree = sections.find((section) => section.dataset.prefix && path.startsWith(section.dataset.prefix));
  const wanted = (navigator.languages || [navigator.language]).map((tag) => tag.toLowerCase());
  const fits = (section, tag) => section.lang.toLowerCase() === tag || section.lang.toLowerCase() === tag.split("-")[0];
  const spoken = wanted.map((tag) => sections.find((section) => fits(section, tag))).find(Boolean);
  const shown = inTree || spoken || first;
  document.querySelectorAll("[data-not-found], [data-spoken]").forEach((part) => (part.lang === shown.lang ? (part.hidden = false) : part.remove()));
  root.lang = shown.lang;
  root.dir = shown.dir;
  document.title = shown.querySelector("h1").textContent;
  const field = shown.querySelector("input");
  if (field) field.value = wordsOf(path);
}

// What the visitor wanted: the last part of an address is often its title, behind a day or a number.
function wordsOf(path) {
  const last = path.split("/").filter(Boolean).at(-1) ?? "";
  const name = last.replace(/\.[a-z]+$/, "");
  try {
    return decodeURIComponent(name).replace(/[-_+\s]+/g, " ").replace(/^(\d{4} \d\d \d\d|\d{5,}) /, "").trim().slice(0, 100);
  } catch {
    return "";
  }
}

// The section being read. At the end of the page the last ones never reach the top: there it is the one asked for, or the last in sight.
let following;
function contents(list) {
  following?.abort();
  if (!list) return;
  following = new AbortController();
  const { signal } = following;
  const links = new Map([...list.querySelectorAll("a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  const above = (line) => headings.filter((heading) => heading.getBoundingClientRect().top < line);
  const mark = () => {
    asked = false;
    const isEnd = scrollY > 0 && innerHeight + scrollY >= root.scrollHeight - 2;
    const read = above(120);
    const seen = isEnd ? above(innerHeight) : read;
    const current = seen.slice(read.length).find((heading) => heading.matches(":target")) ?? seen.at(-1);
    links.forEach((link, id) => (current?.id === id ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
  };
  let asked = false;
  const soon = () => { asked ||= Boolean(requestAnimationFrame(mark)); };
  addEventListener("scroll", soon, { passive: true, signal });
  addEventListener("hashchange", soon, { signal });
  mark();
}

// A button that copies a text and says so.
function copyButton({ copy, copied }, text) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "hl-copy", textContent: copy });
  button.addEventListener("click", () => navigator.clipboard.writeText(text()).then(() => said(button, copied, copy)));
  return button;
}

function said(node, words, before) {
  node.textContent = words;
  setTimeout(() => { node.textContent = before; }, 1500);
}

function copyButtons(body) {
  if (!navigator.clipboard) return;
  body.querySelectorAll(".highlight pre:not(.linenodiv *)").forEach((pre) => pre.after(copyButton(body.dataset, () => pre.textContent)));
  body.querySelectorAll("[data-address]").forEach((place) => {
    const button = copyButton(body.dataset, () => place.dataset.address);
    if (place.dataset.name) button.setAttribute("aria-label", `${place.dataset.name}: ${body.dataset.copy}`);
    place.append(button);
  });
}

// A picture shown smaller than it is can be looked at alone: as large as the window, or on a phone as the file it is.
function enlargeable(image) {
  if (!image.alt || image.closest("a") || image.getAttribute("width") < image.closest(".hl-body").clientWidth * 1.2) return;
  const link = Object.assign(document.createElement("a"), { className: "hl-enlarge", href: image.src });
  image.replaceWith(link);
  link.append(image);
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || innerWidth < image.clientWidth * 1.2) return;
    event.preventDefault();
    const alone = Object.assign(document.createElement("dialog"), { className: "hl-alone" });
    alone.setAttribute("aria-label", image.alt);
    alone.append(Object.assign(image.cloneNode(), { loading: "eager" }));
    alone.addEventListener("click", () => alone.close());
    alone.addEventListener("close", () => alone.remove());
    document.body.append(alone);
    alone.showModal();
  });
}

// In a line that moves sideways, what is chosen is in sight from the beginning, and what the keyboard reaches. (Chrome is content with half of it.)
function showCurrent(line) {
  const show = (each) => {
    const [chosen, seen] = [each, line].map((box) => box.getBoundingClientRect());
    line.scrollBy((chosen.left + chosen.right - seen.left - seen.right) / 2, 0);
  };
  const chosen = [...line.querySelectorAll("[aria-current]")].at(-1);
  if (chosen) show(chosen);
  line.addEventListener("focusin", ({ target }) => target.matches(":focus-visible") && show(target));
}

// The search box is fetched when somebody is about to search, and at once where results are shown.
function search(form) {
  if (!form) return;
  const box = new URL("search/box.js", new URL(form.dataset.base, location.href)).href;
  const load = () => import(box);
  const page = document.querySelector("[data-search-results]");
  if (page) load().catch(() => page.append(Object.assign(document.createElement("a"), withoutSearch(form.dataset))));
  else {
    // Who only passes by with the Tab key is about to search when a letter is typed.
    let passes = false;
    document.addEventListener("keydown", ({ key }) => { passes = key === "Tab"; }, { capture: true });
    document.addEventListener("pointerdown", () => { passes = false; }, { capture: true });
    // A word that is being composed when the box arrives is waited for.
    form.addEventListener("compositionstart", () => { form.dataset.composed = "yes"; });
    form.addEventListener("compositionend", () => { form.dataset.composed = ""; });
    ["focusin", "pointerover", "input"].forEach((name) => form.addEventListener(name, () => passes && name === "focusin" || load().catch(() => { /* the form still leads to the results page */ })));
  }
}

function withoutSearch({ articles, strings }) {
  const text = "Browse all articles";
  return { href: articles, textContent: JSON.parse(strings || "{}")[text] || text };
}

// Before Safari 18.4 and Firefox 143 no stylesheet shows what is closed: for paper it is opened, and closed again.
function onPaper() {
  let closed = [];
  const turn = (open) => closed.forEach((details) => { details.open = open; });
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll(".hl-body details:not([open])")];
    turn(true);
  });
  addEventListener("afterprint", () => turn(false));
}

// Opened from a disk, where no server finds the page of a folder: it is called by its name.
function fromDisk(forms) {
  const name = (link) => { if (link?.protocol === "file:") link.pathname = link.pathname.replace(/\/$/, "/index.html"); };
  ["click", "auxclick"].forEach((event) => document.addEventListener(event, ({ target }) => name(target.closest("a[href]")), { capture: true }));
  forms.forEach((form) => { form.action = form.action.replace(/\/$/, "/index.html"); });
}

// A sign beside each heading leads to it, and copies its address.
function headingLinks(body) {
  body.querySelectorAll(":is(h2, h3, h4)[id]").forEach((heading) => {
    const link = Object.assign(document.createElement("a"), { className: "headerlink", href: `#${encodeURIComponent(heading.id)}`, textContent: "#" });
    link.setAttribute("aria-label", `${body.dataset.heading}: ${heading.textContent}`);
    link.addEventListener("click", () => navigator.clipboard?.writeText(link.href).then(() => said(link, body.dataset.copied, "#"), () => { /* the address has it, too */ }));
    heading.append(link);
  });
}

function slashKey(input) {
  if (!input) return;
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    const command = event.ctrlKey || event.metaKey;
    if (event.altKey || !(command ? event.key.toLowerCase() === "k" : event.key === "/" && !typing)) return;
    event.preventDefault();
    const before = document.activeElement;
    input.focus({ preventScroll: true });
    // The dialog that opens now gives the focus back to the field, which had it for a moment only.
    document.addEventListener("close", () => document.activeElement === input && before.focus({ preventScroll: true }), { capture: true, once: true });
  });
}
