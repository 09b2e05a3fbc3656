// Values of the site's documents, taken only where they have the shape they should have.

// The objects of what should be a list of them.
export const list = (value, most = 60) =>
  (Array.isArray(value) ? value.slice(0, most) : []).filter((item) => item && typeof item === "object" && !Array.isArray(item));

export const words = (value) => (typeof value === "string" || typeof value === "number" ? String(value) : "");

// Whether an entry has one of the labels.
export const hasLabel = (entry, labels) => Array.isArray(entry.labels) && entry.labels.some((label) => labels.includes(label));
