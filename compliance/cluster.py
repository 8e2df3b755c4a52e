"""Shards on the workers of a Dask cluster: the same function, the same shards, the same results.

The folder of the output must be one that every worker sees. A worker that dies is replaced: its shard is judged again.
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.bulk import Job, Runner, Shard, judge_shard

TRIES = 3
"""How often a shard is tried again where its worker died or failed for a moment."""


def on_cluster(address: str | None, workers: int) -> Runner:
    """Runs shards through the scheduler at `address` (tcp://…), or on so many processes of this machine."""

    def run(job: Job, parts: list[Shard]) -> Iterator[Shard]:
        from distributed import Client, as_completed

        local = {} if address else {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": None}
        with Client(address, **local) as client:  # type: ignore[no-untyped-call]  # it has no types
            shared = client.scatter(job, broadcast=True)
            futures = [client.submit(_judged, shared, each, retries=TRIES, pure=False) for each in parts]
            for future in as_completed(futures):  # type: ignore[no-untyped-call]
                yield future.result()

    return run


def _judged(job: Job, shard: Shard) -> Shard:
    judge_shard(job, shard)
    return shard
