// How long ago things happened, told by two clocks: one that people can set back, one that stands still in sleep.
// The greater of both counts, so that no jump and no sleep makes old figures look current.

const instant = () => ({ ticks: performance.now(), date: Date.now() });

const since = (then) => Math.max(0, performance.now() - then.ticks, Date.now() - then.date) / 1000;

const span = (seconds) => {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 90) return `${whole} s`;
  if (whole < 90 * 60) return `${Math.floor(whole / 60)} min`;
  if (whole < 36 * 3600) return `${Math.floor(whole / 3600)} h`;
  return `${Math.floor(whole / 86400)} d`;
};

const AHEAD = 60; // seconds by which clocks of one deployment may differ

// What to say of a panel that was `read` and whose `newest` row is so old, `passed` seconds after the server told so.
const judged = ({ read, newest }, passed) => {
  if (read && read.age + passed > read.limit) return [true, `not renewed since ${read.at}, ${span(read.age + passed)} ago`];
  if (!newest) return [false, ""];
  if (newest.age + passed < -AHEAD) return [true, `newest ${newest.word} ${newest.at}, ahead of the engine's clock`];
  if (newest.age + passed > newest.limit) return [true, `no ${newest.word} since ${newest.at}, ${span(newest.age + passed)}`];
  return [false, newest.says.replace("%", span(newest.age + passed))];
};

const element = (name, text = "", kind = "span") => {
  const made = document.createElement(kind);
  made.className = name;
  made.textContent = text;
  return made;
};

// One state and one timer a place on the screen, whatever how often it is drawn.
const places = new WeakMap();

const live = (parent, data, draw, tick) => {
  const place = places.get(parent) ?? { beat: null };
  places.set(parent, place);
  if (place.beat !== data.beat) Object.assign(place, { beat: data.beat, data, at: instant() });
  draw(place, parent);
  tick(place);
  clearInterval(place.timer);
  const timer = setInterval(() => tick(place), 1000);
  place.timer = timer;
  return () => clearInterval(timer);
};
