// What an address in the site's documents means here: the site may stand elsewhere today than when it was built, and what is
// no address of the web is none.

import { words } from "./shapes.js";

export class Addresses {
  // An address of the site, wherever the site stands today, or of the web; nothing else.
  address(url, schemes = /^https?:$/) {
    const { site } = this.data;
    const text = words(url);
    const moved = site && text.startsWith(site) ? this.base + text.slice(site.length) : text;
    try {
      const found = new URL(moved, this.base);
      return moved && schemes.test(found.protocol) ? found.href : "";
    } catch {
      return "";
    }
  }

  // A document's path below the site's address, or nothing.
  file(url) {
    const address = this.address(url);
    return address.startsWith(`${this.base}api/v1/`) ? address.slice(this.base.length) : "";
  }

  // Where the document of a page is: the page's own address says it.
  apiOf(url) {
    const path = url.startsWith(this.base) ? url.slice(this.base.length).replace(/[?#].*$/, "") : "";
    const [, tag, rest] = /^(?:([A-Za-z-]{2,12})\/)?((?:articles|changelog|roadmap)\/.+?)\/$/.exec(path) ?? [];
    return rest && (!tag || this.tags.includes(tag)) ? `${this.base}api/v1/${tag ?? this.tags[0]}/${rest}.json` : "";
  }
}
