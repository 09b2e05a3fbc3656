// How much is new: one small request, whose answer serves every language and every widget of the page.

import { number, pickLanguage } from "./language.js";
import { Reading } from "./reading.js";
import { seenOf } from "./seen.js";
import { hasLabel, list, words } from "./shapes.js";

const LARGEST_NEW = 2 ** 16;
const STALE = 3_600_000;
const readings = new Map();
const ENGLISH = { tag: "en", direction: "ltr", help: "Help", unread: "New: {n}" };

// What all widgets of one site share.
function readingOf(base) {
  if (!readings.has(base)) readings.set(base, new Reading(base));
  return readings.get(base);
}

export class Badge {
  constructor(base, wanted, labels, changed) {
    Object.assign(this, { base, wanted, labels, changed, items: [], languages: [], language: ENGLISH, tags: ["en"], asked: 0, isLoaded: false });
    this.reading = readingOf(base);
    this.seen = seenOf(base);
    this.seen.watchers.add(changed);
  }

  // Without an answer there is no number, and the rest works as far as it can.
  async load() {
    this.asked = performance.now();
    try {
      const found = await this.reading.document("api/v1/new.json", "new", LARGEST_NEW);
      this.languages = list(found.languages).filter(({ tag }) => /^[a-z]{2,3}(-[a-z0-9]+)*$/i.test(tag));
      this.tags = this.languages.map(({ tag }) => tag);
      this.language = pickLanguage(this.languages, this.wanted) ?? ENGLISH;
      this.items = list(found.items).filter(({ id, date }) => id && typeof id === "string" && typeof date === "string");
      this.isLoaded = true;
    } catch (error) {
      console.warn("helploop:", error.message);
    }
    this.changed();
  }

  // Whether who wants these languages gets what is shown already.
  suits(wanted) {
    return String(wanted) === String(this.wanted) || (this.isLoaded && pickLanguage(this.languages, wanted) === this.language);
  }

  // A page that stays open for days asks again, at most once an hour, when somebody looks at it.
  refresh() {
    if (document.visibilityState !== "visible" || performance.now() - this.asked < STALE) return;
    this.reading.held.clear();
    this.load();
  }

  unread() {
    const { labels } = this;
    if (!this.isLoaded) return []; // before that, a first visit would be taken for one to an empty site
    const fresh = this.seen.unread(this.items);
    return fresh.filter((item) => !labels.length || hasLabel(item, labels)).map(({ id }) => id);
  }

  text(count) {
    const n = number(count, this.language.tag);
    return [words(this.language.help) || ENGLISH.help, count && (words(this.language.unread) || ENGLISH.unread).replace("{n}", () => n)].filter(Boolean).join(". ");
  }

  leave() {
    this.seen.watchers.delete(this.changed);
  }
}
