// <form data-grid="address">: a table of fields that behaves like a spreadsheet. Each cell is saved as
// it is left, what is pasted is laid over the cells from here on, and arrows and Enter lead on.
// Without this script the same form is sent as a whole.
import { words } from "./words.js";

const form = document.querySelector("form[data-grid]");
if (form) start(form);

function start(form) {
  const status = form.querySelector("[data-status]");
  const rows = [...form.querySelectorAll("tr[data-row]")];
  const columns = [...rows[0].querySelectorAll("[data-c]")].map((cell) => cell.dataset.c);
  const was = new Map(); // what the server last said stands in a cell
  const refused = new Map(); // what the server did not take: not sent again until it changes
  let underway = false;
  let waiting = 0;

  const cellOf = (row, column) => form.elements[`${column}-${row}`];
  const rowOf = (cell) => cell.closest("tr[data-row]");
  const cells = rows.flatMap((row) => [...row.querySelectorAll("[data-c]")]);
  for (const cell of cells) was.set(cell, shownFirst(cell));

  const open = () =>
    cells.filter((cell) => cell.value !== was.get(cell) && refused.get(cell) !== cell.value);

  async function send(told) {
    underway = true;
    say(words.saving);
    try {
      const answer = await fetch(form.dataset.grid, {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          Accept: "application/json",
          "X-CSRFToken": form.elements.csrfmiddlewaretoken.value,
        },
        body: JSON.stringify({ year: Number(form.dataset.year), ...told }),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      return await answer.json();
    } catch {
      say(words.notSaved, "late");
      return null;
    } finally {
      underway = false;
    }
  }

  function say(sentence, kind = "") {
    status.textContent = sentence;
    status.dataset.kind = kind;
  }

  async function save() {
    const changed = open();
    if (underway || !changed.length) return;
    const answer = await send({
      cells: changed.map((cell) => ({
        row: Number(rowOf(cell).dataset.row),
        column: cell.dataset.c,
        was: was.get(cell),
        value: cell.value,
      })),
    });
    if (answer) take(answer);
    else later(8000);
  }

  function later(pause) {
    clearTimeout(waiting);
    waiting = setTimeout(save, pause);
  }

  function take(answer) {
    for (const one of answer.cells) settle(one);
    const kept = answer.cells.filter((one) => one.said).length;
    const cut = answer.cut ? words.cut(answer.cut) : "";
    const now = new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
    say((kept ? words.someNot(kept) : words.saved(now)) + cut, kept || cut ? "late" : "");
    if (open().length) later(100);
  }

  function settle(one) {
    const cell = cellOf(one.row, one.column);
    if (!cell) return;
    unsay(cell);
    if (one.state === "saved" || one.state === "same") {
      // Somebody may have written on while it was under way: that is saved next.
      if (cell.value === one.typed || was.get(cell) === cell.value) cell.value = one.value;
      was.set(cell, one.value);
      refused.delete(cell);
      if (one.state === "saved") mark(rowOf(cell), one);
      return;
    }
    if (cell.tagName !== "SELECT" || has(cell, one.typed)) cell.value = one.typed;
    refused.set(cell, cell.value);
    tell(cell, one);
  }

  // A row somebody reported of is neither reckoned from dates nor as in the year before.
  function mark(row, one) {
    if (["cause", "remedy", "remedy_state"].includes(one.column)) return;
    row.querySelector("[data-same]").hidden = true;
    if (one.column !== "state" || !one.value) return;
    row.querySelector("[data-reckoned]")?.remove();
    row.querySelector("button[name=same]")?.remove();
  }

  function tell(cell, one) {
    const place = document.createElement("span");
    place.className = "cell-said";
    place.setAttribute("role", "alert");
    place.textContent = one.said;
    if (one.state === "conflict") {
      const choose = (label, act) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "btn quiet slim";
        button.textContent = label;
        button.addEventListener("click", () => {
          was.set(cell, one.value);
          refused.delete(cell);
          act();
          unsay(cell);
          cell.focus();
          save();
        });
        place.append(button);
      };
      choose(words.mine, () => {});
      choose(words.theirs, () => (cell.value = one.value));
    }
    cell.setAttribute("aria-invalid", "true");
    cell.after(place);
  }

  function unsay(cell) {
    cell.removeAttribute("aria-invalid");
    for (const place of cell.parentElement.querySelectorAll(".cell-said")) place.remove();
  }

  async function paste(cell, text) {
    const first = rows.indexOf(rowOf(cell));
    const from = columns.indexOf(cell.dataset.c);
    while (underway) await new Promise((go) => setTimeout(go, 100));
    const answer = await send({
      paste: text,
      column: cell.dataset.c,
      rows: rows.slice(first).map((row) => ({
        row: Number(row.dataset.row),
        was: Object.fromEntries(
          columns.slice(from).map((name) => [name, was.get(cellOf(row.dataset.row, name))]),
        ),
      })),
    });
    if (answer) take(answer);
  }

  async function repeat(button) {
    const answer = await send({ same: Number(button.value) });
    if (!answer) return;
    if (answer.said) return say(answer.said, "late");
    const row = rowOf(button);
    for (const [name, value] of Object.entries(answer.same[button.value] ?? {})) {
      const cell = cellOf(button.value, name);
      cell.value = value;
      was.set(cell, value);
      unsay(cell);
    }
    row.querySelector("[data-same]").hidden = false;
    row.querySelector("[data-reckoned]")?.remove();
    cellOf(button.value, columns[0]).focus();
    button.remove();
    say(words.repeated);
  }

  form.addEventListener("change", () => later(50));
  form.addEventListener("input", (event) => {
    if (refused.has(event.target) && refused.get(event.target) !== event.target.value) {
      refused.delete(event.target);
    }
  });
  form.addEventListener("paste", (event) => {
    const cell = event.target;
    if (!cell.dataset?.c) return;
    const text = event.clipboardData.getData("text/plain");
    const isTable = /<t[dr][\s>]/i.test(event.clipboardData.getData("text/html"));
    const isSeveral = text.includes("\t") || (cell.tagName !== "TEXTAREA" && /\n./.test(text));
    if (!isTable && !isSeveral) return;
    event.preventDefault();
    paste(cell, text);
  });
  form.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cell.dataset?.c || event.isComposing || event.ctrlKey || event.metaKey) return;
    const step = stepOf(cell, event);
    if (!step) return;
    const row = rows.indexOf(rowOf(cell)) + step[0];
    const column = columns.indexOf(cell.dataset.c) + step[1];
    const next = rows[row] && columns[column] && cellOf(rows[row].dataset.row, columns[column]);
    event.preventDefault();
    if (!next) return;
    next.focus();
    if (next.tagName === "INPUT") next.select();
  });
  form.addEventListener("click", (event) => {
    if (event.target.name !== "same") return;
    event.preventDefault();
    repeat(event.target);
  });
  window.addEventListener("online", save);
  let leaving = false;
  form.addEventListener("submit", () => (leaving = true));
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && (underway || open().length)) event.preventDefault();
  });
}

