import hashlib

import pytest

from video_bank.recording.chain import begin_chain, continue_chain, merkle_root


def _sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def test_a_chain_depends_on_every_block_and_their_order() -> None:
    ends = set()
    for header, *blocks in (b"hab", b"hba", b"ha", b"hb", b"xab"):
        chain = begin_chain(bytes([header]))
        for block in blocks:
            chain = continue_chain(chain, bytes([block]))
        ends.add(chain)
    assert len(ends) == 5


def test_small_trees_are_those_of_rfc_6962() -> None:
    a, b, c = (_sha(b"\0", leaf) for leaf in (b"a", b"b", b"c"))
    assert merkle_root([]) == _sha()
    assert merkle_root([b"a"]) == a
    assert merkle_root([b"a", b"b"]) == _sha(b"\1", a, b)
    assert merkle_root([b"a", b"b", b"c"]) == _sha(b"\1", _sha(b"\1", a, b), c)


@pytest.mark.parametrize(
    ("count", "root"),
    [
        (1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        (2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        (3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
        (8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
    ],
)
def test_roots_agree_with_certificate_transparency(count: int, root: str) -> None:
    """The test vectors of google/certificate-transparency, merkletree/merkle_tree_test.cc."""
    leaves = ["", "00", "10", "2021", "3031", "40414243"]
    leaves += ["5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    assert merkle_root([bytes.fromhex(leaf) for leaf in leaves[:count]]).hex() == root
