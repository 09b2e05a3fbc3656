// Languages and days as a reader calls them.

export function languageName(tag, reader) {
  try {
    return new Intl.DisplayNames([reader], { __proto__: null, type: "language" }).of(tag);
  } catch {
    return tag;
  }
}

// As the site writes it: some browsers would take other digits for Arabic, or the calendar of another era for Thai and Persian.
export function dayName(date, reader) {
  try {
    return new Intl.DateTimeFormat(reader, { __proto__: null, dateStyle: "medium", timeZone: "UTC", calendar: "gregory", numberingSystem: "latn" }).format(new Date(date));
  } catch {
    return String(date).slice(0, 10);
  }
}
