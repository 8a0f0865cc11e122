"""How long 100,000 comments take to be read for refusals, beside merely folding their letters.

python -m tests.benchmarks.hearing
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from data_loaders.deflection import LANGUAGES, deflects, plainly
from tests.deflection.train import texts

MANY = 100_000


def seconds(read: Callable[[str], object], comments: Sequence[str]) -> float:
    start = time.process_time()
    for one in comments:
        read(one)
    return time.process_time() - start


def main() -> None:
    for language in LANGUAGES:
        known = texts(language)["text"].tolist()
        comments = (known * (MANY // len(known) + 1))[:MANY]
        heard = seconds(lambda one, of=language: deflects(one, of), comments)
        folded = seconds(plainly, comments)
        letters = sum(map(len, comments)) / MANY
        print(
            f"{language}: {heard:.1f} s, {heard / folded:.0f} x folding; {letters:.0f} letters each"
        )


if __name__ == "__main__":
    main()
