// What a reader's browser tells the team.
// It does if the site's owner has set an address for it: SIGNALS.md has the format.
// Nothing in it says who the reader is, and no cookie goes along.

const TOLD = 200; // letters of a query, at most
const LINK = /\b[a-z][a-z0-9+.-]*:\/\/\S+|\bwww\.\S+/giu;
const ADDRESS = /[^\s@<>"']+@[^\s@<>"']+/gu;
const NUMBER = /\+?\p{Nd}(?:[\s().\/:-]{0,2}\p{Nd}){5,}/gu;

// A text without what could name a person: links, mail addresses, and numbers of six digits and more.
export function stripped(text, longest = TOLD) {
  const plain = String(text).slice(0, 4 * longest).replace(LINK, "[link]").replace(ADDRESS, "[address]");
  return plain.replace(NUMBER, "[number]").replace(/\s+/gu, " ").trim().slice(0, longest);
}

// Sends one signal and forgets it. The answer is not read, so the address needs no permission for other origins.
export function sendSignal(endpoint, signal, values) {
  if (!endpoint) return;
  const body = JSON.stringify({ version: 1, signal, ...values });
  if ("keepalive" in Request.prototype) {
    fetch(endpoint, { __proto__: null, method: "POST", body, mode: "no-cors", credentials: "omit", keepalive: true, referrerPolicy: "no-referrer" })
      .catch(() => { /* nobody is left to tell */ });
  } else {
    navigator.sendBeacon?.(endpoint, body);
  }
}

// A search that found nothing.
export function tellSearch(endpoint, { language, from, query }) {
  sendSignal(endpoint, "search", { language, from, query: stripped(query) });
}

// An article, an entry or an item that was opened from the results of a search, or in the widget.
export function tellOpen(endpoint, { language, from, query, page }) {
  sendSignal(endpoint, "open", { language, from, page, ...(query && { query: stripped(query) }) });
}
