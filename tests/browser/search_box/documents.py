"""The documents that are searched here: each has a word, a script or a kind that is looked for."""

from __future__ import annotations

from helploop.model.body import Section
from helploop.model.search_document import DocumentKind, SearchDocument


def article(key, title, text, **extra):
    return SearchDocument(
        id=key,
        url=f"de/{key}/",
        title=title,
        language=extra.pop("language", "de"),
        sections=(Section("", "", text), Section("mehr", "Mehr dazu", f"{title}: noch mehr, <b>roh</b> & klar.")),
        **extra,
    )


DOCUMENTS = [
    article("export", "Daten exportieren", "Wähle Ausfuhr und speichere die Tabelle als CSV."),
    article("strasse", "Die Straße ändern", "In der Rechnungsanschrift steht die Straße."),
    article("csharp", "C# und .NET anbinden", "Das Paket spricht mit dem Dienst. 日本語のテキスト。"),
    article("login", "Anmelden", "Passwort vergessen? Setze das Passwort zurück. İstanbul naïve مَدْرَسَة"),
    article("markup", "Bilder <img> einfügen", "Schreibe <img src=x onerror=alert(1)> nicht in Artikel: constructor __proto__"),
    article("umbruch", "خيارات", "شغّل البناء مع --lang ar ثم افتح .env في المحرر.", language="ar"),
    article("fallback", "Webhooks erklärt", "Only in English: signatures of webhooks.", language="en"),
    SearchDocument(id="leer", url="de/leer/", title="Nur Titel", language="de", kind=DocumentKind.ITEM, stage="Geplant"),
    *(article(f"rechnung{n}", f"Teil {n}", "Über die Rechnung.") for n in range(14)),
    article("zubehoer", "Zubehör", "Kabel und Stecker.", kind=DocumentKind.COLLECTION),
    article("dunkel", "Dunkles Design", "Die App bei Nacht.", kind=DocumentKind.ITEM, stage="Geplant"),
]  # fmt: skip
