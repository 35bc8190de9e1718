"""Signature Version 4, held against AWS's own implementation."""

from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotoCredentials

from video_bank.errors import SetupError
from video_bank.vault.aws_signature import AwsSigner, Credentials, read_credentials

NOW = 1_800_000_000.0
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"  # noqa: S105 AWS's own example


@pytest.mark.parametrize("token", [None, "a session's token"])
@pytest.mark.parametrize(
    ("method", "url", "service"),
    [
        ("POST", "https://kms.cn-north-1.amazonaws.com.cn/", "kms"),
        ("PUT", "http://127.0.0.1:5000/bucket/bank/recordings/a_b-1/agent.webm?retention", "s3"),
        ("GET", "https://s3.example/bucket?prefix=a%2Fb&list-type=2&empty=", "s3"),
    ],
)
def test_requests_are_signed_as_aws_signs_them(
    method: str, url: str, service: str, token: str | None
) -> None:
    signer = AwsSigner(Credentials("AKIDEXAMPLE", SECRET, token), "cn-north-1", service)
    headers = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "TrentService.X"}
    ours = signer.sign(method, url, headers, b'{"a": 1}', NOW)
    request = AWSRequest(method, url, headers, b'{"a": 1}')
    request.headers["x-amz-content-sha256"] = ours["x-amz-content-sha256"]
    kind = S3SigV4Auth if service == "s3" else SigV4Auth
    with patch("botocore.auth.get_current_datetime", lambda: datetime.fromtimestamp(NOW, UTC)):
        kind(BotoCredentials("AKIDEXAMPLE", SECRET, token), service, "cn-north-1").add_auth(request)
    assert ours["authorization"] == request.headers["Authorization"]


def test_missing_credentials_are_named() -> None:
    with pytest.raises(SetupError, match="AWS_SECRET_ACCESS_KEY is missing"):
        read_credentials({"AWS_ACCESS_KEY_ID": "x"})
