// Reloads the page when the way into the webinar opens.
"use strict";
(() => {
  const longest = 2 ** 31 - 1;
  const opens = new Date(document.getElementById("countdown").dataset.opens);
  const wait = opens - Date.now() + 1000;
  if (wait < longest) setTimeout(() => location.reload(), Math.max(wait, 5000));
})();
