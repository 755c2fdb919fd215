// Chooses the visitor's own time zone in a fresh form; the list stays theirs to change.
"use strict";
(() => {
  const list = document.querySelector("select[data-guess]");
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!list || !zone) return;
  // The browser may call the place by a name it had once: Calcutta for Kolkata.
  const today = (name) => {
    try {
      return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
    } catch {
      return name; // newer than the browser
    }
  };
  const options = [...list.options].map((option) => option.value);
  const known = options.includes(zone) ? zone : options.find((name) => today(name) === today(zone));
  // A form that came back from the browser's history keeps what was chosen in it.
  const chosen = [...list.options].find((option) => option.selected);
  if (known && chosen && chosen.defaultSelected) list.value = known;
})();
