// Keeps an open page fresh while the handbook is written. It stands last in the body and runs before any deferred script, so that what it sees is what
// the server sent. Of a fresh page only what differs from that is changed: whatever scripts and people did to the page since stays.
(function () {
  "use strict";
  const script = document.currentScript;
  let tag = '"' + script.dataset.tag + '"', server = null, turn = null, busy = false, again = false;

  // ---- What the server sent, and which node of the page shows each part of it.

  const live = new WeakMap();
  const base = document.documentElement.cloneNode(true);
  pair(base, document.documentElement);

  function pair(copy, node) {
    live.set(copy, node);
    let a = copy.firstChild, b = node.firstChild;
    for (; a && b; a = a.nextSibling, b = b.nextSibling) pair(a, b);
  }

  const own = (node) => node.nodeName === "SCRIPT" && (node.getAttribute("src") || "").startsWith("/.prepgen/");
  const same = (a, b) => a.isEqualNode(b) || (own(a) && own(b));
  const alike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.nodeType !== 1 || a.id === b.id);

  // ---- Changing the page to a fresh one.

  const changed = new Set();

  function note(node) {
    const element = node && (node.nodeType === 1 ? node : node.parentElement);
    if (element && element.closest("main")) changed.add(element);
  }

  function attributes(old, fresh) {
    const node = live.get(old);
    for (const { name } of [...old.attributes]) {
      if (!fresh.hasAttribute(name)) { old.removeAttribute(name); node && node.removeAttribute(name); }
    }
    for (const { name, value } of fresh.attributes) {
      if (old.getAttribute(name) !== value) { old.setAttribute(name, value); node && node.setAttribute(name, value); }
    }
  }

  function insert(parent, before, fresh) {
    const copy = fresh.cloneNode(true), node = document.importNode(fresh, true);
    parent.insertBefore(copy, before);
    const place = live.get(parent);
    // What scripts moved or removed has no place any more; then the new part goes where its elder brother is.
    let next = before;
    while (next && !(live.get(next) && live.get(next).parentNode === place)) next = next.nextSibling;
    if (place) place.insertBefore(node, next ? live.get(next) : null);
    pair(copy, node);
    note(node);
  }

  function remove(old) {
    const node = live.get(old);
    if (node) { note(node.parentNode); node.remove(); }
    old.remove();
  }

  function patch(old, fresh) {
    if (same(old, fresh)) return;
    if (old.nodeType !== 1) {
      if (old.nodeValue !== fresh.nodeValue) {
        old.nodeValue = fresh.nodeValue;
        const node = live.get(old);
        if (node) { node.nodeValue = fresh.nodeValue; note(node); }
      }
      return;
    }
    attributes(old, fresh);
    children(old, fresh);
  }

  function children(parent, fresh) {
    const was = [...parent.childNodes], now = [...fresh.childNodes];
    let from = 0, wasEnd = was.length, nowEnd = now.length;
    while (from < wasEnd && from < nowEnd && same(was[from], now[from])) from++;
    while (wasEnd > from && nowEnd > from && same(was[wasEnd - 1], now[nowEnd - 1])) { wasEnd--; nowEnd--; }
    // In between, each fresh node takes the next old one that is equal, else the next that is alike.
    let at = from;
    for (let n = from; n < nowEnd; n++) {
      let match = -1;
      for (let w = at; w < wasEnd && match < 0; w++) if (same(was[w], now[n])) match = w;
      const later = (w) => now.slice(n + 1, nowEnd).some((other) => same(was[w], other));
      for (let w = at; w < wasEnd && match < 0; w++) if (alike(was[w], now[n]) && !later(w)) match = w;
      if (match < 0) {
        insert(parent, was[at] || null, now[n]);
      } else {
        while (at < match) remove(was[at++]);
        patch(was[at++], now[n]);
      }
    }
    while (at < wasEnd) remove(was[at++]);
  }

  // Styles are swapped without a moment in between in which there are none.
  function restyle(old, href) {
    const next = old.cloneNode(false);
    next.href = href;
    next.addEventListener("load", () => old.remove());
    next.addEventListener("error", () => next.remove());
    old.after(next);
    return next;
  }

  const scripts = (root) => [...root.querySelectorAll("script")].filter((node) => !own(node)).map((node) => node.outerHTML).join("\n");

  function head(fresh) {
    const was = base.querySelector("head"), now = fresh.querySelector("head");
    const sheets = (root) => [...root.querySelectorAll("link[rel=stylesheet]")];
    const [old, next] = [sheets(was), sheets(now)];
    if (old.length !== next.length) return false;
    old.forEach((sheet, number) => {
      const href = next[number].getAttribute("href");
      if (sheet.getAttribute("href") === href) return;
      sheet.setAttribute("href", href);
      live.set(sheet, restyle(live.get(sheet), href));
    });
    const title = was.querySelector("title"), words = now.querySelector("title");
    if (title && words && title.textContent !== words.textContent) { title.textContent = words.textContent; document.title = words.textContent; }
    return true;
  }

  function apply(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html").documentElement;
    // A script that changed has to run, which only a page that is loaded makes sure of.
    if (scripts(base) !== scripts(fresh) || !head(fresh)) return location.reload();
    changed.clear();
    attributes(base, fresh);
    patch(base.querySelector("body"), fresh.querySelector("body"));
    document.dispatchEvent(new CustomEvent("prepgen:update"));
    light();
  }

  function light() {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    for (const node of changed) {
      if (!node.isConnected || [...changed].some((other) => other !== node && node.contains(other))) continue;
      node.animate([{ backgroundColor: "rgb(255 214 90 / 45%)" }, { backgroundColor: "rgb(255 214 90 / 0%)" }], { duration: 1600, easing: "ease-out" });
    }
  }

  // ---- Asking whether this page changed.

  async function check() {
    if (busy) { again = true; return; }
    busy = true;
    try {
      do {
        again = false;
        const reply = await fetch(location.pathname + location.search, { headers: { "If-None-Match": tag }, cache: "no-store" });
        if (reply.redirected) return location.replace(reply.url + location.hash);
        if (reply.status === 304) continue;
        const instead = reply.headers.get("prepgen-instead");
        if (reply.status === 404 && instead) return location.replace(instead + "#prepgen-gone");
        const html = await reply.text(), fresh = reply.headers.get("etag");
        if (!fresh || fresh === tag) continue;
        tag = fresh;
        apply(html);
      } while (again);
    } catch (error) { /* the server went away meanwhile; its return brings the next event */ } finally { busy = false; }
  }

  // Files that are copied as they are carry no trace in the page when they change.
  function refresh(files) {
    if (!files.length) return;
    const hit = (address) => {
      const url = new URL(address, location.href);
      return url.origin === location.origin && files.includes(decodeURI(url.pathname).slice(1));
    };
    if ([...document.scripts].some((node) => node.src && hit(node.src))) return location.reload();
    for (const sheet of document.querySelectorAll("link[rel=stylesheet]")) {
      if (!hit(sheet.href)) continue;
      const url = new URL(sheet.href);
      url.searchParams.set("live", turn);
      const next = restyle(sheet, url.href);
      for (const node of base.querySelectorAll("link[rel=stylesheet]")) if (live.get(node) === sheet) live.set(node, next);
    }
    for (const picture of document.images) {
      if (!hit(picture.src)) continue;
      const url = new URL(picture.src);
      url.searchParams.set("live", turn);
      picture.src = url.href;
    }
  }

  // ---- What the author is told on the page.

  const make = (name, attributes, ...parts) => {
    const node = Object.assign(document.createElement(name), attributes);
    node.append(...parts);
    return node;
  };
  const host = make("prepgen-live", {}), shadow = host.attachShadow({ mode: "open" });
  const list = make("ol", {}), heading = make("h2", { id: "Head" }), close = make("button", { type: "button", textContent: "Close (Esc)" });
  const dialog = make("dialog", {}, make("header", {}, heading, close), list);
  const badge = make("button", { type: "button", className: "badge", hidden: true }), word = make("p", { className: "word", hidden: true });
  dialog.setAttribute("aria-labelledby", "Head");
  word.setAttribute("role", "status");
  shadow.append(make("link", { rel: "stylesheet", href: "/.prepgen/live.css" }), badge, word, dialog);
  const plural = (count, one) => count + " " + one + (count === 1 ? "" : "s");
  let news = { errors: 0, warnings: 0, infos: 0, findings: [], more: 0 }, closed = "", before = null, shown = "";

  let lost = false;
  function say(text, fades) {
    word.textContent = text;
    word.hidden = !text;
    if (fades) setTimeout(() => { if (word.textContent === text) word.hidden = true; }, 6000);
  }

  function item(found) {
    const parts = [make("p", { className: "what" }, make("b", { className: found.level, textContent: found.level }), " ", found.message)];
    if (found.place) parts.push(make("p", { className: "where" }, make("code", { textContent: found.place }), found.lint ? " " : "", make("span", { textContent: found.lint })));
    if (found.line) {
      const [head, marked, tail] = found.line;
      parts.push(make("pre", {}, make("span", { className: "number", textContent: found.number + " " }), head, make("mark", { textContent: marked || " " }), tail));
    }
    if (found.help) parts.push(make(found.help.includes("\n") ? "pre" : "p", { className: "help", textContent: found.help }));
    for (const [place, text] of found.related) parts.push(make("p", { className: "where" }, make("code", { textContent: place }), " " + text));
    return make("li", {}, ...parts);
  }

  function fill() {
    const counts = [[news.errors, "error"], [news.warnings, "warning"], [news.infos, "hint"]].filter(([count]) => count);
    heading.textContent = counts.map(([count, one]) => plural(count, one)).join(", ") || "Nothing to mend";
    list.replaceChildren(...news.findings.map(item));
    if (news.more) list.append(make("li", { textContent: "and " + news.more + " more: prepgen check shows them all" }));
    badge.hidden = !(news.errors || news.warnings);
    badge.className = news.errors ? "badge error" : "badge";
    badge.textContent = news.errors ? plural(news.errors, "error") + ": this page is the last good one" : plural(news.warnings, "warning");
    badge.setAttribute("aria-haspopup", "dialog");
  }

  function open() {
    if (dialog.open) return;
    before = document.activeElement;
    dialog.showModal();
    dialog.scrollTop = 0;
  }

  async function findings() {
    try {
      news = await (await fetch("/.prepgen/findings.json", { cache: "no-store" })).json();
    } catch (error) { return; }
    const errors = JSON.stringify(news.findings.filter((found) => found.level === "error"));
    fill();
    if (!news.errors) {
      closed = "";
      // What opened by itself goes by itself; what was opened to read stays.
      if (dialog.open && shown) dialog.close();
      shown = "";
    } else if (errors !== closed) {
      if (!dialog.open) open();
      shown = errors;
    }
  }

  close.addEventListener("click", () => dialog.close());
  badge.addEventListener("click", open);
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => {
    closed = news.errors ? JSON.stringify(news.findings.filter((found) => found.level === "error")) : "";
    shown = "";
    if (before && before.isConnected && before !== document.body) before.focus();
  });

  // ---- Hearing of changes.

  function hear(message) {
    if (message.lost) {
      lost = true;
      return say("prepgen serve is not running. This page is as it was; it goes on when the server is back.");
    }
    // Only that word is out of date then; another one may be new.
    if (lost && server !== null) {
      lost = false;
      say("");
    }
    const first = server === null, other = !first && server !== message.server;
    server = message.server;
    if (!first && !other && turn === message.turn) return;
    turn = message.turn;
    // Scripts of the page that keep what they loaded, such as the search its index, hear that it may be old.
    if (!first) document.dispatchEvent(new CustomEvent("prepgen:change"));
    check();
    findings();
    if (!first && !other) refresh(message.files);
  }

  function listen() {
    if (window.SharedWorker) {
      try {
        const worker = new SharedWorker("/.prepgen/worker.js", "prepgen");
        worker.port.onmessage = (event) => hear(event.data);
        addEventListener("pagehide", () => worker.port.postMessage("bye"));
        addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
        return;
      } catch (error) { /* then each tab listens by itself */ }
    }
    // A hidden tab gives its connection back and catches up when it is seen again.
    let source = null;
    const start = () => {
      if (source || document.hidden) return;
      source = new EventSource("/.prepgen/events");
      source.onmessage = (event) => hear(JSON.parse(event.data));
      source.onerror = () => hear({ lost: true });
    };
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && source) { source.close(); source = null; }
      start();
    });
    start();
  }

  document.body.append(host);
  if (location.hash === "#prepgen-gone") {
    history.replaceState(null, "", location.pathname + location.search);
    say("The page that was open here is gone: its file was removed.", true);
  }
  listen();
})();
