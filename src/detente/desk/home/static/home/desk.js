// Small helps; every page works without them, but for live updates.
(() => {
  "use strict";
  // A sentence that another one crosses comes in pieces: light up all of them, and open what is folded around a target.
  const follow = () => {
    for (const piece of document.querySelectorAll("mark.lit")) piece.classList.remove("lit");
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    const sentence = target.dataset.sentence;
    if (!sentence) return;
    for (const piece of document.querySelectorAll("mark")) {
      if (piece.dataset.sentence === sentence) piece.classList.add("lit");
    }
  };
  addEventListener("hashchange", follow);
  document.addEventListener("DOMContentLoaded", follow);
})();
