// Live editing: a page that was saved shows its new text at once, without being loaded again, at the place where the
// author reads. Whatever else has changed (a head, a style, a script, a picture) loads the page again.
// The live server puts this at the end of each page that it sends; it is in no site that is published.

(() => {
  const AGAIN = 3000; // milliseconds until a server that has gone is asked again
  const VARYING = "title, meta:not([charset], [name=viewport], [name=color-scheme]), link[rel=canonical], link[rel=alternate], script[type='application/ld+json']";
  const given = document.currentScript.dataset;
  let epoch = Number(given.live);
  let waiting = null;
  let timer = 0;

  // What stands around the text, as the server sent it: other scripts have not run yet.
  function around(page) {
    const copy = page.documentElement.cloneNode(true);
    copy.querySelectorAll(`head > :is(${VARYING}), script[data-live]`).forEach((part) => part.remove());
    copy.querySelector("main")?.replaceChildren();
    return copy.outerHTML.replace(/\s+/g, " ").replace(" </body>", "</body>");
  }

  const varying = (page) => [...page.head.querySelectorAll(VARYING)];
  const text = (page) => [...varying(page), page.querySelector("main")].map((part) => part?.outerHTML).join("\n");
  const open = (page) => [...page.querySelectorAll("main details")].map((part) => part.open);

  // The script of our pages begins anew with a new text; of those of others nobody knows.
  const isOurs = document.querySelector("main") && !document.querySelector("main script, [data-search-results], [data-not-found]")
    && [...document.scripts].every((script) => script.matches("[data-live], [type='application/ld+json'], [src*='/assets/helploop/site.']"));
  const frame = around(document);
  let seen = text(document);
  let sent = open(document);

  // What the author has opened or chosen stays.
  function keep(old, main) {
    const parts = [...main.querySelectorAll("details")];
    const now = [...old.querySelectorAll("details")];
    if (parts.length === now.length) now.forEach((part, at) => { if (part.open !== sent[at]) parts[at].open = part.open; });
    old.querySelectorAll("input[id]").forEach((input) => {
      const same = main.querySelector(`#${CSS.escape(input.id)}`);
      if (same && input.checked !== input.defaultChecked) same.checked = input.checked;
    });
  }

  function show(page) {
    const now = text(page);
    if (now === seen) return;
    const opened = open(page);
    const old = document.querySelector("main");
    const main = document.adoptNode(page.querySelector("main"));
    keep(old, main);
    varying(document).forEach((part) => part.remove());
    document.head.append(...varying(page));
    old.replaceWith(main);
    [seen, sent] = [now, opened];
    document.dispatchEvent(new Event("helploop:main"));
  }

  // Whether the page could take over what is new.
  async function renew() {
    const answer = await fetch(location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const its = page.querySelector("script[data-live]")?.dataset;
    if (!isOurs || !answer.ok || answer.redirected || !its || Number(its.whole) > epoch || around(page) !== frame) return false;
    show(page);
    epoch = Number(its.live);
    return true;
  }

  async function poll() {
    stop();
    const mine = waiting = new AbortController();
    try {
      const answer = await fetch(`/livereload/${epoch}/${given.page}`, { signal: mine.signal, cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      if (Number(await answer.text()) > epoch && !await renew()) location.reload();
      else if (waiting === mine) poll();
    } catch {
      if (waiting === mine) timer = setTimeout(poll, AGAIN);
    }
  }

  function stop() {
    waiting?.abort();
    clearTimeout(timer);
    waiting = null;
  }

  const look = () => (document.visibilityState === "visible" ? poll() : stop());
  addEventListener("pageshow", look);
  document.addEventListener("visibilitychange", look);
  addEventListener("beforeunload", stop);
})();
