// <table data-filter>: a field above the table that leaves only the rows with these letters.
import { fresh, words } from "./words.js";

export function filterTables(root) {
  for (const table of fresh(root, "table[data-filter]")) {
    const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
    if (rows.length < 8) continue;
    const label = document.createElement("label");
    label.className = "field table-filter";
    const name = document.createElement("span");
    name.className = "lab";
    name.textContent = words.narrow;
    const input = document.createElement("input");
    input.className = "input mid";
    input.type = "search";
    const said = document.createElement("p");
    said.className = "found";
    said.setAttribute("role", "status");
    label.append(name, input);
    (table.closest(".scroll") ?? table).before(label, said);
    const texts = rows.map((row) => fold(row.textContent));
    input.addEventListener("input", () => {
      const wanted = fold(input.value);
      let shown = 0;
      rows.forEach((row, n) => {
        row.hidden = !texts[n].includes(wanted);
        if (!row.hidden) shown += 1;
      });
      said.textContent = wanted ? words.found(shown) : "";
    });
  }
}

function fold(text) {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
}
