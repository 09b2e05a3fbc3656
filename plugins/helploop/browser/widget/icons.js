// The few drawings of the widget, in the manner of the theme's icons: 24 by 24, lines only.

import { svg } from "./dom.js";

const ICONS = {
  __proto__: null,
  help: "M12 3a9 9 0 1 0 .01 0M9.5 9.5a2.6 2.6 0 1 1 3.7 2.4c-.8.4-1.2.9-1.2 1.9M12 17v.1",
  search: "M10.5 4a6.5 6.5 0 1 0 .01 0M15.5 15.5L21 21",
  close: "M6 6l12 12M18 6L6 18",
  down: "M6 9.5l6 6 6-6",
  next: "M9.5 6l6 6-6 6",
  back: "M14.5 6l-6 6 6 6",
  home: "M4 11l8-7 8 7v9h-5.5v-5.5h-5V20H4z",
  news: "M4 10v4.5h3l9.5 4.5V5.5L7 10zM7 14.5l1.5 5.5H11l-1-4M19.5 10.5v4",
  roadmap: "M5.5 21V4M5.5 5c4-2.5 7.5 2 13 0v9c-5.5 2-9-2.5-13 0",
  person: "M4 5h16v11.5h-9L6.5 20v-3.5H4zM8 9.5h8M8 12.5h5",
  out: "M9 5H5v14h14v-4M13 5h6v6M19 5l-8 8",
  article: "M6 3h8.5L19 7.5V21H6zM14 3v5h5M9 12.5h7M9 16.5h5",
};

export function icon(name) {
  return svg("svg", { viewBox: "0 0 24 24", class: `icon icon-${name}`, "aria-hidden": "true" }, svg("path", { d: ICONS[name] }));
}
