#!/usr/bin/python3
"""Columns beside vectorised code of other kinds, in one run: numpy in this process, by turns, and DuckDB by
its package for node, one thread each. Everybody decides the same reviews, and the answers must be the same.

run.py LIBRARY [ROWS]      the package @duckdb/node-api is sought in build/bench/peers
"""

import json
import pathlib
import shutil
import subprocess
import sys
import time

try:
    import numpy as np
except ImportError:
    sys.exit("peers: SKIPPED, numpy is not there: install python3-numpy")

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import numpy_review  # noqa: E402
import portfolio  # noqa: E402

BUILD = portfolio.ROOT / "build" / "bench" / "peers"
WANTED_NUMPY, WANTED_DUCKDB = 5, 15


def nanoseconds(call, rows, turns):
    best = float("inf")
    for _ in range(turns):
        start = time.thread_time()
        call()
        best = min(best, time.thread_time() - start)
    return best / rows * 1e9


def csv(path, columns):
    """Columns of small numbers of one width each, which is quick to write and to read."""
    rows = len(next(iter(columns.values())))
    parts = []
    for a in columns.values():
        width = max(len(str(int(a.max()))), len(str(int(a.min()))))
        texts = np.char.mod(f"%{width}d", a).astype(f"S{width}") if a.min() < 0 else None
        cell = np.full((rows, width + 1), ord(","), np.uint8)
        if texts is not None:
            cell[:, :width] = np.frombuffer(texts.tobytes(), np.uint8).reshape(rows, width)
        else:
            rest = a.astype(np.int64)
            for k in range(width):
                cell[:, width - 1 - k] = ord("0") + rest % 10
                rest //= 10
        parts.append(cell)
    parts[-1][:, -1] = ord("\n")
    path.write_bytes((",".join(columns) + "\n").encode() + np.concatenate(parts, axis=1).tobytes())


def duckdb(ours, table, out, rows, status):
    node = shutil.which("node")
    if node is None or not (BUILD / "node_modules" / "@duckdb" / "node-api").is_dir():
        print("columns-duckdb SKIPPED: @duckdb/node-api is not in build/bench/peers "
              "(npm install --prefix build/bench/peers @duckdb/node-api)")
        return
    BUILD.mkdir(parents=True, exist_ok=True)
    plain = {name.replace(".", "_").replace("-", "_"): a for name, a in table.items()}
    csv(BUILD / "reviews.csv", {"id": np.arange(rows), **plain})
    csv(BUILD / "answers.csv", {"id": np.arange(rows), **{k: out[k] for k in
                                                         ("status", "first_day", "last_day", "error")}})
    done = subprocess.run(
        [node, str(pathlib.Path(__file__).with_name("duckdb_review.mjs")), str(BUILD), json.dumps(status)],
        stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"peers: DuckDB gives other answers, or none: {done.stdout}")
    theirs = float(json.loads(done.stdout)["seconds"]) / rows * 1e9
    print(f"columns-duckdb ratio {theirs / ours:.1f}  (wanted {WANTED_DUCKDB}; DuckDB {theirs:.1f} ns a row, one "
          f"thread, certrules {ours:.2f} ns)")


def main():
    rows = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    certrules = portfolio.Certrules(sys.argv[1])
    table = portfolio.reviews(certrules, rows)
    ours, theirs = portfolio.answers(rows), portfolio.answers(rows)
    decide = certrules.prepared(table, ours)
    decide()
    limits = [(name, 12 if name.endswith(".safety") else 6) for name in table if name.startswith("findings.major.")]
    review = numpy_review.Review(certrules.status, limits)
    review(table, theirs)
    portfolio.same(ours, theirs, "numpy")
    by_certrules, by_numpy = float("inf"), float("inf")
    for _ in range(7):
        by_certrules = min(by_certrules, nanoseconds(decide, rows, 3))
        by_numpy = min(by_numpy, nanoseconds(lambda: review(table, theirs), rows, 1))
    refused = int(np.count_nonzero(ours["error"]))
    print(f"columns-numpy ratio {by_numpy / by_certrules:.1f}  (wanted {WANTED_NUMPY}; numpy {np.__version__} "
          f"{by_numpy:.1f} ns a row, certrules {by_certrules:.2f} ns; {rows} rows, the same answers, {refused} refused)")
    duckdb(by_certrules, table, ours, rows, {name: certrules.status(name) for name in (
        "assessed", "progressing", "approved", "remediation", "probation", "terminated")})


if __name__ == "__main__":
    main()
