// Draws messages: formatted text from entities, files, and the keyboards under them.
const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote", spoiler: "span", text_link: "a", url: "a",
};

export function element(tag, properties = {}, children = []) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

// Entities count in UTF-16 units, as strings do here. Those inside another one are drawn inside it.
function formatted(text, entities, say, from = 0, to = text.length) {
  const parts = [];
  let place = from;
  const outer = entities.filter((e) => e.offset >= from && e.offset + e.length <= to);
  outer.sort((a, b) => a.offset - b.offset || b.length - a.length);
  outer.forEach((entity, at) => {
    if (entity.offset < place) return;
    parts.push(text.slice(place, entity.offset));
    const end = entity.offset + entity.length;
    parts.push(wrapped(entity, formatted(text, outer.slice(at + 1), say, entity.offset, end), say));
    place = end;
  });
  return [...parts, text.slice(place, to)];
}

function wrapped(entity, inside, say) {
  if (entity.type === "bot_command") {
    const made = element("button", { type: "button", className: "command" }, inside);
    made.onclick = () => say(made.textContent);
    return made;
  }
  const made = element(TAGS[entity.type] || "span", {}, inside);
  if (entity.type === "spoiler") made.className = "spoiler";
  if (made.tagName === "A") {
    const url = entity.url || made.textContent;
    if (/^(https?|tg|mailto):/i.test(url)) Object.assign(made, { href: url, target: "_blank", rel: "noreferrer" });
  }
  return made;
}

function attached(message) {
  if (message.photo) {
    const photo = message.photo[message.photo.length - 1];
    const image = element("img", { src: `/media/${photo.file_unique_id}`, alt: "Photo" });
    image.onerror = () => image.replaceWith(element("span", { className: "what", textContent: "A photo" }));
    return [image];
  }
  const kinds = ["video", "animation", "document", "voice", "audio", "sticker"];
  const kind = kinds.find((name) => message[name]);
  if (kind) {
    const file = message[kind];
    const label = file.file_name || kind;
    const link = element("a", { href: `/media/${file.file_unique_id}`, target: "_blank", textContent: label });
    return [element("div", { className: "what" }, [link])];
  }
  const told = described(message);
  return told ? [element("span", { className: "what", textContent: told })] : [];
}

function quoted({ reply_to_message: to }) {
  return to ? [element("blockquote", { textContent: to.text ?? to.caption ?? "…" })] : [];
}

function described(message) {
  const { location, contact, invoice, successful_payment: paid } = message;
  if (location) return `Location ${location.latitude}, ${location.longitude}`;
  if (contact) return `Contact ${contact.first_name}, ${contact.phone_number}`;
  if (invoice) return `Invoice: ${invoice.title}, ${price(invoice)}`;
  return paid ? `Paid ${price(paid)}` : "";
}

// The currency's own number of decimals: two for dollars, none for yen.
function price({ total_amount: amount, currency }) {
  if (currency === "XTR") return `${amount} stars`;
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  return format.format(amount / 10 ** format.resolvedOptions().maximumFractionDigits);
}

export function rows(markup, tap) {
  const found = markup?.inline_keyboard || markup?.keyboard || [];
  const buttons = (row) => row.map((button) => {
    const label = typeof button === "string" ? button : button.text;
    return element("button", { type: "button", textContent: label, onclick: () => tap(label, button) });
  });
  return found.map((row) => element("div", { className: "row" }, buttons(row)));
}

// What can be done with it: `tap` a button, `say` a command in it, `edit` it where it is one's own.
export function bubble(entry, { tap, say, edit }, isGroup) {
  const message = entry.message;
  const text = message.text ?? message.caption ?? "";
  const at = new Date(entry.at * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const notes = `${entry.deleted_at ? "deleted " : entry.edits.length ? "edited " : ""}${at}`;
  const body = formatted(text, message.entities || message.caption_entities || [], say);
  const name = isGroup ? [element("b", { className: "name", textContent: message.from.first_name })] : [];
  const inside = [...name, ...quoted(message), ...attached(message), ...body, element("time", { textContent: notes })];
  const parts = [element("div", { className: "bubble" }, inside)];
  if (edit && !entry.deleted_at) {
    parts.unshift(element("button", { type: "button", className: "edit", textContent: "Edit", onclick: edit }));
  }
  if (entry.markup?.inline_keyboard && !entry.deleted_at) {
    parts.push(element("div", { className: "keys" }, rows(entry.markup, tap)));
  }
  return element("div", { className: `said ${entry.by}${entry.deleted_at ? " gone" : ""}` }, parts);
}
