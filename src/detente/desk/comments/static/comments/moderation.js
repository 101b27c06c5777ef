// Hot keys for the moderators' queue.  Without them, or with them off, the buttons do the same.
(() => {
  "use strict";
  const STORE = "moderation-keys";
  const TYPING = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";
  const cards = () => [...document.querySelectorAll("#queue .card")];
  const byId = (id) => (id ? document.getElementById(id) : null);
  let current = null; // the id of the card at hand
  let latest = null; // the id of the card that was decided last
  let on = true;
  try { on = localStorage.getItem(STORE) !== "off"; } catch { /* no storage: they are on */ }

  const show = (card) => {
    if (!card) return;
    current = card.id;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  };
  const at = () => document.activeElement.closest?.(".card") || byId(current);
  const move = (by) => {
    const all = cards();
    const place = all.indexOf(at());
    show(all[place < 0 ? 0 : Math.min(Math.max(place + by, 0), all.length - 1)]);
  };
  const submit = (card, which) => {
    const form = card?.querySelector(which);
    if (!form) return false;
    latest = current = card.id;
    form.requestSubmit();
    return true;
  };
  const reject = (card) => {
    const box = card?.querySelector("details.reject");
    if (!box) return;
    current = card.id;
    box.open = true;
    box.querySelector("input[type=radio]").focus();
  };
  const choose = (card, digit) => {
    const box = card?.querySelector("details.reject[open]");
    const choices = box ? [...box.querySelectorAll("input[type=radio]")] : [];
    const choice = choices[digit - 1];
    if (!choice) return;
    choice.checked = true;
    const note = box.querySelector("textarea");
    // The last reason needs a note, and says so where there is none.
    if (digit === choices.length && !note.value.trim()) { note.required = true; note.focus(); return; }
    submit(card, "details.reject form");
  };

  const keys = {
    j: () => move(1),
    k: () => move(-1),
    a: () => submit(at(), "form.approve"),
    r: () => reject(at()),
    u: () => submit(at(), "form.reopen") || submit(byId(latest), "form.reopen"),
    "?": () => { const help = byId("keys"); help.open = !help.open; if (help.open) help.querySelector("summary").focus(); },
    Escape: () => {
      const box = at()?.querySelector("details.reject[open]");
      if (box) { box.open = false; show(box.closest(".card")); }
    },
  };

  document.addEventListener("keydown", (event) => {
    if (!on || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
    if (event.target.matches?.(TYPING) && event.key !== "Escape") return;
    const act = /^[1-9]$/.test(event.key) ? () => choose(at(), Number(event.key)) : keys[event.key];
    if (act) { event.preventDefault(); act(); }
  });

  // A card that was decided is replaced by its new self: go on to the next that waits, or stay where an error is shown.
  document.addEventListener("htmx:afterSwap", (event) => {
    const card = byId(event.detail.target?.id);
    if (!card?.matches(".card")) return;
    latest = card.id;
    const all = cards();
    const after = all.slice(all.indexOf(card) + 1).find((each) => each.dataset.state === "waiting");
    const stay = card.dataset.state === "waiting" || card.querySelector(".message.error");
    show(stay ? card : after || card);
  });

  document.addEventListener("focusin", (event) => {
    const card = event.target.closest?.(".card");
    if (card) current = card.id;
  });

  document.addEventListener("DOMContentLoaded", () => {
    const button = byId("keys-switch");
    const state = () => {
      button.textContent = on ? button.dataset.on : button.dataset.off;
    };
    button.hidden = false;
    state();
    button.addEventListener("click", () => {
      on = !on;
      try { localStorage.setItem(STORE, on ? "on" : "off"); } catch { /* for this page only, then */ }
      state();
    });
    const just = byId(location.hash.slice(1));
    if (just?.matches(".card")) latest = just.id;
  });
})();
