// Which entries have been seen, in this browser only. The first visit is quiet: all there is counts as seen. No clock is read,
// so a wrong one changes nothing; the oldest date of that first list is the floor below which nothing is ever new.

import { parse } from "./reading.js";

const MOST_IDS = 300;
const known = new Map();

// One for each site on a page, however many widgets show it.
export function seenOf(base) {
  if (!known.has(base)) known.set(base, new Seen(`helploop:seen:${base}`));
  return known.get(base);
}

export class Seen {
  constructor(key) {
    this.key = key;
    this.here = new Set(); // seen on this page, even if it can't be written down
    this.watchers = new Set();
    addEventListener("storage", (event) => (event.key === key || event.key === null) && this.tell());
  }

  tell() {
    this.watchers.forEach((watcher) => watcher());
  }

  load() {
    try {
      const found = parse(localStorage.getItem(this.key));
      const ids = Array.isArray(found?.ids) ? found.ids.filter((id) => typeof id === "string") : undefined;
      return ids && { floor: typeof found.floor === "string" ? found.floor : "", ids };
    } catch {
      return undefined;
    }
  }

  save(floor, ids) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ floor, ids: [...new Set(ids)].slice(-MOST_IDS) }));
    } catch { /* full, or not allowed: this page still knows */ }
  }

  // The entries of a list that are new here. Where nothing can be remembered, every visit is a first one.
  unread(items) {
    const state = this.load();
    if (state) return items.filter(({ id, date }) => date >= state.floor && !state.ids.includes(id) && !this.here.has(id));
    this.save(items.map(({ date }) => date).sort()[0] ?? "", items.map(({ id }) => id));
    return [];
  }

  // Another tab may have written since, so its ids are kept.
  mark(ids) {
    ids.forEach((id) => this.here.add(id));
    const state = this.load();
    if (state && ids.some((id) => !state.ids.includes(id))) this.save(state.floor, [...state.ids, ...ids]);
    this.tell();
  }
}
