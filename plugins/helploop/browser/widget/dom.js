// Elements made of names, attributes and text: never of HTML. What an app has done to `Object.prototype`, or named after
// a method of `document`, does not reach in here.

const { createElement, createElementNS, getElementById } = Document.prototype;

// Options for the browser, with nothing inherited.
export const plain = (values) => ({ __proto__: null, ...values });

export const byId = (id) => getElementById.call(document, id);

export function element(name, attributes, ...children) {
  const made = createElement.call(document, name);
  for (const [key, value] of Object.entries(attributes ?? [])) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value || value === 0) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat(3).filter((child) => child || child === 0));
  return made;
}

export function svg(name, attributes, ...children) {
  const made = createElementNS.call(document, "http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export const button = (attributes, ...children) => element("button", { type: "button", ...attributes }, ...children);

// A link that leaves the app alone: it opens a tab of its own and tells nobody where from.
export function leave(href, attributes, ...children) {
  if (!href) return element("span", attributes, ...children);
  return element("a", { href, target: "_blank", rel: "noopener noreferrer", ...attributes }, ...children);
}
