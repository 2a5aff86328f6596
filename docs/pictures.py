"""Makes the pictures of the README and the guides: the builder over sample data, seen through Chromium.

python -m docs.pictures             writes docs/pictures/*.png
python -m docs.pictures --all DIR   writes every screen, light and dark, at 1440 and 400 wide, into DIR
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Browser, Page, Request, Route, sync_playwright

from docs.scenes import SCENES, Scene, screens, set_the_stage
from launch import children
from tests.browser import ARGUMENTS
from tests.chromium import chromium
from tests.ports import free_port

FOLDER = Path(__file__).resolve().parent / "pictures"
NARROW, WIDE = 400, 1440
HEIGHT, TALLEST = 900, 6000
SHARPNESS = 2
"""Pixels for each of the page's, so that text stays crisp on good screens."""
COLOURS = 256
LARGEST = 250_000
WHOLE = "document.querySelector('[data-testid=stMain]').scrollHeight"
SETTLED = "[data-testid='stApp'][data-test-script-state='notRunning']"


@dataclass
class Studio:
    """The running builder and a browser; `strangers` are addresses that a page asked for elsewhere."""

    browser: Browser
    address: str
    strangers: list[str]

    @contextmanager
    def page(self, scheme: str, width: int, height: int = HEIGHT, sharpness: int = 1) -> Iterator[Page]:
        size = {"width": width, "height": height}
        context = self.browser.new_context(
            viewport=size,
            color_scheme=scheme,
            device_scale_factor=sharpness,
            reduced_motion="reduce",
            locale="en-GB",
        )
        context.route("**/*", self._stay_here)
        context.on("request", self._note)
        page = context.new_page()
        page.set_default_timeout(90_000)
        yield page
        context.close()

    def _stay_here(self, route: Route) -> None:
        route.continue_() if self._is_ours(route.request) else route.abort()

    def _note(self, request: Request) -> None:
        if not self._is_ours(request):
            self.strangers.append(request.url)

    def _is_ours(self, request: Request) -> bool:
        found = urlsplit(request.url)
        return found.scheme in ("data", "blob") or found.netloc == urlsplit(self.address).netloc


@contextmanager
def studio(data: Path) -> Iterator[Studio]:
    """The builder over a data folder, on a free port of this machine. Raises AssertionError at the end when a
    page asked for anything elsewhere."""
    port = free_port()
    (data / "logs").mkdir(exist_ok=True)
    builder = children.start("builder", children.builder_command(port), data)
    try:
        children.wait_for_builder(port, [builder])
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
            made = Studio(browser, f"http://127.0.0.1:{port}", [])
            yield made
            browser.close()
    finally:
        children.stop([builder])
    assert made.strangers == [], f"The pages asked elsewhere: {made.strangers}"


def settle(page: Page) -> None:
    """Until the page is drawn: the script has ended, the fonts are there, nothing moves any more."""
    page.locator(SETTLED).wait_for()
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(900)
    page.locator(SETTLED).wait_for()


def take(made: Studio, scene: Scene, target: Path) -> None:
    with made.page(scene.scheme, scene.width, scene.height, SHARPNESS) as page:
        page.goto(made.address + scene.address)
        settle(page)
        scene.play(page)
        settle(page)
        page.mouse.move(0, 0)
        page.screenshot(path=target)
    shrink(target)


def shrink(path: Path) -> None:
    """Fewer colours: the screens have few, and nobody sees the difference."""
    with Image.open(path) as picture:
        plain = picture.convert("RGB")
    few = plain.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def take_all(made: Studio, target: Path) -> None:
    """Whole pages, as long as they are."""
    for scheme in ("light", "dark"):
        for width in (WIDE, NARROW):
            with made.page(scheme, width) as page:
                for name, scene in screens().items():
                    page.set_viewport_size({"width": width, "height": HEIGHT})
                    page.goto(made.address + scene.address)
                    settle(page)
                    scene.play(page)
                    settle(page)
                    height = min(int(page.evaluate(WHOLE)), TALLEST)
                    page.set_viewport_size({"width": width, "height": max(height, HEIGHT)})
                    settle(page)
                    page.screenshot(path=target / f"{name}_{scheme}_{width}.png")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m docs.pictures", description=__doc__)
    parser.add_argument("--all", type=Path, metavar="DIR", help="every screen, for looking through them")
    parser.add_argument("names", nargs="*", choices=[[], *SCENES], metavar="NAME", help="only these pictures")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        set_the_stage(data)
        with studio(data) as made:
            if chosen.all:
                chosen.all.mkdir(parents=True, exist_ok=True)
                take_all(made, chosen.all)
                return 0
            for name, scene in SCENES.items():
                if not chosen.names or name in chosen.names:
                    take(made, scene, FOLDER / f"{name}.png")
                    print(f"{name}.png  {(FOLDER / f'{name}.png').stat().st_size:,} bytes", flush=True)
    heavy = [path.name for path in FOLDER.glob("*.png") if path.stat().st_size > LARGEST]
    print(f"Larger than {LARGEST:,} bytes: {', '.join(heavy)}" if heavy else "All are light enough.")
    return 1 if heavy else 0


if __name__ == "__main__":
    sys.exit(main())
