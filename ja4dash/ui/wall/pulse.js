// The wall's clock, the state of what feeds it, and the watch over the connection to the dashboard.
//
// A beat comes with every refresh. When the dashboard does not answer, or no beat comes in time, or this screen slept, the
// picture is called old until an answer to a question asked after that arrives; where none comes, the page is loaded anew.

const CHECK = 4; // seconds between two looks at the dashboard's health, and how long one may take
const SLEPT = 10; // seconds between two ticks that mean this screen slept or its clock was set
const ANSWER = 15; // seconds that an answer may take before the page is loaded anew

const health = () => new URL("_stcore/health", location.href.split(/[?#]/)[0].replace(/\/+$/, ""));

const answers = async (address) => {
  try {
    return (await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(CHECK * 1000) })).ok;
  } catch {
    return false;
  }
};

const told = (zone) => {
  const parts = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZoneName: "short" };
  const format = new Intl.DateTimeFormat("en-GB", { ...parts, timeZone: zone });
  const day = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", timeZone: zone });
  return (milliseconds) => {
    const found = Object.fromEntries(format.formatToParts(milliseconds).map(({ type, value }) => [type, value]));
    return { time: `${found.hour}:${found.minute}:${found.second}`, zone: found.timeZoneName, day: day.format(milliseconds) };
  };
};

const watched = (parent) => {
  const place = places.get(parent) ?? { beat: null, lost: null, question: null, heard: instant(), checked: instant(), ticked: instant() };
  places.set(parent, place);
  return place;
};

const drawPulse = (place, parent) => {
  const root = element("wall-pulse", "", "div");
  const parts = { banner: ["wall-banner", "div"], clock: ["wall-clock"], zone: ["wall-zone"], states: ["wall-states"] };
  for (const [name, [style, kind]] of Object.entries(parts)) place[name] = element(style, "", kind);
  place.banner.setAttribute("role", "alert");
  root.append(element("wall-heading", "Wall", "h1"), place.clock, place.zone, element("wall-scope", place.data.scope), place.states, place.banner);
  if (place.data.notice) root.append(element("wall-notice", place.data.notice));
  place.root = root;
  parent.replaceChildren(root);
};

const state = ({ label, text, age, limit, at }, passed) => {
  const old = age !== undefined && (age + passed > limit || age + passed < -AHEAD);
  const said = age === undefined ? text : old ? `${at}, ${span(age + passed)} old` : `${span(age + passed)} old`;
  const made = element(old ? "wall-state wall-old" : "wall-state");
  made.append(element("wall-label", label), element("wall-said", said));
  return made;
};

// Lost since the last sign of life.
const lose = (place) => {
  place.lost ??= place.data.now + 1000 * (since(place.at) - since(place.heard));
};

// A beat counts when nothing was doubted, when it answers the question asked since, or when it is a new session's first.
const receive = (place, data) => {
  if (place.beat === data.beat) return;
  const trusted = place.question === null || data.answer === place.question || data.session !== place.data.session;
  const kept = trusted ? { at: instant(), heard: instant(), lost: null, question: null } : {};
  Object.assign(place, { beat: data.beat, data, ...kept });
};

const tickPulse = (place, ask) => {
  const { data } = place;
  const passed = since(place.at);
  if (since(place.ticked) > SLEPT || passed > data.late) lose(place);
  place.ticked = instant();
  if (since(place.checked) >= CHECK || (place.lost && since(place.checked) >= 1)) check(place, ask);

  const say = told(data.zone);
  const now = say(data.now + 1000 * passed);
  place.clock.textContent = now.time;
  place.zone.textContent = `${now.zone} · ${now.day}`;
  place.states.replaceChildren(...data.states.map((item) => state(item, passed)));
  const banner = place.lost
    ? `No connection to the dashboard since ${say(place.lost).time} ${now.zone} – figures below are from ${data.read}`
    : data.alarm;
  place.banner.textContent = banner;
  place.banner.hidden = !banner;
  place.root.dataset.lost = banner ? "yes" : "no";
};

const check = async (place, ask) => {
  if (place.checking) return;
  place.checking = true;
  place.checked = instant();
  const well = await answers(health());
  place.checking = false;
  place.checked = instant();
  if (!well) {
    lose(place);
    place.question = null;
    return;
  }
  if (!place.lost) place.heard = instant();
  else if (place.question === null) {
    place.question = crypto.getRandomValues(new Uint32Array(1))[0];
    place.asked = instant();
    ask(place.question);
  } else if (since(place.asked) > ANSWER) {
    location.reload();
  }
};

export default ({ data, parentElement, setTriggerValue }) => {
  const place = watched(parentElement);
  const ask = (question) => setTriggerValue("question", question);
  receive(place, data);
  drawPulse(place, parentElement);
  tickPulse(place, ask);
  clearInterval(place.timer);
  const timer = setInterval(() => tickPulse(place, ask), 1000);
  place.timer = timer;
  return () => clearInterval(timer);
};
