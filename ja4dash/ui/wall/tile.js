// A panel's title with the age of what it shows, and its rows where it has some. Texts are texts, never markup.

const cell = (column, value, row) => {
  const made = element(`wall-cell wall-${column}`, value);
  if (column === "bar") made.style.setProperty("--share", row.share);
  return made;
};

const line = (data, row) => {
  const made = element(row.fresh ? "wall-row wall-fresh" : "wall-row", "", "div");
  if (row.colour) made.style.setProperty("--level", row.colour);
  made.append(...data.columns.map((column, place) => cell(column, row.cells[place], row)));
  if (row.fresh) made.append(element("wall-new", "new"));
  return made;
};

const drawTile = (place, parent) => {
  const { data } = place;
  place.age = element("wall-age");
  const head = element("wall-head", "", "div");
  head.append(element("wall-title", data.title), element("wall-note", data.note), place.age);
  place.root = element("wall-tile", "", "div");
  place.root.append(head);
  if (data.rows) {
    const body = element("wall-rows", "", "div");
    body.style.setProperty("--columns", data.widths);
    body.append(...data.rows.map((row) => line(data, row)));
    place.root.append(body);
  }
  parent.replaceChildren(place.root);
};

const tickTile = (place) => {
  const [stale, said] = judged(place.data, since(place.at));
  place.root.dataset.stale = stale ? "yes" : "no";
  place.age.textContent = [place.data.problem, said].filter(Boolean).join(": ");
};

export default ({ data, parentElement }) => live(parentElement, data, drawTile, tickTile);
