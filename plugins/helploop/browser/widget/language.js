// Which of the site's languages a reader gets: the one that was asked for, else the app's, else the browser's.

const parts = (tag) => {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    return [language, script];
  } catch {
    return [];
  }
};

// The first wanted language the site has: as it is written, in the same script, or at all; else the site's first.
export function pickLanguage(languages, wanted) {
  for (const tag of wanted) {
    const exact = languages.find((each) => each.tag.toLowerCase() === tag.toLowerCase());
    const [language, script] = parts(tag);
    const near = languages.filter((each) => language && parts(each.tag)[0] === language);
    const found = exact ?? near.find((each) => parts(each.tag)[1] === script) ?? near[0];
    if (found) return found;
  }
  return languages[0];
}

// What a shadow root belongs to. A document has no host, whatever an app's picture is called.
export function rootHost(node) {
  const root = node.getRootNode();
  return root instanceof ShadowRoot ? root.host : undefined;
}

// The page that a node stands in, through all shadows.
export function pageOf(node) {
  const host = rootHost(node);
  return host ? pageOf(host) : node.closest("html");
}

// What is wanted, in order. `auto` is the language of what the widget stands in, then what the browser prefers.
export function wantedLanguages(widget) {
  const own = widget.getAttribute("lang");
  if (own && own.toLowerCase() !== "auto") return [own];
  const found = [];
  for (let node = widget; node instanceof Element; node = rootHost(node)) {
    const around = node.parentElement?.closest("[lang]")?.getAttribute("lang");
    if (around) found.push(around);
  }
  return [...found, ...navigator.languages];
}

export const number = (n, reader) => {
  try {
    return new Intl.NumberFormat(reader, { __proto__: null, numberingSystem: "latn" }).format(n);
  } catch {
    return String(n);
  }
};
