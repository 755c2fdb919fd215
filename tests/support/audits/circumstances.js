// What is left of a page in forced colours, and where movement is unwelcome.
"use strict";
audit.hasEdge = (element) => {
  const style = getComputedStyle(element);
  const ground = audit.ground(element.parentElement);
  return ["Top", "Bottom"].every((side) => parseFloat(style[`border${side}Width`]) >= 1 &&
    style[`border${side}Style`] !== "none" &&
    audit.contrast(audit.channels(style[`border${side}Color`]), ground) >= 3);
};

audit.forcedColours = () => {
  const found = [];
  const edged = ".button, button:not(.button-text), .tag, .chip, .leaf, .card, .panel, .notice, .choice-card, " +
    ".error-summary, .practice-group, input:not([type=hidden]), select, textarea";
  for (const element of audit.shown(edged)) {
    const isNative = element.matches("[type=checkbox], [type=radio]");
    if (!isNative && !audit.hasEdge(element)) found.push(`without an edge: ${audit.name(element)}`);
  }
  // A logo keeps the ground it was drawn for: a dark one is lost on black.
  for (const logo of audit.shown("img.logo")) {
    if (getComputedStyle(logo).forcedColorAdjust !== "none") found.push(audit.name(logo));
  }
  for (const link of audit.shown(".site-nav a, .languages a")) {
    const { borderBottomColor, borderBottomWidth, textDecorationLine } = getComputedStyle(link);
    const line = audit.contrast(audit.channels(borderBottomColor), audit.ground(link)) >= 3 &&
      parseFloat(borderBottomWidth) > 0;
    const isCurrent = link.hasAttribute("aria-current");
    if (link.closest(".site-nav") && line !== isCurrent) found.push(`line: ${audit.name(link)}`);
    if (link.closest(".languages") && textDecorationLine.includes("underline") === isCurrent) {
      found.push(`not told apart: ${audit.name(link)}`);
    }
  }
  return found;
};

// The look of a choice, to compare a chosen one with another.
audit.choiceLook = (card) => {
  const { borderTopWidth, borderTopColor, outlineStyle, outlineWidth } = getComputedStyle(card);
  return [borderTopWidth, borderTopColor, outlineStyle, outlineWidth].join(" ");
};

audit.movement = () => {
  const found = [];
  const { scrollBehavior } = getComputedStyle(document.documentElement);
  if (scrollBehavior !== "auto") found.push(`scrolls ${scrollBehavior}`);
  for (const element of document.querySelectorAll("*")) {
    for (const part of [undefined, "::before", "::after"]) {
      const style = getComputedStyle(element, part);
      const moves = style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0.001);
      if (moves || style.animationName !== "none") found.push(`moves: ${audit.name(element)}`);
    }
  }
  if (document.getAnimations().length) found.push("an animation runs");
  return found;
};
