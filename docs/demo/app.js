// The demo's own behaviour: three pages, four languages, and a way to see the unread badge at once.

const WORDS = {
  en: {
    articles: "Articles", news: "Announcements", settings: "Settings", language: "Language", new: "What’s new", panel: "A panel in the page",
    later: "Pretend I was last here a while ago",
    intro: "This app does nothing, and that well. Its help is real: open it with the round button, change the page above, and open it again.",
  },
  de: {
    articles: "Artikel", news: "Ankündigungen", settings: "Einstellungen", language: "Sprache", new: "Neuigkeiten", panel: "Ein Panel auf der Seite",
    later: "So tun, als wäre ich lange nicht hier gewesen",
    intro: "Diese App tut nichts, und das gut. Ihre Hilfe ist echt: Öffnen Sie sie mit dem runden Knopf, wechseln Sie oben die Seite und öffnen Sie sie noch einmal.",
  },
  ar: {
    articles: "المقالات", news: "الإعلانات", settings: "الإعدادات", language: "اللغة", new: "المستجدات", panel: "لوحة داخل الصفحة",
    later: "تظاهر بأنني لم أزر الصفحة منذ مدة",
    intro: "لا يفعل هذا التطبيق شيئًا، ويتقن ذلك. أما مساعدته فحقيقية: افتحها بالزر المستدير، ثم بدّل الصفحة من الأعلى وافتحها مرة أخرى.",
  },
  ja: {
    articles: "記事", news: "お知らせ", settings: "設定", language: "言語", new: "最新情報", panel: "ページ内のパネル",
    later: "しばらく訪問していなかったことにする",
    intro: "このアプリは何もしません。ただしヘルプは本物です。丸いボタンで開き、上でページを切り替えてから、もう一度開いてみてください。",
  },
};

const root = document.documentElement;
const launcher = document.querySelector("[data-launcher]");
const title = document.querySelector("[data-title]");
const select = document.querySelector("select");

function speak(language) {
  const words = WORDS[language] ?? WORDS.en;
  root.lang = language in WORDS ? language : "en";
  root.dir = language === "ar" ? "rtl" : "ltr";
  document.querySelectorAll("[data-say]").forEach((each) => { each.textContent = words[each.dataset.say]; });
  select.value = root.lang;
}

document.querySelectorAll("[data-page]").forEach((button, _, all) => button.addEventListener("click", () => {
  all.forEach((each) => each.removeAttribute("aria-current"));
  button.setAttribute("aria-current", "page");
  title.dataset.say = button.dataset.page;
  title.textContent = button.textContent;
  launcher.context = `demo/${button.dataset.page}`;
}));

select.addEventListener("change", () => speak(select.value));

// What a visitor of last month would have in this browser: nothing seen yet.
document.querySelector("[data-later]").addEventListener("click", () => {
  const key = `helploop:seen:${new URL("../", location.href).href}`;
  try {
    localStorage.setItem(key, JSON.stringify({ floor: "", ids: [] }));
  } catch { /* then there is no badge to be shown */ }
  location.reload();
});

speak(new URLSearchParams(location.search).get("lang") ?? navigator.language.split("-")[0]);
