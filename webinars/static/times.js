// Says each event's time in the visitor's own zone too, where it differs from the series'.
// Without this script the page says everything in the series' zone.
"use strict";
(() => {
  const { locale } = document.documentElement.dataset;
  const list = document.querySelector("select[name=time_zone]");
  const clock = (moment, timeZone) => moment.toLocaleString("en", { timeZone });
  // What the server has told already is in a zone it knows better than we.
  const places = document.querySelectorAll(list ? ".own-time" : ".own-time[hidden]");
  const tell = () => {
    const here = list?.value || Intl.DateTimeFormat().resolvedOptions().timeZone;
    for (const place of places) {
      const { start, end, zone, words } = place.dataset;
      const from = new Date(start);
      place.hidden = clock(from, zone) === clock(from, here);
      if (place.hidden) continue;
      const said = new Intl.DateTimeFormat(locale, {
        weekday: "long", month: "long", day: "numeric",
        hour: "numeric", minute: "2-digit", timeZone: here, timeZoneName: "short",
      });
      place.textContent = words.replace("{time}", said.formatRange(from, new Date(end)));
    }
  };
  tell();
  list?.addEventListener("change", tell);
  if (list) addEventListener("pageshow", tell);
})();
