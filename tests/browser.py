"""A headless Chromium for the long proofs: opens a page, looks, clicks, types.

Selenium is a package of `make prove` alone, so it is imported when a browser starts.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

if TYPE_CHECKING:
    from selenium.webdriver import Chrome
    from selenium.webdriver.remote.webelement import WebElement

T = TypeVar("T")

_FLAGS = (
    "--headless",
    "--force-prefers-reduced-motion",  # a click waits for no smooth scrolling
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-prefers-reduced-motion",  # a page that scrolls smoothly is not yet where one clicks
    "--window-size=1400,900",
)
_VISIBLE = """
return [...document.querySelectorAll(arguments[0])].filter(
  (e) => e.checkVisibility() && (e.innerText ?? "").includes(arguments[1])
);
"""


def required(program: str) -> str:
    """Return where a program lies; fail where it is not installed."""
    found = shutil.which(program)
    return found or pytest.fail(f"{program} is not installed: .ci/run installs what proofs need")


@contextmanager
def chromium(profile: Path) -> Iterator[Browser]:
    """Start Chromium with an empty profile; yield it; end it."""
    program, driver = required("chromium"), required("chromedriver")
    from selenium.webdriver import Chrome, ChromeOptions
    from selenium.webdriver.chrome.service import Service

    options = ChromeOptions()
    options.binary_location = program
    for flag in (*_FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = Chrome(options=options, service=Service(driver))
    try:
        yield Browser(chrome)
    finally:
        chrome.quit()


class Browser:
    """What the proofs ask of a browser; elements are named by CSS selectors."""

    def __init__(self, chrome: Chrome) -> None:
        self._chrome = chrome

    def open(self, url: str) -> None:
        """Open a page as if for the first time, at an ordinary screen's size."""
        self._chrome.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        self._chrome.get("about:blank")
        for log in ("browser", "performance"):
            self._chrome.get_log(log)
        self._chrome.get(url)

    def narrow(self, width: int, height: int = 844) -> None:
        """Show the page as a telephone of this width does."""
        self._chrome.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 2, "mobile": True},
        )

    def all(self, selector: str, holding: str = "") -> list[WebElement]:
        """Return the visible elements of a selector, of those that hold a text."""
        return list(self.ask(_VISIBLE, selector, holding))

    def first(self, selector: str, holding: str = "", seconds: float = 20) -> WebElement:
        """Return the first such element, as soon as there is one; fail where none comes."""
        what = f"{selector} with “{holding}”"
        return self.wait(lambda: (self.all(selector, holding) or [None])[0], what, seconds)

    def wait(self, look: Callable[[], T | None], what: str, seconds: float = 20) -> T:
        """Return the first thing that `look` finds; fail with what the page shows."""
        from selenium.common.exceptions import StaleElementReferenceException

        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                if found := look():
                    return found
            except StaleElementReferenceException:  # the page was drawing itself anew
                pass
            time.sleep(0.1)
        shown = self.first_text("body")
        return pytest.fail(f"waited {seconds:.0f} s in vain for {what}; the page shows: {shown}")

    def first_text(self, selector: str) -> str:
        """Return the text of the first element of a selector."""
        return str(self.ask(f"return document.querySelector({selector!r}).innerText.slice(0, 800)"))

    def ask(self, script: str, *arguments: object) -> Any:
        """Return what a script returns."""
        return self._chrome.execute_script(script, *arguments)

    def press(self, key: str) -> None:
        """Press a key, such as TAB, where the focus is."""
        from selenium.webdriver import ActionChains, Keys

        ActionChains(self._chrome).send_keys(getattr(Keys, key, key)).perform()

    @property
    def focused(self) -> WebElement:
        """The element that has the focus."""
        return self._chrome.switch_to.active_element

    @property
    def complaints(self) -> list[str]:
        """What the page has written to the console since the last look."""
        return [entry["message"] for entry in self._chrome.get_log("browser")]

    @property
    def requests(self) -> list[str]:
        """The addresses that were asked for since the last look, but for those inside the page."""
        messages = [
            json.loads(e["message"])["message"] for e in self._chrome.get_log("performance")
        ]
        asked = [
            m["params"]["request"]["url"]
            for m in messages
            if m["method"] == "Network.requestWillBeSent"
        ]
        return [url for url in asked if not url.startswith(("data:", "about:"))]
