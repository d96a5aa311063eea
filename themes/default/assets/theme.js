// Runs before the first paint, so that a remembered colour scheme never flashes; the page is complete without it.
(function () {
  "use strict";
  var root = document.documentElement, key = "prepgen-scheme", dark = matchMedia("(prefers-color-scheme: dark)");
  // Styles show what only a script can do, and hide what stands in its place, from the first paint on.
  root.dataset.script = "";
  function system() { return dark.matches ? "dark" : "light"; }
  function set(scheme) { if (scheme) root.dataset.scheme = scheme; else delete root.dataset.scheme; }
  try {
    var kept = localStorage.getItem(key);
    if (kept === "dark" || kept === "light") set(kept);
  } catch (e) { /* storage may be forbidden: the system's scheme holds */ }

  // "in 9 days" depends on today, so the browser says it; the date stays in the page's own words.
  function when(time) {
    var day = /^(\d{4})-(\d\d)-(\d\d)$/.exec(time.getAttribute("datetime"));
    if (!day) return;
    var now = new Date(), days = Math.round((Date.UTC(day[1], day[2] - 1, day[3]) - Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())) / 864e5);
    time.dataset.days = days;
    // A month or a year has no one day to count to.
    if (days < 0 || time.dataset.in === "later") return;
    var date = time.textContent, distance = days > 1 ? "in " + days + " days" : days ? "tomorrow" : "today";
    if (time.dataset.in === "only") { time.title = date; time.textContent = distance; } else time.textContent = date + ", " + distance;
  }

  // Of the interviews that the first page keeps ready, the one that comes next is shown: the soonest, else one without a date, else the latest.
  function next(section) {
    var boxes = Array.from(section.querySelectorAll(".box"));
    function days(box) { var time = box.querySelector("time"); return time ? Number(time.dataset.days) : NaN; }
    var shown = boxes.find(function (box) { return days(box) >= 0; }) || boxes.find(function (box) { return isNaN(days(box)); }) || boxes[boxes.length - 1];
    boxes.forEach(function (box) { box.hidden = box !== shown; });
    section.querySelector("h2").textContent = days(shown) < 0 ? "Latest interview" : "Next interview";
  }

  // The list of interviews: those to come on top, soonest first; those without a date stay between them and the past.
  function split(list) {
    var rows = Array.from(list.children), come = [], rest = [];
    rows.forEach(function (row) { var time = row.querySelector("time"); (time && Number(time.dataset.days) < 0 ? rest : come).push(row); });
    if (!rest.length || !come.length) return;
    function day(row) { var time = row.querySelector("time"); return time ? Number(time.dataset.days) : Infinity; }
    come.sort(function (a, b) { return day(a) === day(b) ? 0 : day(a) - day(b); });
    function head(text) { var item = document.createElement("li"); item.className = "head"; item.textContent = text; return item; }
    rest.forEach(function (row) { row.classList.add("past"); });
    list.replaceChildren.apply(list, [head("To come")].concat(come, [head("Past")], rest));
  }

  document.addEventListener("DOMContentLoaded", function () {
    var button = document.querySelector("[data-scheme-switch]"), print = document.querySelector("[data-print]");
    document.querySelectorAll("time[data-in]").forEach(when);
    document.querySelectorAll("[data-next]").forEach(next);
    document.querySelectorAll("[data-days]:not(time)").forEach(split);
    // What a page is asked for (data-ask="tag=cost") goes along in its address; without a script it could not answer.
    document.querySelectorAll("a[data-ask]").forEach(function (link) {
      var ask = link.dataset.ask, at = ask.indexOf("=");
      link.search = ask.slice(0, at + 1) + encodeURIComponent(ask.slice(at + 1));
    });
    if (print) { print.hidden = false; print.addEventListener("click", function () { window.print(); }); }
    // The menu of further pages closes like any other: by Escape, and when the focus or the pointer goes elsewhere.
    var more = document.querySelector(".more");
    if (more) {
      document.addEventListener("click", function (e) { if (!more.contains(e.target)) more.open = false; });
      more.addEventListener("focusout", function (e) { if (e.relatedTarget && !more.contains(e.relatedTarget)) more.open = false; });
      more.addEventListener("keydown", function (e) { if (e.key === "Escape" && more.open) { more.open = false; more.querySelector("summary").focus(); } });
    }
    if (!button) return;
    function show() { button.setAttribute("aria-pressed", String((root.dataset.scheme || system()) === "dark")); }
    button.addEventListener("click", function () {
      var scheme = (root.dataset.scheme || system()) === "dark" ? "light" : "dark";
      // Back at the system's own scheme nothing is remembered, so the page follows the system again.
      set(scheme === system() ? "" : scheme);
      try { if (scheme === system()) localStorage.removeItem(key); else localStorage.setItem(key, scheme); } catch (e) { /* it lasts for this page */ }
      show();
    });
    dark.addEventListener("change", show);
    show();
    button.hidden = false;
  });
})();
