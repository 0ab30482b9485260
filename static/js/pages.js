/* What pages do beyond HTML and htmx. Each page works without this file. */
(() => {
  const say = (text) => { const live = document.getElementById("live"); if (live) live.textContent = text; };

  // Show password: the button is hidden until this script can make it work.
  for (const button of document.querySelectorAll("[data-reveal]")) {
    const field = document.getElementById(button.dataset.reveal);
    button.hidden = false;
    button.addEventListener("click", () => {
      const shown = field.type === "password";
      field.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", shown);
      say(shown ? "Password is shown" : "Password is hidden");
    });
  }
  // Print: the button is hidden until this script can make it work.
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  // What went wrong gets the focus, on a new page and in a swapped part.
  document.querySelector("[data-focus]")?.focus();
  document.addEventListener("htmx:afterSettle", (event) => event.target.querySelector?.("[data-focus]")?.focus());

  // A toast stays eight seconds, and as long as somebody points at it or is inside it.
  const dismiss = (toast) => setTimeout(() => {
    if (toast.matches(":hover, :focus-within")) dismiss(toast); else toast.remove();
  }, 8000);
  const toasts = () => document.querySelectorAll(".toast:not([data-timed])").forEach((toast) => { toast.dataset.timed = ""; dismiss(toast); });
  toasts();
  document.addEventListener("htmx:afterSettle", toasts);

  // The server says where the focus belongs once the page has settled. What is gone from a list by
  // then is stood in for by what came after it there, else by what came before.
  let order = [];
  const there = (id) => document.getElementById(id);
  const beside = (id) => {
    const at = order.indexOf(id);
    return at < 0 ? null : [...order.slice(at + 1), ...order.slice(0, at).reverse()].map(there).find(Boolean);
  };
  document.addEventListener("htmx:beforeSwap", () => { order = [...document.querySelectorAll(".p-name, .promises button")].map((one) => one.id); });
  document.addEventListener("cultivate:focus", ({ detail }) => {
    if (detail.lost && document.activeElement !== document.body) return;
    (there(detail.value) ?? beside(detail.value) ?? there(detail.otherwise))?.focus();
  });

  // When a swap takes the focused element away, the nearest part around it that is left gets it;
  // of a row that is gone the next person's name; of a dialog whatever had opened it.
  const openers = new WeakMap();
  const names = (row) => [row.matches(".row-form") ? row.previousElementSibling : row, row.nextElementSibling, row.nextElementSibling?.nextElementSibling, row.previousElementSibling]
    .map((one) => one?.querySelector(".p-name")?.id).filter(Boolean);
  const places = (from) => {
    const ids = [];
    for (let one = from; one && one !== document.body; one = one.parentElement) {
      if (openers.has(one)) return [...ids, ...openers.get(one)];
      if (one.id) ids.push(one.id);
      if (one.matches("tr, li")) ids.push(...names(one));
    }
    return ids;
  };
  const focusFirst = (ids) => {
    const left = ids.map((id) => document.getElementById(id)).find(Boolean);
    if (!left) return;
    if (left.tabIndex < 0) left.tabIndex = -1;
    left.focus({ preventScroll: true });
  };
  let around = [];
  document.addEventListener("htmx:beforeSwap", () => { around = places(document.activeElement); });
  document.addEventListener("htmx:afterSettle", () => setTimeout(() => {
    if (document.activeElement === document.body) focusFirst(around);
  }));

  // A dialog opens as it arrives. Closed, it goes, and what had opened it has the focus again.
  document.addEventListener("htmx:load", ({ target }) => {
    if (!target.matches?.("dialog")) return;
    openers.set(target, places(document.activeElement));
    target.addEventListener("close", () => { const ids = openers.get(target); target.remove(); focusFirst(ids); });
    target.showModal();
  });
  document.addEventListener("click", ({ target }) => target.closest?.("[data-close]")?.closest("dialog").close());

  // A log-in elsewhere gave this browser a new token: take it, so that the next press succeeds.
  document.addEventListener("cultivate:token", (event) => {
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": event.detail.value }));
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = event.detail.value; });
  });

  // A form that is open already is not opened twice.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const opened = document.getElementById(event.detail.elt.dataset?.opens ?? "");
    if (opened) { opened.querySelector("textarea, input:not([type=hidden])")?.focus(); event.preventDefault(); }
  });

  // When the server could not save: leave what was typed where it is, and say so beside it.
  const alarm = (place, kind, words) => {
    place.querySelector(".unsaved")?.remove();
    const box = document.createElement("p");
    box.className = `unsaved ${kind}`;
    box.setAttribute("role", "alert");
    box.textContent = words;
    place.prepend(box);
  };
  // A page that is shown anew would drop what is being typed: point to it instead.
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-anew]")) return;
    const typed = [...document.querySelectorAll("main textarea")].find((one) => one.value.trim() && one.value !== one.defaultValue);
    if (!typed) return;
    event.preventDefault();
    alarm(typed.form, "note-box due", "Save this or empty it first. What is new waits.");
    typed.focus();
  });
  const unsaved = (event) => {
    const { elt, requestConfig } = event.detail;
    if (requestConfig?.verb !== "post" || elt.dataset.quiet !== undefined) return;
    const form = elt.closest("form");
    const kept = form?.querySelector("textarea") ? " Your text is still here." : "";
    if (form) alarm(form, "note-box over", `Not saved.${kept} Try again.`);
    else alarm(document.getElementById("toasts"), "toast", "Not saved. Try again.");
  };
  document.addEventListener("htmx:responseError", unsaved);
  document.addEventListener("htmx:sendError", unsaved);
  document.addEventListener("htmx:timeout", unsaved);

  // Copy a link: the button is hidden until this script can make it work.
  const copies = (root) => root.querySelectorAll?.("[data-copy]").forEach((button) => { button.hidden = !navigator.clipboard; });
  copies(document);
  document.addEventListener("htmx:afterSettle", () => copies(document));
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    say(button.dataset.copied);
    button.lastChild.textContent = button.dataset.copied;
  });

  // A candidate's words stay on their own device until they are sent, and go from it then. A
  // browser may refuse to keep anything (a private window): then the page says what it said.
  try {
    const done = document.querySelector("[data-draft-done]")?.dataset.draftDone;
    if (done) Object.keys(localStorage).filter((key) => key === done || (done.endsWith("-") && key.startsWith(done))).forEach((key) => localStorage.removeItem(key));
    const hint = document.querySelector("[data-draft]");
    if (hint) {
      const field = document.getElementById(hint.dataset.for);
      field.value ||= localStorage.getItem(hint.dataset.draft) ?? "";
      field.addEventListener("input", () => localStorage.setItem(hint.dataset.draft, field.value));
      hint.textContent = hint.dataset.kept;
    }
  } catch { /* nothing is kept */ }
})();
