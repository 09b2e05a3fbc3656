// Where a pop-over stands: below the button it belongs to, above it where there is more room, always in sight.

const GAP = 8;

export function placeBeside(sheet, target) {
  const { left, right, top, bottom, width } = target.getBoundingClientRect();
  const isBelow = innerHeight - bottom >= Math.min(480, top);
  const wide = sheet.offsetWidth;
  const start = getComputedStyle(target).direction === "rtl" ? right - wide : left;
  const x = Math.max(GAP, Math.min(width > wide ? left : start, innerWidth - wide - GAP));
  const room = (isBelow ? innerHeight - bottom : top) - 2 * GAP;
  const { style } = sheet;
  style.setProperty("--x", `${x}px`);
  style.setProperty("--room", `${Math.max(240, room)}px`);
  style.setProperty("--top", isBelow ? `${bottom + GAP}px` : "auto");
  style.setProperty("--bottom", isBelow ? "auto" : `${innerHeight - top + GAP}px`);
}

// Tab goes round inside a dialog; the browser itself would go on to its own buttons.
export function goRound(event, dialog) {
  if (event.key !== "Tab") return;
  const stops = [...dialog.querySelectorAll("a[href], button, input, textarea, summary, video, audio, [tabindex='0']")].filter((each) => each.checkVisibility?.() ?? true);
  const active = dialog.getRootNode().activeElement;
  const isLast = event.shiftKey ? active === stops[0] || active === dialog : active === stops.at(-1);
  if (!isLast || !stops.length) return;
  event.preventDefault();
  stops.at(event.shiftKey ? -1 : 0).focus();
}
