// A text with what was found in it marked, for the search box and the widget.

// Code between right-to-left letters is read from left to right as a whole: `--lang ar` keeps its dashes before it, a file's
// name the day it begins with, and the blank behind both stays outside.
const CODE = /[-./~$@#<[{\w\0]*[a-z](?:[ -~\0]*[\w#+*/>\]}])?\0?/gi;
const isolated = (text) => (/[\u0590-\u08ff]/.test(text) ? text.replace(CODE, "\u2066$&\u2069") : text);

// Pieces of text, and an element for each of the ranges. No text of a site holds a NUL, which stands at their ends meanwhile.
export function marked(text, ranges, element) {
  let parted = "";
  let at = 0;
  for (const [from, to] of ranges) {
    parted += `${text.slice(at, from)}\0${text.slice(from, to)}\0`;
    at = to;
  }
  const pieces = isolated(parted + text.slice(at)).split("\0");
  return pieces.map((piece, i) => (i % 2 ? element("mark", {}, piece) : piece));
}
