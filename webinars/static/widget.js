// Shows a series in place of its link; where frames are refused, the link stays.
(() => {
  const { origin } = new URL(document.currentScript.src);
  for (const link of document.querySelectorAll("a[data-webinars-series]")) {
    const series = link.dataset.webinarsSeries;
    const frame = document.createElement("iframe");
    link.removeAttribute("data-webinars-series");
    if (new URL(link.href).origin !== origin) continue;
    frame.src = `${origin}/embed/series/${series}${link.search}#${location.origin}`;
    frame.title = link.textContent.trim();
    frame.loading = "lazy";
    frame.style.cssText = "display:block;width:100%;height:0;border:0;visibility:hidden";
    addEventListener("message", (event) => {
      if (event.origin !== origin || event.source !== frame.contentWindow) return;
      frame.style.height = `${event.data.height}px`;
      frame.style.visibility = "visible";
      link.style.display = "none";
    });
    link.after(frame);
  }
})();
