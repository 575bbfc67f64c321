// One step of the person is one entry of the browser's history. Streamlit adds an entry for the next page's parameters before it
// goes to that page, and a page that takes over the scope adds another: what is pushed without a hand moving replaces the entry.
let acted = false;
for (const event of ["pointerdown", "keydown"]) window.addEventListener(event, () => { acted = true; }, true);
const push = history.pushState.bind(history);
history.pushState = (...entry) => {
  (acted ? push : history.replaceState.bind(history))(...entry);
  acted = false;
};

const writing = (element) => element instanceof Element && (element.isContentEditable || element.matches("input, textarea, select"));
const asked = (event) => (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !writing(event.composedPath()[0]))
  || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey);

function found(groups, text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (item) => words.every((word) => `${item.name} ${item.what}`.toLowerCase().includes(word));
  const groupsFound = groups.map((group) => ({ ...group, items: group.items.filter(has) })).filter((group) => group.items.length);
  if (!words.length) return groupsFound;
  const begins = (item) => text.trim().length > 2 && item.name.toLowerCase().startsWith(text.trim().toLowerCase());
  const search = { title: "", items: [{ name: `Search for ${text.trim()}`, what: "", text: text.trim() }] };
  const first = groups.flatMap((group) => (group.leads ? group.items.filter(begins) : [])).slice(0, 1);
  return [...(first.length ? [{ title: "", items: first }] : []), search, ...groupsFound];
}

function line(item, choose) {
  const link = document.createElement("a");
  link.setAttribute("role", "option");
  link.href = item.href ?? "#";
  for (const part of ["name", "what"]) {
    const span = document.createElement("span");
    span.className = part;
    span.textContent = item[part];
    link.append(span);
  }
  link.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(item);
  };
  return link;
}

let open = () => {};
window.addEventListener("keydown", (event) => {
  if (!asked(event)) return;
  event.preventDefault();
  open();
});

export default function ({ parentElement, data, setTriggerValue }) {
  const dialog = parentElement.querySelector("dialog");
  const input = parentElement.querySelector("input");
  const list = parentElement.querySelector("#found");
  parentElement.querySelector(".note").textContent = data.note;
  const lines = () => [...list.querySelectorAll("a")];

  const choose = (item) => {
    dialog.close();
    setTriggerValue("chosen", item.text ? { text: item.text } : { page: item.page, query: item.query });
  };
  const select = (place) => lines().forEach((link, at) => {
    link.setAttribute("aria-selected", String(at === place));
    if (at === place) link.scrollIntoView({ block: "nearest" });
  });
  const draw = () => {
    list.replaceChildren(...found(data.groups, input.value).flatMap((group) => {
      const heading = document.createElement("div");
      heading.className = "group";
      heading.textContent = group.title;
      return [...(group.title ? [heading] : []), ...group.items.map((item) => line(item, choose))];
    }));
    select(0);
  };
  open = () => {
    if (dialog.open || !dialog.isConnected) return;
    input.value = "";
    draw();
    dialog.showModal();
    input.focus();
    setTriggerValue("opened", true);
  };

  parentElement.querySelector(".box").onclick = open;
  input.oninput = draw;
  input.onkeydown = (event) => {
    const place = lines().findIndex((link) => link.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) select((place + step + lines().length) % lines().length);
    else if (event.key === "Enter") lines()[place]?.click();
    else return;
    event.preventDefault();
  };
  dialog.onclick = (event) => { if (event.target === dialog) dialog.close(); };
  if (dialog.open) draw();
}
