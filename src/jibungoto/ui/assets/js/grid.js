// <form data-grid="address">: a table of fields that behaves like a spreadsheet. Each cell is saved as
// it is left, what is pasted is laid over the cells from here on, and arrows and Enter lead on.
// A record may have several lines (tr[data-key]) for what is told of it more than once: the cells of
// such a line are called cause.h12 (it has an id) or cause.n1 (it is new); a button adds one.
// Without this script the same form is sent as a whole.
import { words } from "./words.js";

const form = document.querySelector("form[data-grid]");
if (form) start(form);

function start(form) {
  const status = form.querySelector("[data-status]");
  const rows = () => [...form.querySelectorAll("tr[data-row]")];
  const columns = [...rows()[0].querySelectorAll("[data-c]")].map((cell) => cell.dataset.c);
  const was = new Map(); // what the server last said stands in a cell
  const refused = new Map(); // what the server did not take: not sent again until it changes
  let underway = false;
  let waiting = 0;
  let added = 1;

  const cellOf = (row, name) => form.elements[`${name}-${row}`];
  const nameOf = (cell) => cell.name.slice(0, cell.name.lastIndexOf("-"));
  const rowOf = (cell) => cell.closest("tr[data-row]");
  const cellIn = (row, column) => row.querySelector(`[data-c="${column}"]`);
  const cells = () => [...form.querySelectorAll("[data-c]")];
  for (const cell of cells()) was.set(cell, shownFirst(cell));

  const open = () =>
    cells().filter((cell) => cell.value !== was.get(cell) && refused.get(cell) !== cell.value);

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
        column: nameOf(cell),
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
    for (const one of answer.cells) call(one);
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

  // A new line that was saved has got an id: its cells are called by it from now on.
  function call(one) {
    const cell = cellOf(one.row, one.column);
    if (!cell || !one.key) return;
    const line = rowOf(cell);
    if (line.dataset.key !== one.key) {
      for (const part of line.querySelectorAll("[data-c]")) {
        const [column, key] = nameOf(part).split(".");
        if (key) part.name = `${column}.${one.key}-${one.row}`;
      }
      line.dataset.key = one.key;
    }
    const button = line.querySelector("button[name=more]");
    if (button) button.hidden = false;
  }

  // One more line of a record, below its last.
  function more(button) {
    const line = rowOf(button);
    const row = line.dataset.row;
    const code = form.querySelector(`tr[data-row="${row}"] .no`).textContent;
    const shape = document.createElement("template");
    added += 1;
    shape.innerHTML = form
      .querySelector("template[data-more]")
      .innerHTML.replaceAll("ROW", row)
      .replaceAll("KEY", `n${added}`);
    shape.content.querySelector(".no").textContent = code;
    line.after(shape.content);
    button.remove();
    for (const cell of line.nextElementSibling.querySelectorAll("[data-c]")) was.set(cell, "");
    line.nextElementSibling.querySelector("[data-c]").focus();
  }

  // A row somebody reported of is neither reckoned from dates nor as in the year before.
  function mark(row, one) {
    if (one.column.includes(".")) return;
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
    const from = columns.slice(columns.indexOf(cell.dataset.c));
    const under = rows().slice(rows().indexOf(rowOf(cell)));
    while (underway) await new Promise((go) => setTimeout(go, 100));
    const answer = await send({
      paste: text,
      column: cell.dataset.c,
      rows: under.map((row) => ({
        row: Number(row.dataset.row),
        was: Object.fromEntries(
          from
            .map((column) => cellIn(row, column))
            .filter((one) => one)
            .map((one) => [nameOf(one), was.get(one)]),
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
    const next = stepTo(cell, step);
    event.preventDefault();
    if (!next) return;
    next.focus();
    if (next.tagName === "INPUT") next.select();
  });
  form.addEventListener("click", (event) => {
    if (event.target.name === "more") {
      event.preventDefault();
      more(event.target);
    }
    if (event.target.name !== "same") return;
    event.preventDefault();
    repeat(event.target);
  });

  // The cell a step leads to; a line without a cell in that column is stepped over.
  function stepTo(cell, [down, along]) {
    const every = rows();
    const column = columns[columns.indexOf(cell.dataset.c) + along];
    let at = every.indexOf(rowOf(cell)) + down;
    while (down && column && every[at] && !cellIn(every[at], column)) at += down;
    return column && every[at] ? cellIn(every[at], column) : null;
  }
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
