// What stands in the shadow root before there is a panel: a launcher or a number, and the dialog the panel will lie in.

import { isComposed } from "../composed.js";
import { button, element, plain } from "./dom.js";
import { icon } from "./icons.js";
import { goRound } from "./place.js";

const MOST_SHOWN = 9;
const roots = new WeakSet();
const TYPED = ["keydown", "keypress", "keyup", "beforeinput", "input", "change", "cut", "copy", "paste"];

// `act` has what the buttons do: `toggle`, `preload`, `close`, and `closed` for when the dialog has gone.
export function makeFrame(kind, looks, act) {
  const root = element("div", { class: `root is-${kind}`, ...looks });
  TYPED.forEach((name) => root.addEventListener(name, keepTyped));
  roots.add(root);
  if (kind === "panel") return { __proto__: null, root };
  const count = element("span", { class: "badge", part: "badge", dir: "ltr", "aria-hidden": "true", hidden: true });
  let pressed; // where the pointer went down: who marks text may let go of it outside
  const dialog = element("dialog", {
    class: "sheet", part: "dialog", close: act.closed, pointerdown: (event) => (pressed = event.target),
    click: (event) => event.target === dialog && pressed === dialog && act.close(), keydown: (event) => goRound(event, dialog),
  });
  if (kind === "popover") {
    root.append(count, dialog);
    return { __proto__: null, root, count, dialog };
  }
  const launcher = button({ class: "launcher", part: "launcher", "aria-haspopup": "dialog", click: act.toggle, pointerenter: act.preload }, icon("help"), icon("down"), count);
  const dock = element("div", { class: "dock", popover: "manual" }, launcher);
  queueMicrotask(() => dock.isConnected && dock.showPopover?.());
  root.append(dock, dialog);
  return { __proto__: null, root, count, dialog, launcher };
}

// To an app all of it comes from one element that is no field: it would take letters for its shortcuts, and a form around us
// would count as changed. On a launcher in its page nobody types.
function keepTyped(event) {
  if (event.target.closest?.("dialog, input, textarea")) event.stopPropagation();
}

// An app that listens on its way down would still hear what is typed. So keys end here, before it, and are told inside again.
// They are told by plain events: one that is made for keys leaves the shadow root in Firefox, whatever is said of it.
function keepKeys(event) {
  const [target] = event.composedPath();
  if (!roots.has(target.closest?.(".root")) || !target.closest("dialog, input, textarea")) return;
  event.stopImmediatePropagation();
  if (event.type !== "keydown" || isComposed(event)) return;
  const { key, code, ctrlKey, shiftKey, altKey, metaKey } = event;
  const told = new Event("keydown", plain({ bubbles: true, cancelable: true }));
  Object.assign(told, { key, code, ctrlKey, shiftKey, altKey, metaKey });
  if (!target.dispatchEvent(told)) event.preventDefault();
}

for (const name of ["keydown", "keypress", "keyup"]) EventTarget.prototype.addEventListener.call(window, name, keepKeys, true);

// An app that zooms its page zooms what stands above it, too, but not the window that it has to fit in.
export function unzoom({ root, dialog }) {
  const zoom = root.currentCSSZoom ?? 1;
  for (const each of [dialog, root.querySelector(".dock")]) each?.style.setProperty("zoom", String(1 / zoom));
}

// The number, its words, and whether the panel is open, on our launcher or on the app's button.
export function showState({ root, count, launcher, dialog }, target, { unread, text, language }) {
  root.lang = language.tag;
  root.dir = language.direction === "rtl" ? "rtl" : "ltr";
  if (count) {
    count.hidden = !unread;
    count.textContent = unread > MOST_SHOWN ? `${MOST_SHOWN}+` : String(unread || "");
  }
  const shown = launcher ?? target;
  shown?.setAttribute("aria-expanded", String(Boolean(dialog?.open)));
  launcher?.setAttribute("aria-label", text);
  target?.setAttribute("aria-haspopup", "dialog");
  if (unread) target?.setAttribute("aria-description", text);
  else target?.removeAttribute("aria-description");
}

// Without the panel there is still the site.
export function showSorry({ root, dialog }, base, name, close) {
  const link = element("a", { href: base, target: "_blank", rel: "noopener noreferrer", class: "away" }, `${name} → ${base}`);
  (dialog ?? root).replaceChildren(element("div", { class: "sorry" }, link, dialog && button({ class: "away close", "aria-label": "×", click: close }, icon("close"))));
}

export function whenInSight(target, signal, then) {
  const watcher = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    then();
  }, plain({ rootMargin: "200px" }));
  watcher.observe(target);
  signal.addEventListener("abort", () => watcher.disconnect());
}

// Tells when an app writes the language of its page, perhaps the same again.
export function whenLanguageIsSet(page, signal, then) {
  const watcher = new MutationObserver(then);
  if (page) watcher.observe(page, plain({ attributes: true, attributeFilter: ["lang"] }));
  signal.addEventListener("abort", () => watcher.disconnect());
}

// A site's address with a slash at its end, or nothing.
export function siteAddress(given, base) {
  try {
    const found = new URL(given, base);
    if (!/^https?:$/.test(found.protocol)) return "";
    found.search = found.hash = "";
    return found.href.replace(/\/*$/, "/");
  } catch {
    return "";
  }
}
