// Conveniences only: every page can be read, and every list is complete, without this script.
(function () {
  "use strict";

  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December"];

  function inWords(day) {
    return day.getDate() + " " + MONTHS[day.getMonth()] + " " + day.getFullYear();
  }

  function element(name, attributes, text) {
    const made = document.createElement(name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (text) made.textContent = text;
    return made;
  }

  // A copy that is older than the organization allows says so.
  function noteAge() {
    const sheet = document.querySelector(".qms-sheet[data-qms-stale-on]");
    const limit = sheet && sheet.getAttribute("data-qms-stale-on");
    const notice = document.querySelector(".qms-stale");
    if (limit && notice && new Date().toISOString().slice(0, 10) > limit) notice.hidden = false;
  }

  // A printed page says when and from where it was printed.
  function beforePrint() {
    document.querySelectorAll(".qms-printed-on").forEach(function (place) {
      // The words before the day change too: without this script the day is that of the state.
      const before = place.previousSibling;
      if (before) before.textContent = place.getAttribute("data-qms-words") + " ";
      place.textContent = inWords(new Date());
    });
    document.querySelectorAll(".qms-address").forEach(function (place) {
      place.textContent = window.location.href.split("#")[0];
    });
  }

  function cellValue(row, column) {
    const cell = row.cells[column];
    return cell.hasAttribute("data-sort") ? cell.getAttribute("data-sort") : cell.textContent.trim();
  }

  function makeSortable(table, said) {
    const body = table.tBodies[0];
    const heads = Array.from(table.tHead.rows[0].cells);
    heads.forEach(function (head, column) {
      const button = element("button", { type: "button", class: "qms-sort" }, head.textContent);
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () {
        const rising = head.getAttribute("aria-sort") !== "ascending";
        heads.forEach(function (each) { each.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", rising ? "ascending" : "descending");
        Array.from(body.rows)
          .sort(function (one, other) {
            const a = cellValue(one, column), b = cellValue(other, column);
            if (!a || !b) return a ? -1 : b ? 1 : 0;
            return (rising ? 1 : -1) * a.localeCompare(b, "en", { numeric: true });
          })
          .forEach(function (row) { body.appendChild(row); });
        said.textContent = "Sorted by " + button.textContent + (rising ? ", rising." : ", falling.");
      });
    });
  }

  function makeFilter(table, tools, said) {
    const rows = Array.from(table.tBodies[0].rows);
    const words = element("input", { type: "search", id: "qms-filter-words", autocomplete: "off" });
    const status = element("select", { id: "qms-filter-status" });
    const stated = rows.some(function (row) { return row.hasAttribute("data-status"); });
    status.appendChild(element("option", { value: "" }, "any"));
    const known = rows.map(function (row) { return row.getAttribute("data-status"); });
    Array.from(new Set(known)).sort().forEach(function (value) {
      status.appendChild(element("option", { value: value }, value));
    });
    const word = table.getAttribute("data-qms-state-word") || "Status";
    (stated ? [["Filter", words], [word, status]] : [["Filter", words]]).forEach(function (pair) {
      const label = element("label", { class: "qms-field", for: pair[1].id }, pair[0]);
      label.appendChild(pair[1]);
      tools.appendChild(label);
    });
    function apply() {
      const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach(function (row) {
        const text = row.textContent.toLowerCase();
        const fits = wanted.every(function (word) { return text.includes(word); }) &&
          (!status.value || row.getAttribute("data-status") === status.value);
        row.hidden = !fits;
        shown += fits ? 1 : 0;
      });
      said.textContent = shown + " of " + rows.length + " " + (table.getAttribute("data-qms-things") || "documents");
    }
    words.addEventListener("input", apply);
    status.addEventListener("change", apply);
  }

  // On the pages of a year: the lines of one day alone, in place of those of the whole year.
  function showDay(day, table, said) {
    let shown = 0;
    Array.from(table.tBodies[0].rows).forEach(function (row) {
      const first = row.cells[2].textContent.trim(), last = row.cells[3].textContent.trim();
      row.hidden = day < first || (last !== "" && last < day);
      shown += row.hidden ? 0 : 1;
    });
    const words = inWords(new Date(day + "T12:00:00"));
    said.textContent = (shown === 1 ? "1 document" : shown + " documents") + " on " + words + ".";
  }

  // The page of the year to which a day belongs, or of the last year before it in which something changed.
  function yearOf(day) {
    const years = Array.from(document.querySelectorAll("[data-qms-year]"));
    const before = years.filter(function (each) { return each.getAttribute("data-qms-year") <= day.slice(0, 4); });
    return before.length ? before[before.length - 1] : years[0];
  }

  function isDay(text) {
    return /^\d{4}-\d\d-\d\d$/.test(text) && !isNaN(Date.parse(text));
  }

  function makeDays(form) {
    const field = form.elements.day;
    const table = document.querySelector("table[data-qms-lines]");
    const said = document.querySelector("[data-qms-said]");
    function go(day) {
      const year = yearOf(day);
      if (table && said && year.hasAttribute("aria-current")) {
        showDay(day, table, said);
        window.history.replaceState(null, "", "?day=" + day);
      } else if (year.href) {
        window.location.href = year.href.split("?")[0] + "?day=" + day;
      }
    }
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (isDay(field.value)) go(field.value);
    });
    form.hidden = false;
    document.querySelectorAll("[data-qms-without]").forEach(function (each) { each.hidden = true; });
    const asked = new URLSearchParams(window.location.search).get("day");
    if (asked && isDay(asked)) {
      field.value = asked;
      go(asked);
    }
  }

  // The theme's search has no name, and its wide tables scroll but cannot be reached by keyboard.
  function nameParts() {
    document.querySelectorAll(".md-search[role=dialog]:not([aria-label])").forEach(function (search) {
      search.setAttribute("aria-label", "Search");
    });
    document.querySelectorAll(".md-typeset__scrollwrap").forEach(function (wrap) {
      if (wrap.scrollWidth <= wrap.clientWidth) return;
      wrap.setAttribute("tabindex", "0");
      wrap.setAttribute("role", "region");
      wrap.setAttribute("aria-label", "Table");
    });
  }

  function start() {
    noteAge();
    const days = document.querySelector("[data-qms-days]");
    if (days) makeDays(days);
    const table = document.querySelector("table[data-qms-sortable]");
    const tools = document.querySelector("[data-qms-tools]");
    if (table && tools) {
      const said = element("p", { class: "qms-said", role: "status" });
      makeFilter(table, tools, said);
      makeSortable(table, said);
      tools.appendChild(said);
      tools.hidden = false;
    }
  }

  window.addEventListener("beforeprint", beforePrint);
  window.addEventListener("load", nameParts);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
