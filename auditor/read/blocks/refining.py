"""Steps that make more of all blocks of a document: where one fails, the blocks stay as they were before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields

from auditor.read.blocks.block import Block
from auditor.runtime.left_out import unit

_FIELDS = tuple(field.name for field in fields(Block))
NOT_TOLD = "could not be told"


@contextmanager
def refining(blocks: list[Block], what: str) -> Iterator[None]:
    """Do inside what changes blocks; where it fails they are as before, and it is said what could not be told.

    Args:
        blocks: all of the document; the list itself may be changed too.
        what: what the step tells of them, as people name it ("headings").
    """
    kept = [Block(*(getattr(block, name) for name in _FIELDS)) for block in blocks]

    def undo() -> None:
        blocks[:] = kept

    with unit(what, NOT_TOLD, undo=undo):
        yield


def cutting(blocks: list[Block]) -> Callable[[], None]:
    """Return what takes out again the blocks that are added from now on."""
    at = len(blocks)

    def undo() -> None:
        del blocks[at:]

    return undo
