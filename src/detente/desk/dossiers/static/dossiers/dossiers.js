// When a section is replaced by a newer one, what was unfolded stays so, and the focus stays where it was.
(() => {
  "use strict";
  const opened = (box) => [...box.querySelectorAll("details")].map((each) => each.open);
  const places = (box) => [...box.querySelectorAll("a[href], button, summary, [tabindex]")];
  let before = null;
  addEventListener("htmx:beforeSwap", (event) => {
    const box = event.target;
    if (box.id !== "section") return;
    before = { opened: opened(box), focused: places(box).indexOf(document.activeElement), y: scrollY };
  });
  addEventListener("htmx:afterSettle", () => {
    const box = document.getElementById("section");
    if (!before || !box) return;
    const kept = before;
    before = null;
    box.querySelectorAll("details").forEach((each, n) => { each.open = each.open || Boolean(kept.opened[n]); });
    if (kept.focused >= 0 && !box.contains(document.activeElement)) {
      const place = places(box)[kept.focused] || box.querySelector("h2");
      place.focus({ preventScroll: true });
    }
    scrollTo({ top: kept.y, behavior: "instant" });
  });
  document.addEventListener("DOMContentLoaded", () => {
    for (const slider of document.querySelectorAll('input[type="range"][data-shown]')) {
      const shown = document.createElement("output");
      shown.className = "shown";
      shown.htmlFor = slider.id;
      const show = () => { shown.value = Number(slider.value).toLocaleString(document.documentElement.lang, { style: "percent" }); };
      slider.after(shown);
      slider.addEventListener("input", show);
      show();
    }
  });
})();
