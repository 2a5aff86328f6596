// The line to the double: what is asked of it, what a customer does, and the notices that come of it.
export const at = (id) => document.getElementById(id);
export const state = { bot: "", chat: 0, speaker: 0, editing: 0, revision: -1 };

export async function tell(command, details = {}) {
  const body = JSON.stringify(details);
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`/control/${command}`, { method: "POST", headers, body });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error);
  return said.result;
}

let fading = 0;
export function show(text, isBad = false) {
  at("notice").textContent = text;
  at("notice").className = isBad ? "bad" : "";
  at("notice").hidden = false;
  clearTimeout(fading);
  fading = setTimeout(() => { at("notice").hidden = true; }, 4000);
}

// In a private chat the chat's own person speaks, in a group whoever was chosen.
export async function act(deed, details = {}) {
  const who = state.chat < 0 ? { person_id: state.speaker, group_id: state.chat } : { person_id: state.chat };
  try {
    return await tell("do", { deed, bot: state.bot, ...who, ...details });
  } catch (error) {
    show(error.message, true);
    return {};
  }
}

export async function tap(label, messageId = 0) {
  const done = await act("tap", { button: label, message_id: messageId });
  if (done.url) show(`This button opens ${done.url}`);
  if (!done.query_id) return;
  const waiting = { query_id: done.query_id, bot: state.bot };
  for (let tries = 0; tries < 5; tries += 1) {
    const { answer } = await tell("read_query", waiting);
    if (answer) return void show_answer(answer);
    await tell("wait_for_change", { after: state.revision, timeout: 2 });
  }
}

function show_answer({ text, error_message: refused }) {
  if (refused) show(`The bot refuses the payment: ${refused}`, true);
  else if (text) show(text);
}

export async function send_file(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  const kind = file.type.startsWith("image/") && !at("file").dataset.plain ? "photo" : "document";
  await act("send_file", { kind, content: btoa(text), name: file.name });
}
