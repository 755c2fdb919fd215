// Ground for the audits: each finds faults and returns them as lines of text.
"use strict";
window.audit = {};
audit.name = (element) => element.cloneNode().outerHTML.replace(/<\/.*$/, "") + " " +
  element.textContent.trim().replace(/\s+/g, " ").slice(0, 50);

audit.isShown = (element) => element.checkVisibility({ visibilityProperty: true });

// Hidden from sight but there for those who hear the page.
audit.isForEars = (element) => element.closest(".hidden") !== null;

audit.shown = (selector) => [...document.querySelectorAll(selector)].filter(
  (element) => audit.isShown(element) && !audit.isForEars(element));

// [red, green, blue, alpha] of a computed colour, whatever its notation.
audit.pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
audit.channels = (colour) => {
  const plain = colour.match(/^rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)$/);
  if (plain) return [+plain[1], +plain[2], +plain[3], plain[4] === undefined ? 1 : +plain[4]];
  audit.pen.clearRect(0, 0, 1, 1);
  audit.pen.fillStyle = colour;
  audit.pen.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = audit.pen.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha / 255];
};

// The colour that is seen behind an element: what lies under it, layer on layer.
audit.ground = (element) => {
  const layers = [];
  for (let at = element; at; at = at.parentElement) {
    const layer = audit.channels(getComputedStyle(at).backgroundColor);
    layers.push(layer);
    if (layer[3] === 1) break;
  }
  if (!layers.length || layers.at(-1)[3] < 1) {
    layers.push([...audit.channels(matchMedia("(prefers-color-scheme: dark)").matches
      ? "rgb(18, 18, 18)" : "rgb(255, 255, 255)").slice(0, 3), 1]);
  }
  return layers.reduceRight((below, above) => above.slice(0, 3).map(
    (channel, at) => channel * above[3] + (below[at] ?? 0) * (1 - above[3])), []);
};

// The contrast of two opaque colours (WCAG 2.2, definition of contrast ratio).
audit.contrast = (one, other) => {
  const luminance = (colour) => {
    const [red, green, blue] = colour.slice(0, 3).map((channel) => channel / 255).map(
      (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};

// More rules for the page, past its security policy.
audit.style = (rules) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = rules ? [sheet] : [];
};
