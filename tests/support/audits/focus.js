// Where the keyboard is: seen, uncovered, in order.
"use strict";
// A frame is left out: the focus goes into its document.
audit.FOCUSABLE = `${audit.CONTROLS}, [tabindex]:not([tabindex='-1'])`;

audit.stops = () => audit.shown(audit.FOCUSABLE).filter(
  (one) => !one.disabled && one.tabIndex >= 0 && !isOtherRadio(one));

// Of a group of radio buttons the Tab key reaches one.
function isOtherRadio(one) {
  if (one.type !== "radio") return false;
  const group = [...document.querySelectorAll("[type=radio]")].filter(
    (other) => other.name === one.name && other.form === one.form);
  return one !== (group.find((other) => other.checked) ?? group[0]);
}

audit.indicator = (element) => {
  const style = getComputedStyle(element);
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) {
    return `outline ${style.outlineStyle} ${style.outlineWidth}`;
  }
  // An outline with an offset lies on what is around the element.
  const around = parseFloat(style.outlineOffset) > 0 ? element.parentElement : element;
  const ground = audit.ground(around);
  const contrast = audit.contrast(audit.channels(style.outlineColor), ground);
  return contrast < 3 ? `contrast ${contrast.toFixed(2)} on ${ground.map(Math.round)}` : "";
};

audit.isCovered = (element) => {
  const { left, right, top, bottom } = element.getClientRects()[0];
  const points = [[(left + right) / 2, (top + bottom) / 2], [left + 2, top + 2],
    [right - 2, bottom - 2], [left + 2, bottom - 2], [right - 2, top + 2]];
  return !points.some(([x, y]) => {
    const seen = document.elementFromPoint(x, y);
    return seen !== null && (element.contains(seen) || seen.contains(element));
  });
};

audit.focus = () => {
  const found = [];
  for (const ahead of document.querySelectorAll("[tabindex]")) {
    if (ahead.tabIndex > 0) found.push(`jumps the queue: ${audit.name(ahead)}`);
  }
  for (const element of audit.stops()) {
    element.focus({ focusVisible: true });
    if (document.activeElement !== element) {
      found.push(`takes no focus: ${audit.name(element)}`);
      continue;
    }
    const fault = audit.indicator(element);
    if (fault) found.push(`${fault}: ${audit.name(element)}`);
    if (audit.isCovered(element)) found.push(`covered: ${audit.name(element)}`);
  }
  return found;
};

// The number of the element that has the focus among all that can have it.
audit.at = () => audit.stops().indexOf(document.activeElement);
