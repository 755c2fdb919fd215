// Adds the visitor's own time to every <time data-own="date|time">, beside the series' own.
// Without this script the page says everything in the series' zone.
"use strict";
(() => {
  const language = document.documentElement.lang || undefined;
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const place of document.querySelectorAll("[data-own-time]")) {
    const { start, end, zone } = place.dataset;
    const from = new Date(start);
    const to = new Date(end);
    const said = { hour: "numeric", minute: "2-digit" };
    const inZone = (moment, timeZone) =>
      new Intl.DateTimeFormat(language, { ...said, dateStyle: undefined, day: "numeric", timeZone }).format(moment);
    if (inZone(from, zone) === inZone(from, here)) continue;
    const dated = { ...said, weekday: "short", month: "short", day: "numeric" };
    const text = new Intl.DateTimeFormat(language, { ...dated, timeZone: here }).format(from);
    const until = new Intl.DateTimeFormat(language, { ...said, timeZone: here, timeZoneName: "short" }).format(to);
    place.textContent = place.dataset.words.replace("{start}", text).replace("{end}", until);
    place.hidden = false;
  }
})();
