"""Bytes out of packed and damaged files, and lines out of bytes."""

from __future__ import annotations

import gzip
import itertools
import random
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st

from ja4dash.ingest import lines as lines_module
from ja4dash.ingest import streams
from ja4dash.ingest.content import Input, Mark, between, examine, mark
from ja4dash.ingest.lines import CHUNK_LINES, HEAD, MAX_LINE, LineChunk, chunks
from ja4dash.ingest.streams import Damage

DATA = b"".join(b'{"n": %d, "noise": "%x"}\n' % (number, random.Random(number).getrandbits(200)) for number in range(20_000))
PACK: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.compress, "zstd": zstd.compress}


def unpacked(path: Path) -> tuple[bytes, str]:
    """What comes out, and what is said of a damage."""
    found = bytearray()
    try:
        for block in streams.blocks(path):
            assert len(block) <= streams.BLOCK
            found += block
    except Damage as damage:
        return bytes(found), str(damage)
    return bytes(found), ""


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "packed",
    [
        pytest.param(DATA, id="plain"),
        pytest.param(gzip.compress(DATA), id="gzip"),
        pytest.param(zstd.compress(DATA), id="zstd"),
        pytest.param(gzip.compress(DATA[:1000]) + gzip.compress(DATA[1000:]), id="two gzip members"),
        pytest.param(zstd.compress(DATA[:1000]) + zstd.compress(DATA[1000:]), id="two zstd frames"),
        pytest.param(gzip.compress(DATA) + bytes(700), id="padded gzip"),
        pytest.param(b"\x50\x2a\x4d\x18\x04\0\0\0skip" + zstd.compress(DATA), id="skippable zstd frame first"),
    ],
)
def test_a_sound_file_comes_out_whole(tmp_path: Path, packed: bytes) -> None:
    assert unpacked(written(tmp_path / "file", packed)) == (DATA, "")


@pytest.mark.parametrize("method", PACK)
@pytest.mark.parametrize("left", [0.999, 0.5, 0.1])
def test_a_truncated_file_gives_all_that_can_be_decoded(tmp_path: Path, method: str, left: float) -> None:
    packed = PACK[method](DATA)
    cut = packed[: int(len(packed) * left)]
    decoder = zlib.decompressobj(wbits=31) if method == "gzip" else zstd.ZstdDecompressor()
    expected = decoder.decompress(cut)
    found, damage = unpacked(written(tmp_path / "file", cut))
    assert found == expected
    assert DATA.startswith(found)
    assert f"end too early, at byte {len(cut):,} of the file, {len(found):,} bytes decompressed" in damage


@pytest.mark.parametrize("method", PACK)
def test_broken_data_give_what_came_before(tmp_path: Path, method: str) -> None:
    packed = bytearray(PACK[method](DATA))
    place = len(packed) // 2
    packed[place : place + 200] = bytes(200)
    found, damage = unpacked(written(tmp_path / "file", bytes(packed)))
    assert "broken near byte" in damage
    common = next((at for at, (one, other) in enumerate(zip(found, DATA, strict=False)) if one != other), len(found))
    assert common > len(DATA) * 0.3


def test_gzip_gives_every_byte_before_a_broken_one(tmp_path: Path) -> None:
    """zlib keeps back what it decoded in the call that fails: tens of kilobytes of good rows."""
    packed = bytearray(zlib.compressobj(0, wbits=31).compress(DATA))
    header, block = 10, 5
    length = int.from_bytes(packed[header + 1 : header + 3], "little")
    packed[header + block + length] = 0b110  # the second stored block's type: the reserved one (RFC 1951, 3.2.3)
    found, damage = unpacked(written(tmp_path / "file", bytes(packed)))
    assert "invalid block type" in damage
    assert found == DATA[:length]


def test_a_wrong_checksum_is_reported_after_the_last_row(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(DATA))
    packed[-6] ^= 0xFF
    found, damage = unpacked(written(tmp_path / "file", bytes(packed)))
    assert found == DATA
    assert "incorrect data check" in damage


def test_what_follows_a_gzip_member_and_is_none_is_a_damage(tmp_path: Path) -> None:
    found, damage = unpacked(written(tmp_path / "file", gzip.compress(DATA) + b"garbage"))
    assert found == DATA
    assert damage


def test_a_bomb_comes_out_in_bounded_blocks(tmp_path: Path) -> None:
    """64 MiB of one byte in a few kilobytes: unpacked() checks the size of each block."""
    for method, pack in PACK.items():
        found, damage = unpacked(written(tmp_path / method, pack(bytes(64 << 20))))
        assert (len(found), damage) == (64 << 20, "")


# --- lines ------------------------------------------------------------------------------------------------------------


def cut(data: bytes, places: list[int]) -> Iterator[bytes]:
    """The bytes in blocks of at most 8."""
    bounds = sorted({*range(0, len(data), 8), len(data), *(place % (len(data) + 1) for place in places)})
    for first, last in itertools.pairwise(bounds):
        yield data[first:last]


def as_lists(found: Iterator[LineChunk]) -> list[tuple[int, list[bytes], dict[int, str], int]]:
    return [(chunk.first, chunk.lines, chunk.broken, chunk.size) for chunk in found]


