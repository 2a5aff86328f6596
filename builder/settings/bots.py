"""The bots: adding one by its token, pausing and removing it. A token is never shown again."""

from __future__ import annotations

from html import escape

import streamlit as st

from builder import state
from builder.look import kit
from builder.places import store
from builder.signature import author
from builder.texts import _
from flowbook.errors import FlowbookError
from flowbook.store.accounts import Account, ask_account
from flowbook.store.bots import TELEGRAM_API, Bot, add_bot, bot_id_of, list_bots, remove_bot, set_bot_state


def bots_section() -> None:
    bots = list_bots(store())
    left, right = st.columns([1.4, 1], gap="medium")
    with left:
        _practice()
        for bot in bots:
            _card(bot)
    with right:
        _add_card()


def add_by_token(token: str, api_url: str) -> Account:
    """Asks whose token it is and keeps the bot. Raises FlowbookError with a sentence without the token."""
    token = token.strip()
    bot_id_of(token)
    account = ask_account(token, api_url)
    bot = Bot(account.id, account.name, account.username, token, api_url)
    add_bot(store(), bot, author())
    return account


def _practice() -> None:
    with st.container(border=True, key="card-bot-practice"):
        told = _("Always there, needs no token and no network: you talk to it in Practice.")
        kit.show(
            f'<div class="row">{kit.tile("act", "bot")}<div class="grow"><b>{escape(_("Practice"))}</b>'
            f'<div class="mut sm">{escape(told)}</div></div></div>'
        )


def _card(bot: Bot) -> None:
    with st.container(border=True, key=f"card-bot-{bot.id}"):
        kit.show(_told(bot))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            paused = bot.state != "on"
            label, glyph = (_("Switch on"), "play") if paused else (_("Pause"), "pause")
            kit.button(
                label,
                key=f"switch-{bot.id}",
                glyph=glyph,
                on_click=_switch,
                args=(bot.id, "on" if paused else "off"),
            )
            if kit.button(_("Remove…"), key=f"remove-{bot.id}", glyph="trash-2", type="tertiary"):
                _remove_dialog(bot)


def _told(bot: Bot) -> str:
    states = {
        "on": kit.pill(_("On"), "ok", "circle-check"),
        "off": kit.pill(_("Paused"), "", "pause"),
        "stopped": kit.pill(_("Stopped"), "bad", "circle-alert"),
    }
    shown = "stopped" if bot.state == "on" and not bot.token else bot.state
    address = f"https://t.me/{bot.username}"
    link = f'<a href="{escape(address, quote=True)}" target="_blank" rel="noopener noreferrer">'
    where = "" if bot.api_url == TELEGRAM_API else f'<div class="mut xs">{escape(bot.api_url)}</div>'
    why = f'<div class="sm bad-ink">{escape(bot.why)}</div>' if bot.why else ""
    about = f'<div class="sm">{link}t.me/{escape(bot.username)}</a></div>{where}{why}'
    words = f'<div class="grow"><b>{escape(bot.name)}</b>{about}</div>'
    return f'<div class="row top">{kit.tile("act", "send")}{words}{states[shown]}</div>'


def _add_card() -> None:
    with st.container(border=True, key="card-bot-add"):
        kit.show(f'<div class="big">{escape(_("Add a Telegram bot"))}</div>')
        steps = (
            _("In Telegram, write /newbot to @BotFather."),
            _("Give it a name. BotFather shows a token."),
            _("Paste the token here."),
        )
        kit.show(f'<ol class="why">{"".join(f"<li>{escape(step)}</li>" for step in steps)}</ol>')
        with st.form("add-bot", clear_on_submit=True, border=False):
            # A new key for each bot: what was typed under the old one is forgotten with it.
            token = st.text_input(
                _("Token"), type="password", autocomplete="off", key=f"token-{state.version()}"
            )
            with st.expander(_("Advanced")):
                api_url = st.text_input(
                    _("Address of the Bot API"), TELEGRAM_API, help=_("Another server than Telegram's own.")
                )
            sent = st.form_submit_button(_("Check and add"), type="primary")
        if sent:
            _add(token or "", (api_url or TELEGRAM_API).strip())
        kit.show(f'<div class="mut xs">{escape(_("It is kept under lock and never shown again."))}</div>')


def _add(token: str, api_url: str) -> None:
    try:
        with st.spinner(_("Asking whose token this is")):
            account = add_by_token(token, api_url)
    except FlowbookError as error:
        kit.show(kit.problem("error", str(error)))
        return
    state.raise_version()
    state.note(_("“{name}” is added: {link}", name=account.name, link=account.link))
    st.rerun()


def _switch(bot: str, wanted: str) -> None:
    set_bot_state(store(), bot, wanted)


def _remove_dialog(bot: Bot) -> None:
    @st.dialog(_("Remove “{name}”?", name=bot.name))
    def ask() -> None:
        st.write(
            _(
                "Its flows stop there, and its token is forgotten. Customers and versions stay. To bring it"
                " back, paste the token again."
            )
        )
        done = {"on_click": _remove, "args": (bot.id, bot.name)}
        if kit.button(_("Remove it"), key="remove-sure", glyph="trash-2", type="primary", **done):
            st.rerun()

    ask()


def _remove(bot: str, name: str) -> None:
    try:
        remove_bot(store(), bot, author())
    except FlowbookError as error:
        state.refuse(str(error))
        return
    state.note(_("“{name}” is removed.", name=name))
