from signaling.token_bucket import TokenBucket


def test_a_burst_passes_and_the_flood_behind_it_does_not() -> None:
    bucket = TokenBucket(now=0, rate_per_s=20, burst=60)
    assert [bucket.take(0) for _ in range(61)] == [True] * 60 + [False]


def test_time_fills_the_bucket_up_to_the_burst() -> None:
    bucket = TokenBucket(now=0, rate_per_s=20, burst=60)
    for _ in range(60):
        bucket.take(0)
    assert [bucket.take(0.1) for _ in range(3)] == [True, True, False]
    assert sum(bucket.take(1000) for _ in range(100)) == 60
