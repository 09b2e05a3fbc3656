// Languages and days as a reader calls them.

export function languageName(tag, reader) {
  try {
    return new Intl.DisplayNames([reader], { __proto__: null, type: "language" }).of(tag);
  } catch {
    return tag;
  }
}

export function dayName(date, reader) {
  try {
    return new Intl.DateTimeFormat(reader, { __proto__: null, dateStyle: "medium", timeZone: "UTC" }).format(new Date(date));
  } catch {
    return String(date).slice(0, 10);
  }
}
