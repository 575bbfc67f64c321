// Key figures with their change and their course; the age of the row is said when it is no longer current.

const SVG = "http://www.w3.org/2000/svg";

const course = (points) => {
  const drawn = document.createElementNS(SVG, "svg");
  drawn.setAttribute("viewBox", "0 0 100 30");
  drawn.setAttribute("preserveAspectRatio", "none");
  drawn.setAttribute("class", "wall-course");
  const top = Math.max(...points, 1);
  const step = 100 / Math.max(points.length - 1, 1);
  const path = points.map((value, place) => `${(place * step).toFixed(2)},${(29 - (27 * value) / top).toFixed(2)}`).join(" ");
  for (const [shape, ends] of [["polygon", `0,30 ${path} 100,30`], ["polyline", path]]) {
    const line = document.createElementNS(SVG, shape);
    line.setAttribute("points", ends);
    drawn.append(line);
  }
  return drawn;
};

const figure = ({ label, value, change, worse, colour, points, note }) => {
  const made = element("wall-figure", "", "div");
  if (colour) made.style.setProperty("--level", colour);
  made.append(element("wall-label", label), element("wall-value", value));
  made.append(element(worse ? "wall-change wall-worse" : "wall-change", change));
  if (note) made.append(element("wall-aside", note));
  if (points.length > 3) made.append(course(points));
  return made;
};

const drawFigures = (place, parent) => {
  place.age = element("wall-age");
  place.root = element("wall-figures", "", "div");
  place.root.append(...place.data.figures.map(figure), place.age);
  parent.replaceChildren(place.root);
};

const tickFigures = (place) => {
  const [stale, said] = judged(place.data, since(place.at));
  place.root.dataset.stale = stale ? "yes" : "no";
  place.age.textContent = [place.data.problem, stale ? said : ""].filter(Boolean).join(": ");
};

export default ({ data, parentElement }) => live(parentElement, data, drawFigures, tickFigures);