// What the page was sent with, whatever the browser has filled in since.
function shownFirst(cell) {
  if (cell.tagName !== "SELECT") return cell.defaultValue;
  return [...cell.options].find((option) => option.defaultSelected)?.value ?? "";
}

function has(select, value) {
  return [...select.options].some((option) => option.value === value);
}

// Where a key leads: [rows, columns], or nothing where the key belongs to the field.
function stepOf(cell, event) {
  if (event.key === "Enter") {
    if (event.altKey) return breakLine(cell);
    return [event.shiftKey ? -1 : 1, 0];
  }
  if (event.altKey || event.shiftKey || cell.tagName === "SELECT") return null;
  const { selectionStart: begin, selectionEnd: end, value } = cell;
  const isLine = cell.tagName === "INPUT";
  const isWhole = begin === 0 && end === value.length;
  if (event.key === "ArrowUp" && (isLine || end === 0)) return [-1, 0];
  if (event.key === "ArrowDown" && (isLine || begin === value.length)) return [1, 0];
  if (event.key === "ArrowLeft" && (end === 0 || isWhole)) return [0, -1];
  if (event.key === "ArrowRight" && (begin === value.length || isWhole)) return [0, 1];
  return null;
}

function breakLine(cell) {
  if (cell.tagName === "TEXTAREA") cell.setRangeText("\n", cell.selectionStart, cell.selectionEnd, "end");
  return null;
}
