// Sliders that show their values, are set back one by one, and send only what is changed.
(() => {
  "use strict";
  const form = document.getElementById("whatif");
  if (!form) return;
  const lang = document.documentElement.lang;
  const share = new Intl.NumberFormat(lang, { style: "percent", maximumFractionDigits: 0 });
  const amount = new Intl.NumberFormat(lang, { maximumFractionDigits: 1 });
  const based = (control) => "base" in control.dataset;
  const same = (control) => control.type === "range"
    ? Math.abs(Number(control.value) - Number(control.dataset.base)) < 1e-9
    : control.value === control.dataset.base;

  const show = (control) => {
    const box = control.closest(".control");
    if (!box) return;
    if (control.type === "range") {
      const value = Number(control.value);
      box.querySelector("output").textContent = control.max === "1" ? share.format(value) : amount.format(value);
    }
    if (!based(control) && control.type !== "checkbox") return;
    const changed = based(control) ? !same(control) : control.checked;
    box.classList.toggle("changed", changed);
    const reset = box.querySelector("[data-reset]");
    if (reset) reset.hidden = !changed;
  };
  const SUPPOSE = ["suppose-stance", "suppose-about", "suppose-count"];
  const said = (control) => control.dispatchEvent(new Event("input", { bubbles: true }));
  const back = (control) => {
    if (control.type === "checkbox") control.checked = false;
    else control.value = control.dataset.base;
    said(control);
  };

  for (const control of form.elements) show(control);
  form.addEventListener("input", (event) => show(event.target));
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-reset]");
    if (!button) return;
    const control = document.getElementById(button.dataset.reset);
    control.focus();
    back(control);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-undo]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const control = [...form.elements].find((each) =>
      each.name === link.dataset.undo && (each.type !== "checkbox" || each.value === link.dataset.value));
    if (!control) return;
    event.preventDefault();
    for (let box = control.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    control.focus();
    back(control);
  });
  // The name of a scenario is no change of the table; Enter in it saves.
  const save = document.getElementById("save");
  if (save) {
    save.addEventListener("input", (event) => event.stopPropagation());
    save.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
      event.preventDefault();
      save.querySelector("button").click();
    });
  }
  // What was just moved need not be asked for any more once the form is sent.
  let leaving = false;
  form.addEventListener("submit", () => { leaving = true; });
  addEventListener("pageshow", () => { leaving = false; });
  document.body.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt !== form) return;
    if (leaving) {
      event.preventDefault();
      return;
    }
    // HTMX takes the address of the button that was clicked last.
    event.detail.path = form.getAttribute("data-hx-get");
    const sent = event.detail.parameters;
    if (!sent["suppose-party"]) for (const name of SUPPOSE) delete sent[name];
    for (const control of form.elements) {
      if ((based(control) && same(control)) || (save && save.contains(control))) delete sent[control.name];
    }
    delete sent.csrfmiddlewaretoken;
  });
})();
