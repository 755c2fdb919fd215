// Copies texts and prints the page at a button; without this script there are no such buttons.
"use strict";
(() => {
  const said = document.getElementById("said");
  const say = (words) => {
    said.textContent = "";
    setTimeout(() => { said.textContent = words; }, 50);
    setTimeout(() => { if (said.textContent === words) said.textContent = ""; }, 6000);
  };
  for (const button of document.querySelectorAll("button[data-copies]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const field = document.getElementById(button.dataset.copies);
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
        say(said.dataset.copied);
      } catch {
        field.focus();
        say(said.dataset.selected);
      }
    });
  }
  for (const button of document.querySelectorAll("button[data-prints]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
})();
