// Whether all text can be seen, and all controls can be hit.
"use strict";
audit.texts = () => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const { parentElement } = walker.currentNode;
    if (!walker.currentNode.data.trim() || !audit.isShown(parentElement)) continue;
    if (!audit.isForEars(parentElement) && !parentElement.closest("option")) {
      found.push(walker.currentNode);
    }
  }
  return found;
};

// What hides text beyond its edges; whoever can be scrolled hides nothing.
audit.frames = (element) => {
  const frames = [];
  for (let at = element; at && at !== document.documentElement; at = at.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(at);
    if (/auto|scroll/.test(overflowX + overflowY)) break;
    if (/hidden|clip/.test(overflowX + overflowY)) frames.push(at.getBoundingClientRect());
  }
  return frames;
};

audit.isScrolledInside = (element) => {
  for (let at = element; at && at !== document.body; at = at.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowX)) return true;
  }
  return false;
};

audit.cutOff = () => {
  const found = new Set();
  for (const text of audit.texts()) {
    const range = document.createRange();
    range.selectNodeContents(text);
    const frames = audit.frames(text.parentElement);
    for (const box of range.getClientRects()) {
      const isCut = frames.some((frame) => box.left < frame.left - 1 ||
        box.right > frame.right + 1 || box.bottom > frame.bottom + 2 || box.top < frame.top - 2);
      const isOutside = (box.right > innerWidth + 1 || box.left < -1) &&
        !audit.isScrolledInside(text.parentElement) && !text.parentElement.closest(".skip");
      if (isCut || isOutside) found.add(`cut off: ${audit.name(text.parentElement)}`);
    }
  }
  return [...found];
};

audit.sideways = () => {
  const { scrollWidth } = document.documentElement;
  return scrollWidth > innerWidth ? [`${scrollWidth} px wide in ${innerWidth}`] : [];
};

audit.CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary";

// A link within a sentence: other words stand before or behind it in the same block.
audit.isInSentence = (link) => {
  if (getComputedStyle(link).display !== "inline") return false;
  let block = link.parentElement;
  while (getComputedStyle(block).display === "inline") block = block.parentElement;
  const own = link.textContent.trim().length;
  return block.textContent.replace(/\s+/g, " ").trim().length > own + 2;
};

// WCAG 2.5.8: 24 px, or as much room around as a circle of 24 px takes.
audit.targets = () => {
  const found = [];
  const controls = audit.shown(audit.CONTROLS).filter((one) => !one.matches(".skip"));
  const boxes = controls.map((control) => control.getBoundingClientRect());
  const isCrowded = (box, at) => boxes.some((other, number) => {
    if (number === at) return false;
    const x = Math.max(other.left, Math.min(box.x + box.width / 2, other.right));
    const y = Math.max(other.top, Math.min(box.y + box.height / 2, other.bottom));
    return Math.hypot(x - box.x - box.width / 2, y - box.y - box.height / 2) < 12;
  });
  controls.forEach((control, at) => {
    const { width, height } = boxes[at];
    const isSmall = width < 24 || height < 24;
    const isInline = getComputedStyle(control).display === "inline";
    if (isSmall && !audit.isInSentence(control) && (!isInline || isCrowded(boxes[at], at))) {
      found.push(`${width.toFixed()}×${height.toFixed()}: ${audit.name(control)}`);
    }
    const boxOrDot = control.matches("[type=checkbox], [type=radio]");
    const isPrimary = control.matches(".button, button:not(.button-text), input, select, textarea") && !boxOrDot;
    if (isPrimary && (width < 44 || height < 44)) {
      found.push(`below 44: ${width.toFixed()}×${height.toFixed()}: ${audit.name(control)}`);
    }
  });
  return found;
};
