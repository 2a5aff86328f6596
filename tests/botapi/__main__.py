"""Starts the double by hand: `python -m tests.botapi --port 8081`, then open the page it names."""

import argparse
import asyncio
import contextlib

from tests.botapi.limits import Pace
from tests.botapi.server import Server
from tests.botapi.service import Service


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.botapi", description=__doc__)
    parser.add_argument("--port", type=int, default=8081, help="0 lets the system choose one")
    parser.add_argument("--bot", action="append", metavar="USERNAME", help="a bot to know; may be repeated")
    parser.add_argument("--bare", action="store_true", help="begin without a bot and without customers")
    parser.add_argument("--pace", action="store_true", help="answer 429 above Telegram's pace")
    return parser.parse_args()


async def serve(arguments: argparse.Namespace) -> None:
    service = Service()
    server = Server(service, arguments.port)
    try:
        await server.open_door()
    except OSError:
        raise SystemExit(f"Port {arguments.port} is taken. Choose another one with --port.") from None
    print(f"Chat as a customer: {server.address}/", flush=True)
    print(f"Bot API: base_url={server.address}/bot base_file_url={server.address}/file/bot", flush=True)
    if not arguments.bare:
        furnish(service, arguments)
    await asyncio.Event().wait()


def furnish(service: Service, arguments: argparse.Namespace) -> None:
    """The bots that were asked for, or one, and two customers to chat as."""
    for username in arguments.bot or ["practice_bot"]:
        bot = service.add_bot(username)
        print(f"@{username} has the token {bot.token}", flush=True)
        if arguments.pace:
            bot.limits.pace = Pace()
    service.add_person("Anna", username="anna_practice", phone="+37410000001")
    service.add_person("Davit", language_code="hy", phone="+37410000002")


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(read_arguments()))
