"""The sample workspace, read once, and its draft of October: what many tests look at."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import hypothesis
import pytest

from flows.order import Draft
from schemas.edition import Edition
from schemas.period import Period
from schemas.settings import Settings
from schemas.submission import Submission
from tests.flows.copies import copy_sample, draft_of
from transforms.examination import Examined, examine
from transforms.issuing import issue_edition
from workbooks.privacy import Keyring
from workbooks.reader import Desk, read_workbook

hypothesis.settings.register_profile("steady", deadline=None, derandomize=True)
hypothesis.settings.load_profile("steady")

DATA = Path(__file__).resolve().parents[1] / "data"


@pytest.fixture(scope="session")
def sample_files() -> dict[str, Path]:
    """The sample's 90 files by their names below `raw/`."""
    raw = DATA / "raw"
    return {path.relative_to(raw).as_posix(): path for path in sorted(raw.glob("2024-*/*"))}


@pytest.fixture(scope="session")
def sample_settings() -> Settings:
    """The sample's `bulletin.toml`."""
    return Settings.model_validate(tomllib.loads((DATA / "bulletin.toml").read_text("utf-8")))


@pytest.fixture(scope="session")
def sample_books(sample_files: dict[str, Path]) -> dict[str, Submission]:
    """The sample's workbooks as read, by name."""
    keyring = Keyring(b"the secret of the tests")
    return {
        name: read_workbook(path, name, Desk(Period.parse(name[:7]), keyring))
        for name, path in sample_files.items()
    }


@pytest.fixture(scope="session")
def sample_edition(
    sample_books: dict[str, Submission], sample_settings: Settings
) -> Callable[[str], Edition]:
    """A function that gives the sample's edition of a period, such as `2024-10` or `2024Q3`."""

    @cache
    def edition(written: str) -> Edition:
        period = Period.parse(written)
        closing = str(period.closing_month)
        books = [book for name, book in sample_books.items() if name[:7] <= closing]
        examined = examine(books, sample_settings, period)
        return issue_edition(examined, sample_settings, period, None)

    return edition


@pytest.fixture(scope="session")
def sample_examined(sample_books: dict[str, Submission], sample_settings: Settings) -> Examined:
    """What stands of the sample at the end of October 2024."""
    return examine(list(sample_books.values()), sample_settings, Period.parse("2024-10"))


@pytest.fixture(scope="session")
def october(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    """The draft of October 2024; not to be changed."""
    return draft_of(copy_sample(tmp_path_factory.mktemp("october")))
