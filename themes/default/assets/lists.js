// Filters of a list: rows that do not fit are hidden, and the address says what was chosen. A list that goes on over several pages is filtered as a whole, by the search's index.
(function () {
  "use strict";
  const SAY = {
    stories: ["story", "stories"], questions: ["question", "questions"],
    some: (n, all, [one, many]) => n + " of " + all + " " + (all === 1 ? one : many), none: (many) => "None of the " + many + " is all of this.",
    more: (n) => n + " more: choose one thing more.", broken: "The index could not be loaded.",
  };
  const MOST = 200; // rows of a list that is filtered as a whole
  const box = document.querySelector("[data-filters]"), root = document.currentScript.dataset.root || "";
  if (!box) return;
  const kind = box.dataset.filters, whole = Number(box.dataset.pages) > 1, words = SAY[kind] || ["entry", "entries"];
  const selects = [...box.querySelectorAll("select")], reset = box.querySelector("button"), status = box.querySelector("[role=status]");
  let rows, lists, groups;
  function look() {
    rows = [...document.querySelectorAll("[data-keys]")].map((row) => ({ row, keys: new Set(row.dataset.keys.split(" ")) }));
    lists = [...new Set(rows.map(({ row }) => row.parentNode))];
    groups = lists.map((list) => list.closest("section.list") || list);
  }
  const pager = document.querySelector(".pager");
  const chosen = () => selects.filter((select) => select.value);

  function address() {
    const query = new URLSearchParams(chosen().map((select) => [select.name, select.value]));
    try { history.replaceState(null, "", location.pathname + (String(query) ? "?" + query : "")); } catch (error) { /* some browsers fix the address of a page from disk */ }
  }
  function show() {
    const keys = chosen().map((select) => select.selectedOptions[0].dataset.key);
    reset.hidden = !keys.length;
    address();
    if (whole) return all();
    let count = 0;
    for (const { row, keys: own } of rows) if (!(row.hidden = !keys.every((key) => own.has(key)))) count++;
    // A group without rows says nothing.
    groups.forEach((group, i) => { group.hidden = [...lists[i].children].every((row) => row.hidden); });
    status.textContent = !keys.length ? "" : count ? SAY.some(count, rows.length, words) : SAY.none(words[1]);
  }

  // The rows of all pages, by title alone.
  let found = null;
  function all() {
    const wanted = chosen();
    if (found) found.remove();
    found = null;
    for (const group of groups) group.hidden = wanted.length > 0;
    if (pager) pager.hidden = wanted.length > 0;
    if (!wanted.length) { status.textContent = ""; return; }
    if (!window.prepgenIndex) { status.textContent = SAY.broken; return; }
    window.prepgenIndex((index) => {
      if (String(chosen().map((select) => select.value)) !== String(wanted.map((select) => select.value))) return;
      const { data, facets, titles, urls } = index, number = data.kinds.indexOf(kind);
      const place = (list, value) => list.indexOf(value);
      const tests = wanted.map(({ name, value }) => {
        if (name === "principle") { const at = data.principles.findIndex((doc) => urls[doc] === "principles/" + value + ".html"); return (facet) => facet.principle.includes(at); }
        if (name === "company") { const at = place(data.companies, value); return (facet) => facet.company[0] === at; }
        if (name === "tag") { const at = place(data.tags, value); return (facet) => facet.tag.includes(at); }
        if (name === "status") return { ready: (facet) => !(facet.state & 1), draft: (facet) => facet.state & 1, mend: (facet) => facet.state & 2 }[value];
        const at = place(["story", "notes", "no", "skip"], value);
        return (facet) => facet.state === at;
      });
      const docs = [];
      let total = 0;
      facets.forEach((facet, doc) => { if (facet.kind !== number) return; total++; if (tests.every((test) => test(facet))) docs.push(doc); });
      if (found) found.remove();
      found = document.createElement("div");
      const list = document.createElement("ul");
      list.className = "plain-list";
      for (const doc of docs.slice(0, MOST)) {
        const row = document.createElement("li"), link = document.createElement("a");
        link.href = root + urls[doc];
        link.textContent = titles[doc];
        row.append(link);
        list.append(row);
      }
      found.append(list);
      if (docs.length > MOST) found.append(Object.assign(document.createElement("p"), { className: "small", textContent: SAY.more(docs.length - MOST) }));
      box.after(found);
      status.textContent = docs.length ? SAY.some(docs.length, total, words) : SAY.none(words[1]);
    }, () => { status.textContent = SAY.broken; });
  }

  look();
  const query = new URLSearchParams(location.search);
  for (const select of selects) {
    const value = query.get(select.name);
    if (value !== null && [...select.options].some((option) => option.value === value)) select.value = value;
    select.addEventListener("change", show);
  }
  reset.addEventListener("click", () => { for (const select of selects) select.value = ""; show(); selects[0].focus(); });
  // A browser that comes back may bring the choices of before along.
  addEventListener("pageshow", (event) => { if (event.persisted) show(); });
  // While one writes, rows change under the filter.
  document.addEventListener("prepgen:update", () => { look(); if (chosen().length) show(); });
  if (chosen().length) show();
})();
