/**
 * Filters the items of the roadmap by the words somebody types. Without this script the page shows all of them.
 */
const form = document.querySelector("[data-roadmap-filter]");
const none = document.querySelector("[data-roadmap-none]");
const input = form?.querySelector("input");

/** @param {string} text */
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();

if (form instanceof HTMLFormElement && input instanceof HTMLInputElement && none instanceof HTMLElement) {
  const cards = [...document.querySelectorAll(".hl-roadmap-card")].map((card) => ({
    card,
    text: fold(card.textContent ?? ""),
  }));
  const declined = document.querySelector(".hl-roadmap-declined");
  const show = () => {
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { card, text } of cards) {
      const fits = words.every((word) => text.includes(word));
      card.toggleAttribute("hidden", !fits);
      shown += fits ? 1 : 0;
    }
    none.textContent = shown ? "" : none.dataset.text ?? "";
    if (declined instanceof HTMLDetailsElement && words.length) {
      declined.open = Boolean(declined.querySelector(".hl-roadmap-card:not([hidden])"));
    }
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", show);
  show();
}
