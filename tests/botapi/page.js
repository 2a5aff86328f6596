// The practice chat: shows what the double knows, and does what a customer does.
import { bubble, element, rows } from "/bubbles.js";

const at = (id) => document.getElementById(id);
const state = { bot: "", person: 0, revision: -1 };

async function tell(command, details = {}) {
  const body = JSON.stringify(details);
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`/control/${command}`, { method: "POST", headers, body });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error);
  return said.result;
}

let fading = 0;
function show(text, isBad = false) {
  at("notice").textContent = text;
  at("notice").className = isBad ? "bad" : "";
  at("notice").hidden = false;
  clearTimeout(fading);
  fading = setTimeout(() => { at("notice").hidden = true; }, 4000);
}

async function act(deed, details = {}) {
  const who = { bot: state.bot, person_id: state.person };
  try {
    return await tell("do", { deed, ...who, ...details });
  } catch (error) {
    show(error.message, true);
    return {};
  }
}

async function tap(label, messageId = 0) {
  const done = await act("tap", { button: label, message_id: messageId });
  if (done.url) show(`This button opens ${done.url}`);
  if (!done.query_id) return;
  const waiting = { query_id: done.query_id, bot: state.bot };
  for (let tries = 0; tries < 5; tries += 1) {
    const { answer } = await tell("read_query", waiting);
    if (answer) return void (answer.text && show(answer.text));
    await tell("wait_for_change", { after: state.revision, timeout: 2 });
  }
}

function drawPeople(people) {
  const buttons = people.map((person) => {
    const choose = () => { state.person = person.id; draw(); };
    const made = element("button", { textContent: person.first_name, onclick: choose });
    made.setAttribute("aria-current", String(person.id === state.person));
    return element("li", {}, [made]);
  });
  at("people").replaceChildren(...buttons);
}

function drawBots(bots) {
  const options = bots.map((bot) => element("option", { value: bot.username, textContent: `@${bot.username}` }));
  at("bots").replaceChildren(...options);
  at("bots").value = state.bot;
  const bot = bots.find((one) => one.username === state.bot);
  const menu = bot.commands.map((one) => `/${one.command}`).join(" ");
  at("about").textContent = `Token ${bot.token}. ${bot.pending} updates wait for the bot. ${menu}`;
}

function drawChat(entries) {
  const chat = at("chat");
  const wasAtEnd = chat.scrollHeight - chat.scrollTop - chat.clientHeight < 80;
  const inline = (entry) => (label, button) => tap(button.callback_data || label, entry.message_id);
  const bubbles = entries.map((entry) => bubble(entry, inline(entry)));
  const empty = element("p", { className: "empty", textContent: "Nothing said yet. Press Start to write first." });
  chat.replaceChildren(...(bubbles.length ? bubbles : [empty]));
  if (wasAtEnd) chat.scrollTop = chat.scrollHeight;
  const newest = entries.filter((e) => e.markup && !e.markup.inline_keyboard && !e.markup.force_reply).pop();
  const keys = rows(newest?.markup, (label) => tap(label));
  at("keyboard").replaceChildren(element("div", { className: "keys" }, keys));
  at("keyboard").hidden = keys.length === 0;
}

async function draw() {
  const [bots, people, now, faults] = await Promise.all(
    [tell("list_bots"), tell("list_people"), tell("read_clock"), tell("list_faults")],
  );
  state.bot = bots.some((bot) => bot.username === state.bot) ? state.bot : bots[0]?.username;
  state.person ||= people[0]?.id;
  const person = people.find((one) => one.id === state.person);
  if (!person || !state.bot) return void show("There is no bot or no customer yet.", true);
  drawBots(bots);
  drawPeople(people);
  drawChat(await tell("read_chat", { chat_id: state.person, bot: state.bot }));
  const isBlocked = bots.find((bot) => bot.username === state.bot).blocked.includes(person.id);
  at("title").textContent = `${person.first_name} → @${state.bot}`;
  at("state").textContent = isBlocked ? "has blocked the bot" : person.language_code;
  at("block").textContent = isBlocked ? "Unblock" : "Block";
  at("block").onclick = () => act(isBlocked ? "unblock" : "block");
  at("clock").textContent = new Date(now * 1000).toLocaleString();
  at("waiting").textContent = faults.map((fault) => fault.kind).join(", ");
}

async function encoded(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

at("bots").onchange = () => { state.bot = at("bots").value; draw(); };
at("start").onclick = () => act("start");
at("writing").onsubmit = (event) => {
  event.preventDefault();
  const text = at("text").value.trim();
  if (text) act("say", { text });
  at("text").value = "";
};
at("file").onchange = async () => {
  const file = at("file").files[0];
  const kind = file.type.startsWith("image/") ? "photo" : "document";
  await act("send_file", { kind, content: await encoded(file), name: file.name });
  at("file").value = "";
};
at("newcomer").onsubmit = async (event) => {
  event.preventDefault();
  state.person = (await tell("add_person", { first_name: at("newcomer-name").value.trim() })).id;
  at("newcomer-name").value = "";
};
at("steps").onclick = ({ target }) => target.dataset.seconds && tell("advance", { seconds: Number(target.dataset.seconds) });
at("faults").onclick = ({ target }) => {
  const { kind } = target.dataset;
  if (kind) tell("order_fault", { kind, method: "sendMessage", seconds: 3 });
};

for (;;) {
  try {
    await draw();
    state.revision = await tell("wait_for_change", { after: state.revision, timeout: 25 });
  } catch (error) {
    show("The double does not answer. Is it still running?", true);
    await new Promise((resolve) => { setTimeout(resolve, 1000); });
  }
}
