// The practice chat: shows what the double knows, and does what a customer does.
import { bubble, element, rows } from "/bubbles.js";
import { act, at, send_file, show, state, tap, tell } from "/line.js";

const COLOURS = 6;

function face(chat) {
  const made = element("span", { className: "face", textContent: chat.id < 0 ? "#" : chat.name.slice(0, 1) });
  made.dataset.colour = String(Math.abs(chat.id) % COLOURS);
  made.ariaHidden = "true";
  return made;
}

function drawChats(chats) {
  const items = chats.map((chat) => {
    const last = element("span", { className: "note", textContent: chat.blocked ? "has blocked the bot" : chat.last });
    const words = element("span", { className: "grow" }, [element("b", { textContent: chat.name }), last]);
    const choose = () => { leaveEditing(); state.chat = chat.id; draw(); };
    const made = element("button", { onclick: choose }, [face(chat), words]);
    made.setAttribute("aria-current", String(chat.id === state.chat));
    return element("li", {}, [made]);
  });
  at("chats").replaceChildren(...items);
}

function drawBots(bots) {
  const options = bots.map((bot) => element("option", { value: bot.username, textContent: `@${bot.username}` }));
  at("bots").replaceChildren(...options);
  at("bots").value = state.bot;
  const bot = bots.find((one) => one.username === state.bot);
  const webhook = bot.webhook ? ` Its webhook is ${bot.webhook}.` : "";
  at("about").textContent = `${bot.pending} updates wait for it.${webhook} Its token:`;
  at("token").textContent = bot.token;
  const commands = bot.commands.map((one) => element("button", {
    type: "button", title: one.description, textContent: `/${one.command}`,
    onclick: () => { at("more").open = false; act("say", { text: `/${one.command}` }); },
  }));
  at("commands").replaceChildren(...commands);
}

function drawHead(chat, people) {
  const isGroup = chat.id < 0;
  at("title").textContent = chat.name;
  at("state").textContent = chat.blocked ? "has blocked the bot" : chat.typing ? "the bot is typing…" : `talks to @${state.bot}`;
  at("face").replaceWith(Object.assign(face(chat), { id: "face" }));
  at("block").hidden = isGroup;
  at("block").textContent = chat.blocked ? "Unblock" : "Block";
  at("block").onclick = () => act(chat.blocked ? "unblock" : "block");
  at("start").hidden = isGroup;
  at("speaker").hidden = !isGroup;
  const options = people.map((one) => element("option", { value: one.id, textContent: `as ${one.first_name}` }));
  at("speaker").replaceChildren(...options);
  at("speaker").value = state.speaker;
}

let shown = "";
function drawMessages(entries) {
  const chat = at("chat");
  const isOther = shown !== `${state.bot} ${state.chat}`;
  const wasAtEnd = isOther || chat.scrollHeight - chat.scrollTop - chat.clientHeight < 80;
  shown = `${state.bot} ${state.chat}`;
  const deeds = (entry) => ({
    tap: (label, button) => tap(button.callback_data || label, entry.message_id),
    say: (text) => act("say", { text }),
    edit: entry.by === "customer" && entry.message.text ? () => edit(entry) : null,
  });
  const bubbles = entries.map((entry) => bubble(entry, deeds(entry), state.chat < 0));
  chat.replaceChildren(...(bubbles.length ? bubbles : [emptiness()]));
  const toEnd = () => { if (wasAtEnd) chat.scrollTop = chat.scrollHeight; };
  chat.querySelectorAll("img").forEach((image) => image.addEventListener("load", toEnd));
  const newest = entries.filter((e) => e.markup && !e.markup.inline_keyboard && !e.markup.force_reply).pop();
  const keys = rows(newest?.markup, (label) => tap(label));
  at("keyboard").replaceChildren(element("div", { className: "keys" }, keys));
  at("keyboard").hidden = keys.length === 0;
  toEnd();
}

function emptiness() {
  const begin = element("button", { className: "act", textContent: "Start", onclick: () => act("start") });
  const parts = [element("p", { textContent: "Nothing said yet." }), ...(state.chat < 0 ? [] : [begin])];
  return element("div", { className: "empty" }, parts);
}

function edit(entry) {
  state.editing = entry.message_id;
  at("text").value = entry.message.text;
  at("editing").hidden = false;
  at("text").focus();
}

function leaveEditing() {
  if (state.editing) at("text").value = "";
  state.editing = 0;
  at("editing").hidden = true;
}

let again = 0;
async function draw() {
  const [bots, people, now, faults] = await Promise.all(
    [tell("list_bots"), tell("list_people"), tell("read_clock"), tell("list_faults")],
  );
  state.bot = bots.some((bot) => bot.username === state.bot) ? state.bot : bots[0]?.username;
  const chats = state.bot ? await tell("list_chats", { bot: state.bot }) : [];
  const chat = chats.find((one) => one.id === state.chat) ?? chats[0];
  if (!chat) return void show("There is no bot or no customer yet.", true);
  state.chat = chat.id;
  state.speaker ||= people[0]?.id;
  drawBots(bots);
  drawChats(chats);
  drawHead(chat, people);
  drawMessages(await tell("read_chat", { chat_id: chat.id, bot: state.bot }));
  at("clock").textContent = new Date(now * 1000).toLocaleString();
  at("waiting").textContent = faults.length || "";
  clearTimeout(again);
  if (chat.typing) again = setTimeout(draw, chat.typing * 1000);
}

at("bots").onchange = () => { state.bot = at("bots").value; draw(); };
at("speaker").onchange = () => { state.speaker = Number(at("speaker").value); };
at("leave").onclick = leaveEditing;
at("writing").onsubmit = async (event) => {
  event.preventDefault();
  const text = at("text").value.trim();
  const message_id = state.editing;
  if (!text) return;
  leaveEditing();
  at("text").value = "";
  await (message_id ? act("rewrite", { message_id, text }) : act("say", { text }));
};
at("more").onclick = ({ target }) => {
  const { deed, file } = target.dataset;
  if (target.matches("button")) at("more").open = false;
  if (target.id === "start") act("start");
  if (deed) act(deed, deed === "share_location" ? { latitude: 40.18, longitude: 44.51 } : {});
  if (file === undefined) return;
  at("file").accept = file;
  at("file").dataset.plain = file ? "" : "yes";
  at("file").click();
};
document.addEventListener("click", ({ target }) => { if (!at("more").contains(target)) at("more").open = false; });
at("file").onchange = async () => {
  await send_file(at("file").files[0]);
  at("file").value = "";
};
at("newcomer").onsubmit = async (event) => {
  event.preventDefault();
  const name = at("newcomer-name").value.trim();
  const isGroup = event.submitter?.value === "group";
  const details = isGroup ? { title: name, bot: state.bot } : { first_name: name };
  state.chat = (await tell(isGroup ? "add_group" : "add_person", details)).id;
  at("newcomer-name").value = "";
  draw();
};
at("steps").onclick = ({ target }) => target.dataset.seconds && tell("advance", { seconds: Number(target.dataset.seconds) });
at("faults").onclick = ({ target }) => {
  const { kind, forget } = target.dataset;
  if (kind) tell("order_fault", { kind, method: "sendMessage", seconds: 3 });
  if (forget !== undefined) tell("clear_faults");
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
