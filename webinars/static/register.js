// Helps to fill in a form; everything can be done without it.
"use strict";
(() => {
  // What was typed outlives a reload: it waits in this tab while the page is away, no longer.
  const form = document.querySelector("form[data-outlives-reload]");
  const key = `typed ${location.pathname}`;
  const kept = sessionStorage.getItem(key);
  sessionStorage.removeItem(key);
  if (form && kept && performance.getEntriesByType("navigation")[0]?.type === "reload") {
    const typed = JSON.parse(kept);
    for (const field of form.elements) {
      const values = typed.filter(([name]) => name === field.name).map(([, value]) => value);
      const offers = ({ options }) => !options || [...options].some(({ value }) => value === values[0]);
      if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
      else if (field.type !== "hidden" && values.length && offers(field)) [field.value] = values;
      if (!field.options && (field.checked || field.value !== field.defaultValue)) field.closest("details")?.setAttribute("open", "");
    }
  }
  let isSent = false;
  form?.addEventListener("submit", () => { isSent = true; });
  addEventListener("pagehide", () => {
    const typed = form && !isSent ? [...new FormData(form)].filter(([name]) => name !== "csrf_token") : [];
    if (typed.length) sessionStorage.setItem(key, JSON.stringify(typed));
  });

  // The visitor's own time zone, in a fresh form; the list stays theirs to change.
  const list = document.querySelector("select[name=time_zone]");
  const named = document.querySelector("[data-zone-name]");
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const say = () => { if (named) named.textContent = list.selectedOptions[0]?.label ?? ""; };
  const guess = () => {
    // A form that came back from the browser's history keeps what was chosen in it.
    if (!here || !("guess" in list.dataset) || !list.selectedOptions[0]?.defaultSelected) return;
    if (![...list.options].some((option) => option.value === here)) {
      list.prepend(new Option(here.split("/").pop().replaceAll("_", " "), here));
    }
    list.value = here;
    list.dispatchEvent(new Event("change", { bubbles: true }));
  };
  if (list) {
    list.addEventListener("change", say);
    guess();
    say();
    addEventListener("pageshow", say);
  }

  // All other zones, as the browser knows them, while one is typed.
  const other = document.querySelector("input[list=zones]");
  other?.addEventListener("focus", () => {
    for (const zone of Intl.supportedValuesOf?.("timeZone") ?? []) other.list.append(new Option(zone, zone));
  }, { once: true });

  // A likely slip in the domain of an e-mail address: a hint, and a button that corrects it.
  const email = document.querySelector("input[data-domains]");
  const near = (typed, meant) => {
    let i = 0;
    while (i < typed.length && typed[i] === meant[i]) i += 1;
    const [a, b] = [typed.slice(i), meant.slice(i)];
    return a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1)
      || (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2));
  };
  email?.addEventListener("change", () => {
    const { domains, real, words, use } = email.dataset;
    const hint = document.getElementById(`${email.id}-meant`);
    const [, name, domain] = /^(.*)@(.*)$/.exec(email.value.trim()) ?? [];
    const typed = domain?.toLowerCase();
    hint.replaceChildren();
    if (!typed || `${domains} ${real}`.split(" ").includes(typed)) return;
    const meant = domains.split(" ").find((common) => near(typed, common));
    if (!meant) return;
    const better = `${name}@${meant}`;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button-text", textContent: use });
    button.addEventListener("click", () => { email.value = better; hint.replaceChildren(); email.focus(); });
    hint.append(words.replace("{email}", better), " ", button);
  });
})();
