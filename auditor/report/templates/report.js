"use strict";
(function () {
  const all = (pick, root) => Array.from((root || document).querySelectorAll(pick));
  const one = (id) => document.getElementById(id);
  const number = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, document.body.dataset.thousands);
  all(".scripted").forEach((part) => { if (part.id !== "tray") part.hidden = false; });

  // What is folded is opened for print and where a link leads into it.
  window.addEventListener("beforeprint", () => all("details:not(.accept)").forEach((part) => { part.open = true; }));
  function reveal() {
    const target = location.hash && one(decodeURIComponent(location.hash.slice(1)));
    for (let at = target && target.parentElement; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    if (target && target.hidden) { clear(); }
    if (target) {
      target.scrollIntoView({ block: target.offsetHeight > innerHeight / 2 ? "start" : "center" });
      if (!target.matches("a[href], button, [tabindex]")) target.setAttribute("tabindex", "-1");
      target.focus({ preventScroll: true });
    }
  }
  window.addEventListener("hashchange", reveal);

  // The table of relations.
  const table = one("relation-table");
  const rows = table ? Array.from(table.tBodies[0].rows) : [];
  const texts = rows.map((row) => row.textContent.toLocaleLowerCase());
  const kind = one("filter-kind"), words = one("filter-words"), count = one("filter-count");
  function filter() {
    const chosen = (document.querySelector("input[name=verdict]:checked") || { value: "all" }).value;
    const wanted = words.value.trim().toLocaleLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, index) => {
      const fits = (chosen === "all" || row.classList.contains(chosen)) && (!kind.value || row.dataset.kind === kind.value)
        && wanted.every((word) => texts[index].includes(word));
      row.hidden = !fits;
      if (fits) shown += 1;
    });
    count.textContent = count.dataset.words.replace("%s", number(shown)).replace("%a", number(rows.length));
  }
  function clear() {
    if (!table) return;
    one("show-all").checked = true;
    kind.value = words.value = "";
    filter();
  }
  if (table) {
    let waiting = 0;
    all("input[name=verdict]").forEach((radio) => radio.addEventListener("change", filter));
    kind.addEventListener("change", filter);
    words.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 120); });
    filter();
  }

  // Accepted findings: kept in this page alone until they are saved as a file.
  const tray = one("tray");
  if (tray) {
    const accepted = new Map();
    const cards = all("article[data-fingerprint]");
    const status = one("tray-count");
    let unsaved = false;
    const day = () => { const now = new Date(); return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10); };
    const entry = (card, reason, who, when, expires) => ({
      fingerprint: card.dataset.fingerprint, rule: card.dataset.rule, message: card.dataset.message,
      reason: reason, who: who, when: when, expires: expires || null,
    });
    function show() {
      cards.forEach((card) => {
        const known = accepted.get(card.dataset.fingerprint), note = card.querySelector(".standing.now");
        const given = card.dataset.reason !== undefined;
        card.classList.toggle("set-aside", Boolean(known));
        note.hidden = !known || given;
        note.textContent = known ? [known.reason, known.who, known.when].filter(Boolean).join(" \u00b7 ") : "";
        card.querySelector("[name=undo]").hidden = !known;
      });
      status.textContent = status.dataset.words.replace("%s", number(accepted.size));
      tray.hidden = accepted.size === 0 && !unsaved;
    }
    cards.forEach((card) => {
      const form = card.querySelector("form"), need = card.querySelector(".need"), reason = form.elements.reason;
      if (card.dataset.reason !== undefined) {
        accepted.set(card.dataset.fingerprint, entry(card, card.dataset.reason, card.dataset.who, card.dataset.when, card.dataset.expires));
      }
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const why = reason.value.trim();
        reason.setAttribute("aria-invalid", String(!why));
        need.textContent = why ? "" : need.dataset.words;
        if (!why) { reason.focus(); return; }
        accepted.set(card.dataset.fingerprint, entry(card, why, form.elements.who.value.trim(), day(), form.elements.expires.value));
        unsaved = true;
        card.querySelector("details.accept").open = false;
        show();
        card.querySelector("details.accept summary").focus();
      });
      form.elements.undo.addEventListener("click", () => {
        accepted.delete(card.dataset.fingerprint);
        unsaved = true;
        show();
        reason.focus();
      });
    });
    const others = [];
    one("baseline-save").addEventListener("click", (event) => {
      const made = { schema_version: "1", accepted: others.concat(Array.from(accepted.values())) };
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([JSON.stringify(made, null, 1) + "\n"], { type: "application/json" }));
      link.download = event.target.dataset.name;
      document.body.append(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
      unsaved = false;
      status.textContent = status.dataset.saved.replace("%s", link.download);
    });
    one("baseline-load").addEventListener("change", async (event) => {
      const file = event.target.files[0];
      event.target.value = "";
      if (!file) return;
      let found;
      try { found = JSON.parse(await file.text()).accepted; } catch (error) { found = null; }
      if (!Array.isArray(found)) { status.textContent = status.dataset.bad; return; }
      const here = new Map(cards.map((card) => [card.dataset.fingerprint, card]));
      others.length = 0;
      found.forEach((each) => {
        if (!each || typeof each.fingerprint !== "string") return;
        if (here.has(each.fingerprint)) accepted.set(each.fingerprint, each); else others.push(each);
      });
      show();
    });
    window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
    all("details.accept").forEach((part) => part.addEventListener("toggle", () => { if (part.open) tray.hidden = false; else show(); }));
    show();
  }
  reveal();
})();
