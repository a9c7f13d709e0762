// Every page: tables that can be sorted and filtered, rows as CSV, a claim or edition opened by its address.
"use strict";

(() => {
  const cellText = (cell) => cell?.dataset.v ?? cell?.textContent.trim() ?? "";

  function numberOf(text) {
    const plain = text.replaceAll(",", "").replace(/ %$/, "");
    return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
  }

  function compare(a, b) {
    if (a === "" || b === "") return a === b ? 0 : a === "" ? 1 : -1;
    const [x, y] = [numberOf(a), numberOf(b)];
    return x !== null && y !== null ? x - y : a.localeCompare(b, "en");
  }

  function sortBy(table, column, heading) {
    const descending = heading.getAttribute("aria-sort") === "ascending";
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => [cellText(row.cells[column]), row]);
    rows.sort(([a], [b]) => (a === "" || b === "" ? compare(a, b) : (descending ? -1 : 1) * compare(a, b)));
    body.append(...rows.map(([, row]) => row));
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
  }

  for (const table of document.querySelectorAll("table.sortable")) {
    [...table.tHead.rows[0].cells].forEach((heading, column) => {
      if (heading.querySelector("a") || table.tBodies[0].rows.length < 2) return;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      button.addEventListener("click", () => sortBy(table, column, heading));
      heading.append(button);
    });
  }

  for (const input of document.querySelectorAll("[data-filter]")) {
    const table = document.getElementById(input.dataset.filter);
    input.addEventListener("input", () => {
      const wanted = input.value.trim().toLowerCase();
      for (const row of table.tBodies[0].rows) {
        const text = `${row.cells[0].textContent} ${row.cells[1].textContent}`.toLowerCase();
        row.hidden = !text.includes(wanted);
      }
    });
  }

  // a spreadsheet would run a text that begins so as a formula
  const isFormula = (text) => /^[=+\-@\t\r]/.test(text) && numberOf(text) === null;

  function csvCell(text) {
    const safe = isFormula(text) ? `'${text}` : numberOf(text) !== null ? text.replaceAll(",", "") : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }

  function csvOf(table) {
    const cells = (row) => [...row.cells].map((cell) => csvCell(cell.innerText?.trim().replace(/\s+/g, " ").replace(/ [↕↑↓]$/, "") || cell.textContent.trim().replace(/\s+/g, " ")));
    return [...table.rows].map((row) => cells(row).join(",")).join("\r\n") + "\r\n";
  }

  for (const table of document.querySelectorAll("table[data-csv]")) {
    const link = document.createElement("a");
    link.className = "csv";
    link.textContent = "Rows as CSV";
    link.href = "#";
    link.download = `${table.dataset.csv}.csv`;
    link.addEventListener("click", () => {
      const address = URL.createObjectURL(new Blob(["\ufeff", csvOf(table)], {type: "text/csv"}));
      link.href = address;
      setTimeout(() => URL.revokeObjectURL(address), 60000);
    });
    const paragraph = document.createElement("p");
    paragraph.append(link);
    (table.closest(".scroll") ?? table).after(paragraph);
  }

  function openTarget() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let element = target; element; element = element.parentElement) {
      if (element.tagName === "DETAILS") element.open = true;
    }
    target?.scrollIntoView();
    if (target?.classList.contains("claim")) citeClaim(target.id);
  }

  // the page of many claims shows this one alone, so the line to cite it has the permanent address
  function citeClaim(id) {
    document.querySelector(".cite .cited").textContent = `Claim ${id}`;
    document.querySelector(".cite .address").textContent = `report/claim.html#${id}`;
  }
  addEventListener("hashchange", openTarget);
  if (location.hash) openTarget();
})();
