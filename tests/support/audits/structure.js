// How a page is built: headings, landmarks, names, languages, order.
"use strict";
audit.headings = () => {
  const found = [];
  const levels = audit.shown("h1, h2, h3, h4, h5, h6");
  const first = levels.filter((heading) => heading.localName === "h1");
  if (first.length !== 1) found.push(`${first.length} headings of the first level`);
  let above = 0;
  for (const heading of levels) {
    const level = +heading.localName[1];
    if (level > above + 1) found.push(`level ${above} is followed by ${audit.name(heading)}`);
    if (!heading.textContent.trim()) found.push(`empty: ${audit.name(heading)}`);
    above = level;
  }
  return found;
};

audit.nameOf = (element) => {
  const ids = (element.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean);
  const said = ids.map((id) => document.getElementById(id)?.textContent.trim() ?? "").join(" ");
  return said || element.getAttribute("aria-label") || "";
};

audit.landmarks = () => {
  const found = [];
  if (audit.shown("main").length !== 1) found.push("not exactly one main");
  for (const kind of ["body > header", "body > footer"]) {
    if (audit.shown(kind).length !== 1) found.push(`not exactly one ${kind}`);
  }
  const named = {};
  const areas = "nav, aside, section[aria-labelledby], section[aria-label], [role=region]";
  for (const area of audit.shown(areas)) {
    const name = audit.nameOf(area);
    const kind = area.matches("nav, aside") ? area.localName : "region";
    if (!name) found.push(`nameless: ${audit.name(area)}`);
    if (named[`${kind} ${name}`]) found.push(`two of the name ${kind} ${name}`);
    named[`${kind} ${name}`] = true;
  }
  return found;
};

audit.names = () => {
  const found = [];
  const { lang, dir } = document.documentElement;
  if (!/^[a-z]{2,3}$/.test(lang) || !/^(ltr|rtl)$/.test(dir)) found.push(`${lang}, ${dir}`);
  if (document.title.trim().length < 5) found.push(`title: ${document.title}`);
  for (const image of document.images) {
    if (!image.hasAttribute("alt")) found.push(`without alt: ${audit.name(image)}`);
  }
  for (const control of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    const words = [...control.labels].map((label) => label.textContent.trim()).join("");
    if (!words) found.push(`without a label: ${audit.name(control)}`);
  }
  for (const control of audit.shown("a[href], button, summary")) {
    const pictures = [...control.querySelectorAll("img")].map((image) => image.alt).join("");
    if (!control.textContent.trim() && !pictures) found.push(`wordless: ${audit.name(control)}`);
  }
  return found;
};

audit.references = () => {
  const found = [];
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  if (twice.length) found.push(`the same id twice: ${twice.join(", ")}`);
  for (const tie of ["aria-describedby", "aria-labelledby", "for", "list"]) {
    for (const element of document.querySelectorAll(`[${tie}]`)) {
      const lost = element.getAttribute(tie).split(" ").filter((id) => !ids.includes(id));
      if (lost.length) found.push(`${tie} leads nowhere: ${audit.name(element)}`);
    }
  }
  for (const link of document.querySelectorAll("a[href^='#']")) {
    if (!ids.includes(decodeURIComponent(link.hash.slice(1)))) {
      found.push(`leads nowhere: ${audit.name(link)}`);
    }
  }
  return found;
};

audit.structure = () => [
  ...audit.headings(), ...audit.landmarks(), ...audit.names(), ...audit.references(),
];

// Nothing is said by colour alone: links in text are underlined, states have words.
audit.colourAlone = () => {
  const found = [];
  const set = "p, li, dd, dt, td, h1, h2, h3, h4, small, strong";
  for (const link of audit.shown("main a[href]")) {
    const style = getComputedStyle(link);
    const hasEdge = parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== "none";
    if (!style.textDecorationLine.includes("underline") && !hasEdge && link.closest(set)) {
      found.push(`like other text: ${audit.name(link)}`);
    }
  }
  for (const tag of document.querySelectorAll(".tag, .error, .state")) {
    if (!tag.textContent.trim()) found.push(`without words: ${audit.name(tag)}`);
  }
  for (const field of audit.shown(".has-error")) {
    if (!field.querySelector(".error")) found.push(`an error without words: ${audit.name(field)}`);
  }
  for (const here of audit.shown("[aria-current]")) {
    const style = getComputedStyle(here);
    const isMarked = parseFloat(style.borderBottomWidth) > 0 || +style.fontWeight >= 600;
    if (!isMarked) found.push(`marked by colour: ${audit.name(here)}`);
  }
  return found;
};
