// The keys of the queue, and selecting text in a report.  Both pages work with plain forms alone.
(() => {
  "use strict";
  const OFF = "review-keys-off";
  const stored = (value) => {
    try {
      if (value === undefined) return localStorage.getItem(OFF) === "yes";
      localStorage.setItem(OFF, value ? "yes" : "no");
    } catch { /* without storage the switch holds for this page */ }
    return value;
  };
  let off = stored() === true;
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;
  const items = () => [...document.querySelectorAll("[data-item]")];
  const here = () => document.activeElement.closest("[data-item]");
  const step = (by) => {
    const all = items(), now = here();
    const next = now ? all[all.indexOf(now) + by] : all[by > 0 ? 0 : all.length - 1];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  };
  const button = (item, name) => item?.querySelector(`[data-act="${name}"]`);
  const act = (name) => {
    let item = here() || items()[0];
    // After a ruling one is at the next item: what is to be undone is the one before.
    if (name === "undo" && !button(item, name)) item = document.getElementById(last);
    const found = button(item, name);
    if (!found) return;
    if (item !== here()) item.focus();
    found.click();
  };
  let last = "";
  const search = () => {
    const field = document.querySelector("#f-q");
    if (field) { field.focus(); field.select(); }
  };
  const help = () => {
    const keys = document.querySelector("[data-keys]");
    if (keys) { keys.open = !keys.open; keys.querySelector("summary").focus(); }
  };
  const leave = (target) => {
    const cancel = target.closest("[data-item]")?.querySelector('[data-act="cancel"]');
    if (cancel) cancel.click();
    else if (typing(target)) target.blur();
  };
  const KEYS = {
    j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1),
    a: () => act("accept"), r: () => act("reject"), c: () => act("correct"), u: () => act("undo"), n: () => act("add"),
    "/": search, "?": help,
  };
  document.addEventListener("keydown", (event) => {
    if (off || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (target.closest("[data-text]")) return;
    if (event.key === "Escape" && (typing(target) || target.closest("[data-item]"))) { leave(target); return; }
    if (typing(target) || !(event.key in KEYS)) return;
    // The arrows move within the queue only, elsewhere they scroll.
    if (event.key.startsWith("Arrow") && !here()) return;
    if (event.key !== "/" && event.key !== "?" && !document.querySelector("[data-queue]")) return;
    event.preventDefault();
    KEYS[event.key]();
  });

  // After a ruling the next item has the focus; a form that was opened has it in its first field.
  // The page asks for other things meanwhile (what a ruling changed): each answer belongs to its own request.
  const turns = new WeakMap();
  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, xhr, requestConfig } = event.detail;
    const item = elt.closest?.("[data-item]");
    const act = requestConfig.triggeringEvent?.submitter?.dataset.act || elt.dataset.act || "save";
    if (item) turns.set(xhr, { id: item.id, act });
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const turn = turns.get(event.detail.xhr);
    const item = turn && document.getElementById(turn.id);
    if (!item) return;
    turns.delete(event.detail.xhr);
    // Whoever has gone elsewhere meanwhile stays there.
    const now = document.activeElement;
    if (now && now !== document.body && !item.contains(now)) return;
    const done = turn.act;
    if (done === "accept" || done === "reject" || done === "save") last = item.id;
    const field = item.querySelector("form.correct select, form.correct input:not([type=hidden])");
    if (field) { field.focus(); return; }
    item.focus();
    if (done === "accept" || done === "reject" || done === "save") step(1);
  });

  document.addEventListener("DOMContentLoaded", () => {
    for (const each of document.querySelectorAll("[data-with-script]")) each.hidden = false;
    const toggle = document.querySelector("[data-keys-switch]");
    if (toggle) {
      const show = () => { toggle.textContent = off ? toggle.dataset.off : toggle.dataset.on; };
      toggle.hidden = false;
      show();
      toggle.addEventListener("click", () => { off = !off; stored(off); show(); });
    }
    const queue = document.querySelector("[data-queue]");
    if (queue && location.hash.startsWith("#i-")) document.getElementById(location.hash.slice(1))?.focus();
    const text = document.querySelector("[data-text]");
    if (text) selecting(text, [...document.querySelectorAll("[data-add]")]);
  });

  // Places in a report are code points, those in JavaScript are UTF-16 units: a place is the number of code points of
  // what stands before it in its paragraph, after the place where the paragraph begins.
  const points = (text) => [...text].length;
  const placeOf = (paragraph, node, offset) => {
    const range = document.createRange();
    range.selectNodeContents(paragraph);
    range.setEnd(node, offset);
    return Number(paragraph.dataset.start) + points(range.toString());
  };
  const selected = (text) => {
    const chosen = getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return null;
    const range = chosen.getRangeAt(0);
    // What was selected of the first paragraph that it touches; a statement does not go beyond its paragraph.
    const paragraph = [...text.querySelectorAll("p[data-start]")].find((each) => range.intersectsNode(each));
    if (!paragraph) return null;
    const inside = document.createRange();
    inside.selectNodeContents(paragraph);
    if (paragraph.contains(range.startContainer)) inside.setStart(range.startContainer, range.startOffset);
    if (paragraph.contains(range.endContainer)) inside.setEnd(range.endContainer, range.endOffset);
    const quote = inside.toString();
    if (!quote.trim()) return null;
    const start = placeOf(paragraph, inside.startContainer, inside.startOffset);
    return { quote, start, end: start + points(quote) };
  };
  // The words that are selected go into all forms; one of these is open at a time.
  const selecting = (text, boxes) => {
    const forms = boxes.map((box) => box.querySelector("form"));
    const fill = (form, found) => {
      for (const name of ["quote", "start", "end"]) form.elements.namedItem(name).value = found[name];
    };
    const take = () => {
      const found = selected(text);
      if (found) for (const form of forms) fill(form, found);
      return found !== null;
    };
    const go = (name) => {
      const box = boxes.find((each) => (name ? each.dataset.add === name : each.open)) || boxes[0];
      for (const each of boxes) each.open = each === box;
      box.querySelector("select").focus();
    };
    for (const box of boxes) {
      box.addEventListener("toggle", () => {
        if (box.open) for (const other of boxes) if (other !== box) other.open = false;
      });
    }
    text.addEventListener("mouseup", () => setTimeout(take));
    for (const form of forms) {
      form.elements.namedItem("quote").addEventListener("input", (event) => {
        for (const each of forms) fill(each, { quote: event.target.value, start: "", end: "" });
      });
    }
    // One begins at the passage that one came from.
    const paragraphs = [...text.querySelectorAll("p[data-start]")];
    const first = paragraphs.findLast((each) => Number(each.dataset.start) <= Number(text.dataset.at)) || paragraphs[0];
    if (location.hash === "#text") {
      text.focus({ preventScroll: true });
      first?.scrollIntoView({ block: "center" });
    }
    const NAMES = { s: "statement", e: "event", Enter: "" };
    const STEPS = {
      ArrowRight: ["forward", "word"], ArrowLeft: ["backward", "word"],
      ArrowDown: ["forward", "line"], ArrowUp: ["backward", "line"],
    };
    text.addEventListener("keydown", (event) => {
      const chosen = getSelection();
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key in NAMES) {
        if (take()) { event.preventDefault(); go(NAMES[event.key]); }
        return;
      }
      const way = STEPS[event.key];
      if (!way || !chosen.modify) return;
      event.preventDefault();
      if (!chosen.rangeCount || !text.contains(chosen.anchorNode)) {
        if (!first) return;
        chosen.collapse(first, 0);
        chosen.modify("extend", "forward", "word");
      } else if (event.shiftKey) {
        chosen.modify("extend", ...way);
      } else {
        // One word is always selected, so that one sees where one is.
        if (way[0] === "forward") chosen.collapseToEnd(); else chosen.collapseToStart();
        if (way[1] === "line" || way[0] === "backward") chosen.modify("move", ...way);
        chosen.modify("extend", "forward", "word");
      }
      if (!text.contains(chosen.focusNode)) chosen.collapse(first, 0);
      take();
    });
  };
})();
