/* Keyboard layer for people lists and pages. Looks rows up on each key press, so it survives any
   htmx swap. Turned off by <body data-keys="off"> (WCAG 2.1.4). */
(() => {
  const rows = () => [...document.querySelectorAll("tr.p, li.p")];
  const link = (row) => row?.querySelector(".p-name");
  const here = () => document.activeElement?.closest("tr.p, li.p");
  const typing = (event) => event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  const say = (text) => { const live = document.getElementById("live"); if (live) live.textContent = text; };
  const go = (row) => { link(row)?.focus({ preventScroll: true }); row?.scrollIntoView({ block: "nearest" }); };
  const step = (by) => {
    const all = rows();
    if (!all.length) return document.getElementById(by > 0 ? "next-person" : "previous-person")?.click();
    const at = all.indexOf(here());
    go(all[Math.max(0, Math.min(at + by, all.length - 1))]);
  };
  const press = (act) => {
    const button = (here() ?? (rows().length ? null : document))?.querySelector(`[data-act=${act}]`);
    if (button) button.click(); else say(here() ? "Open the person first: press Enter" : "Choose a person first: press j");
  };
  // How many are chosen is counted by the style sheet; what a screen reader hears is said here.
  const picked = () => say(`${document.querySelectorAll("tbody .check:checked").length} chosen`);
  const pick = () => {
    const box = here()?.querySelector("input.check");
    if (box) { box.click(); picked(); } else say("Choose a person first: press j");
  };
  document.addEventListener("change", ({ target }) => {
    if (target.dataset.pickAll === undefined) return;
    for (const box of document.querySelectorAll("tbody .check")) box.checked = target.checked;
    picked();
  });
  const offer = () => document.querySelectorAll("[data-pick-all]").forEach((box) => { box.hidden = false; });
  offer();
  document.addEventListener("htmx:afterSettle", offer);
  const keep = (opened) => {
    const typed = texts(opened).filter((one) => one.value.trim() && one.value !== one.defaultValue).map((one) => [one.name, one.value]);
    if (typed.length) { drafts.set(opened.id, typed); say("Your text is kept: open the form again"); }
  };
  const leave = (field) => {
    const opened = field.closest(".row-form");
    if (!opened) return field.blur();
    const row = opened.previousElementSibling;
    keep(opened);
    opened.remove();
    go(row);
  };
  // What was typed in a form that was left comes back when the form is opened again.
  const drafts = new Map();
  const texts = (form) => [...form.querySelectorAll("textarea, input[type=text]")];
  document.addEventListener("htmx:load", ({ target }) => {
    const kept = target.matches?.(".row-form, dialog") ? drafts.get(target.id) ?? [] : [];
    target.querySelector?.("[data-first]")?.focus();
    drafts.delete(target.id);
    for (const [name, value] of kept) {
      const field = texts(target).find((one) => one.name === name);
      if (field && (!field.value || target.matches("dialog"))) field.value = value;
    }
  });
  document.addEventListener("close", ({ target }) => keep(target), true);

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key === "Escape" && event.target.closest?.(".row-form")) { leave(event.target); event.preventDefault(); return; }
    if (typing(event)) {
      if (event.key === "Escape") leave(event.target);
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.target.form?.requestSubmit(); event.preventDefault(); }
      return;
    }
    if (document.body.dataset.keys === "off" || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const act = {
      j: () => step(1),
      k: () => step(-1),
      n: () => press("note"),
      l: () => press("contact"),
      L: () => press("details"),
      p: () => press("pin"),
      s: () => press("snooze"),
      m: () => press("move"),
      x: pick,
      z: () => (document.querySelector("[data-act=undo]") ?? document.getElementById("undo-last"))?.click(),
      "/": () => document.querySelector("[type=search]")?.focus(),
      "?": () => document.getElementById("keys-help")?.showPopover?.(),
    }[event.key];
    if (act) { act(); event.preventDefault(); }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-leave]")) { leave(event.target); event.preventDefault(); }
  });
})();
