"""Transactions whose tasks are cancelled, at whatever moment, are in nobody's way afterwards."""

import asyncio
import random

from sqlalchemy import func, insert, select

from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import queues

TIMES = 250
LONGEST_S = 0.012  # of one transaction, about


async def test_cancelled_transactions_leave_no_lock(database: Database) -> None:
    moments = random.Random(7)
    for number in range(TIMES):
        tasks = [
            asyncio.create_task(_write(database, f"{number}.{task}"))
            for task in range(moments.randint(1, 3))
        ]
        await asyncio.sleep(moments.uniform(0, LONGEST_S))
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await _write(database, f"{number}.after")


async def _write(database: Database, queue: str) -> None:
    async with database.transaction() as connection:
        await connection.execute(insert(queues).values(queue=queue, name=queue))
        await connection.execute(select(func.count()).select_from(queues))