@settings(deadline=None)
@given(data=st.lists(st.binary(max_size=12)).map(b"\n".join), places=st.lists(st.integers(0, 10_000)), limit=st.integers(1, 6))
def test_bounds_of_chunks_follow_from_the_content_alone(data: bytes, places: list[int], limit: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines_module, "CHUNK_LINES", limit)
        patch.setattr(lines_module, "CHUNK_BYTES", 20)
        patch.setattr(lines_module, "MAX_LINE", 8)
        patch.setattr(lines_module, "HEAD", 3)
        found, other = as_lists(chunks(cut(data, []))), as_lists(chunks(cut(data, places)))
    lines = [line for _, held, _, _ in found for line in held]
    expected = data.split(b"\n")
    assert lines == [line if len(line) <= 8 else line[:3] for line in (expected if expected[-1] else expected[:-1])]
    assert found == other


def test_numbers_go_on_from_chunk_to_chunk() -> None:
    data = b"".join(b"%d\n" % number for number in range(1, 2 * CHUNK_LINES + 11))
    found = list(chunks([data]))
    assert [(chunk.first, len(chunk.lines)) for chunk in found] == [
        (1, CHUNK_LINES),
        (CHUNK_LINES + 1, CHUNK_LINES),
        (2 * CHUNK_LINES + 1, 10),
    ]
    assert [int(chunk.lines[0]) for chunk in found] == [chunk.first for chunk in found]


def test_a_line_without_end_is_kept_in_part() -> None:
    def endless() -> Iterator[bytes]:
        yield b"first\n"
        for _ in range(64):
            yield b"x" * (1 << 20)
        yield b"\nlast\n"

    (chunk,) = chunks(endless())
    assert chunk.lines == [b"first", b"x" * HEAD, b"last"]
    assert chunk.broken == {1: f"{64 << 20:,} bytes long, {MAX_LINE:,} is the limit"}
    assert chunk.first == 1


def test_the_last_line_needs_no_line_feed_unless_the_file_is_damaged() -> None:
    def damaged() -> Iterator[bytes]:
        yield b"one\ntw"
        raise Damage("here")

    (chunk,) = chunks([b"one\ntwo"])
    assert (chunk.lines, chunk.broken) == ([b"one", b"two"], {})
    found = chunks(damaged())
    chunk = next(found)
    assert (chunk.lines, chunk.broken) == ([b"one", b"tw"], {1: "cut off where the file is damaged"})
    with pytest.raises(Damage, match="here"):
        next(found)


# --- contents ---------------------------------------------------------------------------------------------------------


def source(path: Path) -> Input:
    return Input(str(path), path, "jsonl")


def nothing(size: int) -> None:
    assert size > 0


def test_the_same_content_is_the_same_however_packed(tmp_path: Path) -> None:
    packed = [DATA, gzip.compress(DATA), zstd.compress(DATA), gzip.compress(DATA, 1)]
    found = {examine(source(written(tmp_path / str(at), data)), {}, nothing) for at, data in enumerate(packed)}
    assert len(found) == 1
    (content,) = found
    assert content.size == content.hashed == len(DATA)
    other = examine(source(written(tmp_path / "other", DATA + b"\n")), {}, nothing)
    assert other.digest != content.digest


def test_a_file_that_has_grown_begins_where_it_ended(tmp_path: Path) -> None:
    before = DATA[: DATA.index(b"\n", 300_000) + 1]
    old = examine(source(written(tmp_path / "old", before)), {}, nothing)
    grown = source(written(tmp_path / "grown", gzip.compress(DATA)))
    found = examine(grown, {old.size: old.digest, 7: "of another file"}, nothing)
    assert found.start == Mark(len(before), before.count(b"\n") + 1) == mark(grown, len(before))
    assert b"".join(between(grown, found)) == DATA[len(before) :]


def test_a_file_that_has_changed_begins_at_its_beginning(tmp_path: Path) -> None:
    old = examine(source(written(tmp_path / "old", DATA[:300_000])), {}, nothing)
    for data in (b"x" + DATA, DATA):  # the second is known up to the middle of a line
        assert examine(source(written(tmp_path / "new", data)), {old.size: old.digest}, nothing).start == Mark()


def test_a_damaged_file_is_known_again_when_it_is_mended(tmp_path: Path) -> None:
    packed = gzip.compress(DATA)
    damaged = examine(source(written(tmp_path / "damaged", packed[: len(packed) // 2])), {}, nothing)
    assert damaged.hashed < damaged.size
    assert damaged.damage
    mended = examine(source(written(tmp_path / "mended", packed)), {damaged.hashed: damaged.digest}, nothing)
    assert mended.start.offset == damaged.hashed
    assert DATA[: mended.start.offset].endswith(b"\n")


def test_what_is_appended_after_the_examination_waits(tmp_path: Path) -> None:
    path = written(tmp_path / "log", DATA[:1000])
    content = examine(source(path), {}, nothing)
    written(path, DATA)
    assert b"".join(between(source(path), content)) == DATA[:1000]
