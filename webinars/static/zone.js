// Chooses the visitor's own time zone in a fresh form; the list stays theirs to change.
"use strict";
(() => {
  const list = document.querySelector("select[data-guess]");
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!list || !zone) return;
  const known = [...list.options].some((option) => option.value === zone);
  // A form that came back from the browser's history keeps what was chosen in it.
  const chosen = [...list.options].find((option) => option.selected);
  if (known && chosen && chosen.defaultSelected) list.value = zone;
})();
