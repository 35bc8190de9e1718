"""The bundle's `README.txt`, for a court (pure)."""

from datetime import UTC, datetime
from typing import Final

from video_bank.recording.evidence.layout import Statement

_TEXT: Final = """\
视频银行会话证据包 / Evidence bundle of a video banking session
================================================================

会话 / Session      {session_id}
导出 / Export       {export_id}
导出时间 / Made at  {made_at} UTC
银行公钥指纹 / Fingerprint of the bank's key (SHA-256)
  {fingerprint}

一、包内文件
------------
legs/*.webm       会话各方的画面和声音，即银行封存时的原样（VP8 画面、Opus 声音，未经转码）。
                  主流浏览器和播放器均可播放。
quality/*.json    各方网络质量的逐秒记录。
pictures/*.jpg    会话中用于核验身份的照片。
trail.jsonl       审计链：会话中发生的每件事一行，供程序读取。每行含上一行的哈希值，
                  改动、删除或插入任何一行都会使后面各行对不上。
trail.txt         同一审计链，供人阅读。
manifest.signed   封存清单：会话结束后由银行签名，写明各文件的哈希值。
bundle.json       谁申请导出、谁批准、用途和时间。
SHA256SUMS        以上每个文件的 SHA-256 哈希值。
*.sig  *.pem      同名文件的签名（Ed25519）和用于验证的公钥。

二、怎样验证
------------
方法一：安装 Video Bank 的任何电脑，断网亦可：
    video-bank verify 证据包.zip --key {fingerprint}
  逐个文件给出结论：完整、缺失、被改动、来自其他会话、被截短。

方法二：只用常见工具（OpenSSL 3、sha256sum）。解压后在该文件夹中运行：
    openssl pkeyutl -verify -pubin -inkey SHA256SUMS.pem -rawin \\
      -in SHA256SUMS -sigfile SHA256SUMS.sig
    sha256sum -c SHA256SUMS
    openssl pkeyutl -verify -pubin -inkey manifest.signed.pem -rawin \\
      -in manifest.signed -sigfile manifest.signed.sig
  三条命令都通过，说明文件与银行签名时完全一致。

重要：公钥随包附上，任何人都可以另造一对。请通过其他途径（银行公告、公证、公函）取得银行
公钥的指纹，并与下面命令的结果核对：
    openssl pkey -pubin -in SHA256SUMS.pem -outform DER | sha256sum

1. The files
------------
legs/*.webm       Picture and sound of each side, as the bank sealed them (VP8 and Opus, never
                  transcoded). Every common browser and player plays them.
quality/*.json    How each side's network was, second by second.
pictures/*.jpg    The pictures that identity was checked with.
trail.jsonl       The audit trail, a line for each thing that happened, for programs. Each line
                  holds the hash of the line before: a line that is changed, removed or put in
                  makes all later ones disagree.
trail.txt         The same trail, for people.
manifest.signed   What was sealed: signed by the bank after the session, with each file's hash.
bundle.json       Who asked for this export, who approved it, for what, and when.
SHA256SUMS        The SHA-256 of every file above.
*.sig  *.pem      Signature (Ed25519) and public key of the file whose name they carry.

2. How to verify
----------------
a) On any computer with Video Bank installed, also without a network:
    video-bank verify BUNDLE.zip --key {fingerprint}
  It says of every file: intact, missing, altered, from another session, or cut short.

b) With common tools alone (OpenSSL 3, sha256sum), in the unpacked folder:
    openssl pkeyutl -verify -pubin -inkey SHA256SUMS.pem -rawin \\
      -in SHA256SUMS -sigfile SHA256SUMS.sig
    sha256sum -c SHA256SUMS
    openssl pkeyutl -verify -pubin -inkey manifest.signed.pem -rawin \\
      -in manifest.signed -sigfile manifest.signed.sig
  When all three succeed, the files are exactly those that the bank signed.

Important: the public key comes with the bundle, and anybody can make a pair of keys. Get the
fingerprint of the bank's key another way (publication, notary, official letter) and compare it:
    openssl pkey -pubin -in SHA256SUMS.pem -outform DER | sha256sum

3. How a line of trail.jsonl is hashed
--------------------------------------
SHA-256 of the UTF-8 JSON [session_id, number, happening, previous_hash], without spaces, object
keys sorted; `happening` has the keys actor, at, facts, kind. The first line's previous_hash is
64 zeros. The manifest's trail_head is the hash of the last line at the time of the seal.
"""


def write_readme(statement: Statement, fingerprint: str) -> str:
    return _TEXT.format(
        session_id=statement.session_id,
        export_id=statement.export_id,
        made_at=datetime.fromtimestamp(statement.made_at, UTC).strftime("%Y-%m-%d %H:%M:%S"),
        fingerprint=fingerprint,
    )
