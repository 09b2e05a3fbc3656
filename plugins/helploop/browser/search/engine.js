// The client of search and the index of the page's language, loaded when they are first wanted: in a worker, as most of a
// search is asking for files and reading them, or where a site's policy allows none, in the page.

import { form, lang } from "./hits.js";

const root = form && new URL(form.dataset.base, location.href).href;
const client = `${root}search/client.js?worker`; // a browser may have kept one that was none yet
let opened;
let worker;
let address; // of the worker's script, as a policy may want it
let last = 0; // question of all that were asked

export const forget = () => (opened = undefined);

document.addEventListener("visibilitychange", forget); // who comes back to a tab may find the site built anew

// Gives what asks the client: the name of what it can do, a text, and options.
async function begin() {
  // The index's header comes along with the client, not after it; it says which build the other files are of.
  const head = fetch(`${root}search/${lang}/index.json`, { cache: "no-cache" }).then((answer) => answer.ok && answer.text(), () => {});
  worker?.terminate();
  let own;
  try {
    address ??= window.trustedTypes?.createPolicy("search", { createScriptURL: String }).createScriptURL(client) ?? client;
    own = worker = new Worker(address, { type: "module" });
    await new Promise((done, fail) => ([own.onmessage, own.onerror] = [done, fail]));
  } catch {
    const search = await (await import(client)).open(root, lang, { header: await head });
    return (name, ...asked) => search[name](...asked);
  }
  own.postMessage([root, lang, { header: await head }]);
  return (name, text, { signal, ...asked }) =>
    new Promise((done, fail) => {
      const number = ++last;
      own.onmessage = ({ data: [answered, found] }) => answered === number && (found ? done(found) : fail());
      own.postMessage([number, name, text, asked]);
      signal.onabort = () => own.postMessage([]);
    });
}

export function engine() {
  (opened ??= begin()).catch(forget);
  return opened;
}
