// Helps to fill in a form; everything can be done without it.
"use strict";
(() => {
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
