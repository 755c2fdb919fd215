// Tells the page around this frame how high it is. Which site that is stands behind the # of the
// address; the browser gives the number to no other.
"use strict";
(() => {
  const around = location.hash.slice(1);
  if (parent === window || !/^https?:\/\/[^/]+$/.test(around)) return;
  const { body } = document;
  new ResizeObserver(() => {
    parent.postMessage({ height: Math.ceil(body.getBoundingClientRect().height) }, around);
  }).observe(body);
})();
