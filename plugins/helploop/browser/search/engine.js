// The client of search and the index of the page's language, loaded when they are first wanted.

import { form, lang } from "./hits.js";

const root = form && new URL(form.dataset.base, location.href).href;
let opened;

export const forget = () => (opened = undefined);

document.addEventListener("visibilitychange", forget); // who comes back to a tab may find the site built anew

export function engine() {
  // The index's header comes along with the client, not after it; it says which build the other files are of.
  opened ??= Promise.all([
    import("./client.js"),
    fetch(`${root}search/${lang}/index.json`, { cache: "no-cache" }).then((answer) => (answer.ok ? answer.text() : undefined), () => {}),
  ]).then(([client, header]) => client.open(root, lang, { header }));
  opened.catch(forget);
  return opened;
}
