// The roadmap: what is being worked on, then what is planned, and what has shipped last.

import { element } from "./dom.js";
import { foreign, opener, out } from "./parts.js";
import { list, words } from "./shapes.js";

const MOST_SHIPPED = 5;
const MOST_PAGES_READ = 8;
const AT_THE_END = ["shipped", "declined"];

export const roadmapOf = (panel) => panel.reading.pages(`api/v1/${panel.language.tag}/`, "roadmap", MOST_PAGES_READ);

export async function roadmapView(panel) {
  const roadmap = await roadmapOf(panel);
  const stages = list(roadmap.stages);
  const open = stages.filter(({ id }) => !AT_THE_END.includes(id)).reverse();
  const { items } = roadmap;
  const shown = [...open, ...stages.filter(({ id }) => id === "shipped")].map((stage) => group(panel, stage, items)).filter(Boolean);
  const link = out(panel, panel.data.roadmap, "Open in the help center");
  if (!shown.length) return [element("p", { class: "empty" }, panel.say("Nothing is planned in public yet.")), link];
  return [...shown, element("p", { class: "foot" }, link)];
}

function group(panel, stage, items) {
  let found = items.filter((item) => item.stage === stage.id);
  if (stage.id === "shipped") found = found.sort((a, b) => (words(a.shipped) < words(b.shipped) ? 1 : -1)).slice(0, MOST_SHIPPED);
  if (!found.length) return undefined;
  const heading = element("h3", { class: `stage stage-${words(stage.id)}` }, words(stage.title), element("span", { class: "count" }, panel.number(found.length)));
  return element("section", {}, heading, element("ul", { class: "items" }, found.map((item) => itemLine(panel, stage, item))));
}

function itemLine(panel, stage, item) {
  const text = foreign(panel, item.language);
  return element("li", {}, opener(panel, "item", { ...item, stage_title: words(stage.title) }, { class: "entry" },
    element("span", { class: "entry-title", ...text }, words(item.title)),
    element("span", { class: "entry-text", ...text }, words(item.summary)),
    item.target && element("span", { class: "row-note" }, panel.say("Target: {target}", { target: words(item.target) }))));
}
