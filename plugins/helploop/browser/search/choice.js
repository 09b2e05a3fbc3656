// From result to result with the arrow keys: in the dialog the field keeps the focus, on a page it goes along.

import { isComposed } from "../composed.js";

const STEPS = { ArrowDown: 1, ArrowUp: -1 };
const stepOf = (event) => STEPS[isComposed(event) || event.key];

// Chooses among links while somebody types. Gives a function that takes other links to choose from.
export function choice(input) {
  let all = [];
  let active = -1;

  function choose(number) {
    const before = all[active];
    const now = all[(active = number)];
    before?.setAttribute("aria-selected", "false");
    before?.removeAttribute("id");
    if (!now) return input.removeAttribute("aria-activedescendant");
    now.id = "hl-active";
    now.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", now.id);
    now.scrollIntoView({ block: "nearest" });
  }

  input.addEventListener("keydown", (event) => {
    const step = stepOf(event);
    if (step && all.length) {
      event.preventDefault();
      choose((active + step + all.length + (active + step < -1)) % all.length); // from none, up leads to the last
    } else if (event.key === "Enter" && !isComposed(event) && active >= 0) {
      event.preventDefault();
      all[active].dispatchEvent(new MouseEvent("click", event)); // with Control, in a tab of its own
    }
  });

  input.addEventListener("input", () => choose(-1)); // it answered another text

  return (links) => {
    choose(-1);
    all = links;
    input.setAttribute("aria-expanded", all.length > 0);
  };
}

// Moves the focus between a field and the links below it.
export function walk(place) {
  place.addEventListener("keydown", (event) => {
    const all = [...place.querySelectorAll("input, .hl-hit")];
    const next = all[all.indexOf(event.target) + stepOf(event)];
    if (!next || next === event.target) return;
    event.preventDefault();
    next.focus();
  });
}
