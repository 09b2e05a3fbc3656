// An answer to "Was this helpful?" as it is told, of a page or in the widget.

import { sendSignal, stripped } from "./signals.js";

const LONGEST_REASON = 2000;

// The answer to "Was this helpful?"; the reason in the reader's words.
export function vote({ language, from, article, page, helpful, reason }) {
  const words = stripped(reason ?? "", LONGEST_REASON);
  return { version: 1, signal: "vote", language, from, article, page, helpful, reason: words };
}

// Why the answer was no, when it was told already.
export function tellReason(endpoint, { language, from, article, page, reason }) {
  const words = stripped(reason, LONGEST_REASON);
  if (words) sendSignal(endpoint, "reason", { language, from, article, page, reason: words });
}
