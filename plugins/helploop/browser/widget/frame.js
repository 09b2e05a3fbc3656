// What stands in the shadow root before there is a panel: a launcher or a number, and the dialog the panel will lie in.

import { button, element, plain } from "./dom.js";
import { icon } from "./icons.js";
import { goRound } from "./place.js";

const MOST_SHOWN = 9;

// `act` has what the buttons do: `toggle`, `preload`, `close`, and `closed` for when the dialog has gone.
export function makeFrame(kind, looks, act) {
  const root = element("div", { class: `root is-${kind}`, ...looks });
  if (kind === "panel") return { __proto__: null, root };
  const count = element("span", { class: "badge", part: "badge", dir: "ltr", "aria-hidden": "true", hidden: true });
  const dialog = element("dialog", { class: "sheet", part: "dialog", close: act.closed, click: (event) => event.target === dialog && act.close(), keydown: (event) => goRound(event, dialog) });
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
  target?.setAttribute("aria-description", unread ? text : "");
}

// Without the panel there is still the site.
export function showSorry({ root, dialog }, base, name, close) {
  const link = element("a", { href: base, target: "_blank", rel: "noopener noreferrer", class: "away" }, `${name} → ${base}`);
  (dialog ?? root).replaceChildren(element("div", { class: "sorry" }, link, dialog && button({ class: "away", "aria-label": "×", click: close }, icon("close"))));
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

// Tells when an app changes the language of its page.
export function whenLanguageChanges(page, signal, then) {
  const watcher = new MutationObserver(then);
  if (page) watcher.observe(page, plain({ attributes: true, attributeFilter: ["lang"] }));
  signal.addEventListener("abort", () => watcher.disconnect());
}

// A site's address with a slash at its end, or nothing.
export function siteAddress(given) {
  try {
    const found = new URL(given, location.href);
    if (!/^https?:$/.test(found.protocol)) return "";
    found.search = found.hash = "";
    return found.href.replace(/\/*$/, "/");
  } catch {
    return "";
  }
}
