// Reads the site's files: checked before they are used, and kept so that they are there offline.

import { askText } from "./asking.js";
import { plain } from "./dom.js";
import { list } from "./shapes.js";

const MOST_KEPT = 120;
const LARGEST_TEXT = 2 ** 22;

// JSON whose objects have their own keys and no others.
export function parse(text) {
  return JSON.parse(text, (_, value) => (value && typeof value === "object" && !Array.isArray(value) ? plain(value) : value));
}

export class Reading {
  constructor(base) {
    this.base = base;
    this.held = new Map();
  }

  // A document of the API, or an error: what is no such document is never used and never kept.
  document(path, kind, largest = 2 ** 20) {
    return this.read(this.base + path, largest, (text) => {
      const found = parse(text);
      if (found?.kind !== kind || found.version !== 1) throw new Error(`no ${kind} at ${path}`);
      return found;
    });
  }

  // The things of a list that may go on in further documents.
  async pages(folder, kind, most) {
    const found = [];
    let first;
    for (let page = 1, last = 1; page <= last; page++) {
      const part = await this.document(`${folder}${kind}${page > 1 ? `-${page}` : ""}.json`, kind);
      last = Math.min(most, Number(part.pages) || 1);
      first ??= part;
      found.push(...list(part.items, 1000));
    }
    return { ...first, items: found };
  }

  // A file of the index; a host that answers a page instead, as many do for what they have not, is not believed.
  text(address) {
    return this.read(address, LARGEST_TEXT, (text) => {
      if (/^\s*</.test(text)) throw new Error(`a page at ${address}`);
      return text;
    });
  }

  forget(folder) {
    for (const address of [...this.held.keys()]) if (address.startsWith(this.base + folder)) this.held.delete(address);
  }

  read(address, largest, check) {
    if (!this.held.has(address)) {
      const asked = this.ask(address, largest, check);
      this.held.set(address, asked);
      asked.catch(() => this.held.delete(address));
    }
    return this.held.get(address);
  }

  async ask(address, largest, check) {
    try {
      const text = await askText(address, largest);
      const value = check(text);
      this.keep(address, text);
      return value;
    } catch (error) {
      const kept = await this.kept(address);
      if (kept === undefined) throw error;
      setTimeout(() => this.held.delete(address));
      return check(kept);
    }
  }

  // The Cache API belongs to the app's origin and needs no service worker. Where there is none, memory has to do.
  async keep(address, text) {
    try {
      const cache = await caches.open(`helploop:${this.base}`);
      await cache.put(address, new Response(text));
      const all = await cache.keys();
      await Promise.all(all.slice(0, Math.max(0, all.length - MOST_KEPT)).map((request) => cache.delete(request)));
    } catch { /* private mode, a sandbox, no room */ }
  }

  async kept(address) {
    try {
      const found = await (await caches.open(`helploop:${this.base}`)).match(address);
      return await found?.text();
    } catch {
      return undefined;
    }
  }
}
